/// An error in a certificate or its key: what is wrong, in which file, and how to fix it.
public enum CertificateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be read, with the reason that the system gives.
    case unreadable(String, reason: String)
    /// The file is larger than ``CertificateFiles/sizeLimit``.
    case tooLarge(String)
    /// The file has no PEM certificate.
    case noCertificate(String)
    /// The file has no PEM private key.
    case noKey(String)
    /// The key is encrypted with a passphrase.
    case lockedKey(String)
    /// The key does not belong to the first certificate.
    case mismatch(certificate: String, key: String)
    /// The file is rejected, with the reason that the TLS library gives.
    case unusable(String, reason: String)

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
