import Configuration
import Glibc
import Relay
import SelfSigned
import ServerTLS
import Terminal

extension CertificateSource {
    /// The certificate that the options name, or a self-signed one; `nil` without TLS.
    ///
    /// A self-signed certificate is stored in ``StateFolder``, and generated if there is none or it expires soon.
    init?(_ options: TLSOptions, environment variables: [String: String]) throws(SelfSignedError) {
        guard options.isOn else { return nil }
        guard options.isSelfSigned else {
            Self.warnIfReadable(options.key)
            self.init(CertificateFiles(certificate: options.certificate, key: options.key))
            return
        }
        guard let path = StateFolder.path(variables) else { throw .noFolder }
        let folder = CertificateFolder(path: path)
        do throws(CertificateFolder.Failure) {
            try Self.renew(folder)
        } catch {
            throw .failure(error)
        }
        self.init(CertificateFiles(certificate: folder.certificate, key: folder.key)) {
            do throws(CertificateFolder.Failure) {
                try Self.renew(folder)
                return nil
            } catch {
                return error.description
            }
        }
    }

    /// Prints a warning if users other than the owner can read the private key.
    private static func warnIfReadable(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & 0o044 != 0 else { return }
        let mode = String(status.st_mode & 0o7777, radix: 8)
        StandardError.report(
            "warning: tls-key \(path) is readable by other users (mode 0\(mode)): restrict it with chmod 600")
    }

    private static func renew(_ folder: CertificateFolder) throws(CertificateFolder.Failure) {
        let names = CertificateNames(
            host: MachineAddresses.hostName ?? "localhost", addresses: MachineAddresses.packed)
        try folder.renew(for: names, at: Int64(time(nil)))
    }
}

/// An error in generating or storing the self-signed certificate.
enum SelfSignedError: Error, CustomStringConvertible {
    /// Neither `XDG_STATE_HOME` nor `HOME` is set.
    case noFolder
    case failure(CertificateFolder.Failure)

    var description: String {
        switch self {
        case .noFolder:
            "no folder for the self-signed certificate: expected HOME or XDG_STATE_HOME to be an absolute path"
        case .failure(let failure): failure.description
        }
    }
}

/// The folder for files that persist between runs (XDG Base Directory Specification 0.8).
enum StateFolder {
    /// The folder below `$XDG_STATE_HOME` if that is an absolute path, otherwise below `~/.local/state`; `nil` if neither
    /// variable is set.
    static func path(_ variables: [String: String]) -> String? {
        let base = variables["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.local/state" : nil }
        return (base ?? home).map { $0 + "/signal-console" }
    }
}
