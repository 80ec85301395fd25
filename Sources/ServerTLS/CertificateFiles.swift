import Hashing
import NIOCore
import NIOSSL

#if canImport(Glibc)
    import Glibc
#endif

/// The paths of a certificate chain and its private key, both PEM files (RFC 7468).
public struct CertificateFiles: Hashable, Sendable {
    /// The maximum size of a file in bytes; 1 MiB, many times the size of the longest chains.
    package static let sizeLimit = 1024 * 1024

    /// The path of the chain: the certificate of the server first, then those that sign it.
    public var certificate: String
    /// The path of the private key of the first certificate.
    public var key: String

    public init(certificate: String, key: String) {
        (self.certificate, self.key) = (certificate, key)
    }

    /// The modification times, sizes and inodes of the files, by which a change is detected.
    package struct Stamp: Equatable {
        private struct File: Equatable {
            let seconds: Int
            let nanoseconds: Int
            let size: Int
            let inode: UInt
        }

        private let files: [File?]

        fileprivate init(_ paths: [String]) {
            files = paths.map { path in
                var status = stat()
                guard stat(path, &status) == 0 else { return nil }
                return File(
                    seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec, size: Int(status.st_size),
                    inode: UInt(status.st_ino))
            }
        }
    }

    /// The current stamp of the files.
    package var stamp: Stamp { Stamp([certificate, key]) }

    /// A loaded certificate, with what is shown of it.
    package struct Loaded {
        let context: NIOSSLContext
        /// The SHA-256 hash of the first certificate in DER: `A1:B2:…`.
        package let fingerprint: String
        /// The last day of its validity, in UTC: `2027-03-01`.
        package let end: String
    }

    /// Reads and checks the files.
    package func load() throws(CertificateError) -> Loaded {
        let (chainBytes, keyBytes) = (try Self.read(certificate), try Self.read(key))
        let chain = (try? NIOSSLCertificate.fromPEMBytes(chainBytes)) ?? []
        guard let first = chain.first else { throw .noCertificate(certificate) }
        let keyText = String(decoding: keyBytes, as: UTF8.self)
        if keyText.contains("BEGIN ENCRYPTED PRIVATE KEY") || keyText.contains("Proc-Type: 4,ENCRYPTED") {
            throw .lockedKey(key)
        }
        guard let privateKey = try? NIOSSLPrivateKey(bytes: keyBytes, format: .pem) else { throw .noKey(key) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // Short, because a WebSocket has its own closing handshake before that of TLS (RFC 6455 §7).
        configuration.shutdownTimeout = .milliseconds(200)
        do {
            guard let hash = SHA256(of: try first.toDERBytes()) else {
                throw CertificateError.unusable(certificate, reason: "libcrypto provides no SHA-256")
            }
            return Loaded(
                context: try NIOSSLContext(configuration: configuration), fingerprint: hash.fingerprint,
                end: Self.day(first.notValidAfter))
        } catch NIOSSLError.failedToLoadPrivateKey {
            // The key itself was parsed above, so it does not match the certificate.
            throw .mismatch(certificate: certificate, key: key)
        } catch {
            throw .unusable(certificate, reason: "\(error)")
        }
    }

    /// Returns the day of `time` in UTC as `2027-03-01`.
    private static func day(_ time: time_t) -> String {
        var (time, date) = (time, tm())
        gmtime_r(&time, &date)
        func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(date.tm_year + 1900)-\(padded(date.tm_mon + 1))-\(padded(date.tm_mday))"
    }

    private static func read(_ path: String) throws(CertificateError) -> [UInt8] {
        // Opening a named pipe would block without O_NONBLOCK.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
            guard bytes.count <= sizeLimit else { throw .tooLarge(path) }
        }
    }

    private static func unreadable(_ path: String) -> CertificateError {
        .unreadable(path, reason: String(cString: strerror(errno)))
    }
}

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
