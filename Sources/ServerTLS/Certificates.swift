package import Events
package import NIOCore
import NIOPosix
package import NIOSSL

/// The certificate that the relay presents, reloaded when its files change.
///
/// Open connections keep the certificate that they began with. Confined to the relay loop.
package final class Certificates {
    private let source: CertificateSource
    private var loaded: CertificateFiles.Loaded
    /// The stamp of the files when they were last loaded, or failed to load.
    private var loadedStamp: CertificateFiles.Stamp
    /// The stamp of the files at the last check.
    private var lastStamp: CertificateFiles.Stamp
    private let loop: any EventLoop
    /// Reports what became of a reload or a renewal.
    private let report: (CertificateNews) -> Void
    /// The error of the last renewal; `nil` if it succeeded.
    private var renewalError: String?
    /// The number of checks since the last renewal.
    private var checksSinceRenewal = 0
    private var isRenewing = false
    /// Whether a reload was requested during a renewal.
    private var needsReload = false

    /// The interval between two checks of the files, which cost two system calls; 2 s.
    package static let checkInterval = TimeAmount.seconds(2)
    /// The number of checks between two renewals; 30, a minute.
    package static let checksPerRenewal = 30

    /// Loads the certificate.
    ///
    /// - Parameters:
    ///   - source: The files.
    ///   - loop: The relay loop.
    ///   - report: Called on the relay loop after a reload and after the first of several failed renewals.
    /// - Throws: An error if the files cannot be loaded.
    package init(
        _ source: CertificateSource, on loop: any EventLoop, report: @escaping (CertificateNews) -> Void
    ) throws(CertificateError) {
        self.source = source
        self.loop = loop
        self.report = report
        loadedStamp = source.files.stamp
        lastStamp = loadedStamp
        loaded = try source.files.load()
    }

    /// The SHA-256 hash of the certificate: `A1:B2:…`.
    package var fingerprint: String { loaded.fingerprint }

    /// Returns a TLS handler for a new connection.
    package func makeHandler() -> NIOSSLServerHandler { NIOSSLServerHandler(context: loaded.context) }

    /// Reloads the files if they have changed, and renews them if it is time to; to be called every ``checkInterval``.
    package func checkFiles() {
        checksSinceRenewal += 1
        if checksSinceRenewal >= Self.checksPerRenewal {
            checksSinceRenewal = 0
            renew()
        }
        guard !isRenewing else { return }
        let stamp = source.files.stamp
        defer { lastStamp = stamp }
        // The two files are not replaced at the same moment: the change is complete once both stay the same.
        guard stamp != loadedStamp, stamp == lastStamp else { return }
        reload()
    }

    /// Renews the files on another thread, so that a slow disk delays no message.
    private func renew() {
        guard let renew = source.renew, !isRenewing else { return }
        isRenewing = true
        let renewal = NIOThreadPool.singleton.runIfActive(eventLoop: loop, renew)
        renewal.assumeIsolated().whenSuccess { error in
            self.isRenewing = false
            if self.needsReload { self.reload() }
            if let error, error != self.renewalError { self.report(.kept(error)) }
            self.renewalError = error
        }
    }

    /// Reloads the files, after the current renewal if there is one, and reports the result.
    package func reload() {
        needsReload = isRenewing
        guard !isRenewing else { return }
        loadedStamp = source.files.stamp
        do throws(CertificateError) {
            loaded = try source.files.load()
            report(.reloaded(fingerprint: loaded.fingerprint, end: loaded.end))
        } catch {
            report(.kept(error.description))
        }
    }
}

/// The source of a certificate: its files, and what renews them.
public struct CertificateSource: Sendable {
    /// The files.
    public var files: CertificateFiles
    /// Replaces the files if they are about to expire, and returns the error if that fails; `nil` if another program
    /// maintains them.
    ///
    /// Called once a minute, never twice at a time, on a thread that may block.
    public var renew: (@Sendable () -> String?)?

    public init(_ files: CertificateFiles, renew: (@Sendable () -> String?)? = nil) {
        (self.files, self.renew) = (files, renew)
    }
}
