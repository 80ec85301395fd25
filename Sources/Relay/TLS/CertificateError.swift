/// Why a certificate and its key cannot be used: what is wrong, with the file, and what to do.
public enum CertificateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be read, in the system's words.
    case unreadable(String, reason: String)
    /// More bytes than ``CertificateFiles/sizeLimit``.
    case tooLarge(String)
    /// No certificate in PEM in it.
    case noCertificate(String)
    /// No private key in PEM in it.
    case noKey(String)
    /// The key needs a passphrase.
    case lockedKey(String)
    /// The key is not that of the first certificate.
    case mismatch(certificate: String, key: String)
    /// What is in it cannot be used, in the library's words.
    case unusable(String, reason: String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file) cannot be read: \(reason); give files that this user can read: --tls-cert FILE --tls-key FILE"
        case .tooLarge(let file): "\(file) is larger than \(CertificateFiles.sizeLimit / 1024) KiB and not read"
        case .noCertificate(let file):
            """
            \(file) holds no certificate that can be read; it takes PEM, -----BEGIN CERTIFICATE-----, the server's own \
            first, then those that sign it
            """
        case .noKey(let file):
            "\(file) holds no private key that can be read; it takes PEM, -----BEGIN PRIVATE KEY-----"
        case .lockedKey(let file):
            "the key in \(file) is locked with a passphrase; unlock a copy of it with: openssl pkey -in \(file)"
        case .mismatch(let certificate, let key):
            """
            the key in \(key) is not that of the first certificate in \(certificate); the server's own comes first, \
            then those that sign it
            """
        case .unusable(let file, let reason): "\(file) cannot be used: \(reason)"
        }
    }
}
