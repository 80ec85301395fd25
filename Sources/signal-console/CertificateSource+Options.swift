import Configuration
import Glibc
import Relay
import SelfSigned
import Terminal

extension CertificateSource {
    /// What the options say of the certificate: files that are given, or a certificate of the program's own making that
    /// is kept for the next run; nil without TLS.
    ///
    /// The certificate is made here where that is due.
    init?(_ options: TLSOptions, _ variables: [String: String]) throws(SelfSignedTrouble) {
        guard options.isOn else { return nil }
        guard options.isSelfSigned else {
            Self.warnOfReaders(options.key)
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

    /// Says so if others than the owner can read the key at `path`.
    private static func warnOfReaders(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & 0o044 != 0 else { return }
        let mode = String(status.st_mode & 0o7777, radix: 8)
        StandardError.say("warning: others can read tls-key \(path) (mode 0\(mode)): chmod 600 keeps it to its owner")
    }

    private static func renew(_ folder: CertificateFolder) throws(CertificateFolder.Failure) {
        let names = CertificateNames(
            host: MachineAddresses.hostName ?? "localhost", addresses: MachineAddresses.packed)
        try folder.renew(for: names, at: Int64(time(nil)))
    }
}

/// Why there is no self-signed certificate.
enum SelfSignedTrouble: Error, CustomStringConvertible {
    /// Neither `XDG_STATE_HOME` nor `HOME` says where to keep one.
    case noFolder
    case failure(CertificateFolder.Failure)

    /// What is wrong, and what to do.
    var description: String {
        switch self {
        case .noFolder:
            "the self-signed certificate has no folder: neither HOME nor XDG_STATE_HOME is set to an absolute path"
        case .failure(let failure): failure.description
        }
    }
}
