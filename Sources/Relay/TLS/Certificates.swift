import Events
import NIOCore
import NIOPosix
import NIOSSL

/// The certificate that who connects is shown, loaded anew when its files change.
///
/// On the relay loop. A connection keeps what it began with.
final class Certificates {
    private let source: CertificateSource
    private var loaded: CertificateFiles.Loaded
    /// What the files looked like when they were loaded, or could not be.
    private var known: CertificateFiles.Stamp
    /// What they looked like at the last look.
    private var seen: CertificateFiles.Stamp
    private let exchange: RelayCore
    private let loop: any EventLoop
    /// What kept the source from the last renewal; `nil` if nothing did.
    private var trouble: String?
    /// Looks since the source was last asked to renew.
    private var looksSinceRenewal = 0
    private var isRenewing = false
    /// Whether it was to be loaded anew while a renewal went on.
    private var isReloadDue = false

    /// How often the files are looked at: two calls of the system, which nobody notices.
    static let lookTime = TimeAmount.seconds(2)
    /// Looks between two renewals: a minute.
    static let looksPerRenewal = 30

    init(_ source: CertificateSource, _ exchange: RelayCore, on loop: any EventLoop) throws(CertificateError) {
        self.source = source
        self.exchange = exchange
        self.loop = loop
        known = source.files.stamp
        seen = known
        loaded = try source.files.load()
    }

    /// SHA-256 of the certificate: `A1:B2:…`.
    var fingerprint: String { loaded.fingerprint }

    /// TLS for a connection that begins.
    func handler() -> NIOSSLServerHandler { NIOSSLServerHandler(context: loaded.context) }

    /// Loads the files anew where they have changed; to be called every ``lookTime``.
    func look() {
        looksSinceRenewal += 1
        if looksSinceRenewal >= Self.looksPerRenewal {
            looksSinceRenewal = 0
            renew()
        }
        // One of the two files may be the new one, and the other yet to come.
        guard !isRenewing else { return }
        let stamp = source.files.stamp
        defer { seen = stamp }
        // Two files are not changed at once: only when they stay as they are the change is over.
        guard stamp != known, stamp == seen else { return }
        reload()
    }

    /// Has the files renewed where that is due, beside the loop: a disk that is slow holds up no message.
    private func renew() {
        guard let renew = source.renew, !isRenewing else { return }
        isRenewing = true
        let renewal = NIOThreadPool.singleton.runIfActive(eventLoop: loop, renew)
        renewal.assumeIsolated().whenSuccess { trouble in
            self.isRenewing = false
            if self.isReloadDue { self.reload() }
            if let trouble, trouble != self.trouble { self.exchange.note(.certificate(.kept(trouble))) }
            self.trouble = trouble
        }
    }

    /// Loads the files as they are now, and tells what became of that.
    func reload() {
        isReloadDue = isRenewing
        guard !isRenewing else { return }
        known = source.files.stamp
        do throws(CertificateError) {
            loaded = try source.files.load()
            exchange.note(.certificate(.reloaded(fingerprint: loaded.fingerprint, end: loaded.end)))
        } catch {
            exchange.note(.certificate(.kept(error.description)))
        }
    }
}

/// Where the certificate comes from.
public struct CertificateSource: Sendable {
    /// The files.
    public var files: CertificateFiles
    /// Writes the files anew where that is due, and says what kept it from that; `nil` if others write them.
    ///
    /// Called once a minute, on a thread that may wait for a disk; not while a call before it goes on.
    public var renew: (@Sendable () -> String?)?

    public init(_ files: CertificateFiles, renew: (@Sendable () -> String?)? = nil) {
        (self.files, self.renew) = (files, renew)
    }
}
