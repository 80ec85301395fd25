import Crypto
import NIOCore
import NIOSSL

#if canImport(Glibc)
    import Glibc
#endif

/// A certificate with those that sign it, and its private key, as PEM files (RFC 7468).
public struct CertificateFiles: Hashable, Sendable {
    /// Bytes of a file; default 1 MiB, many times what the longest chains have.
    static let sizeLimit = 1024 * 1024

    /// The server's own certificate first, then those that sign it.
    public var certificate: String
    /// The private key of the first of them.
    public var key: String

    /// Files by their paths.
    public init(certificate: String, key: String) {
        (self.certificate, self.key) = (certificate, key)
    }

    /// What tells whether the files are still those that were loaded.
    struct Stamp: Equatable {
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

    /// What the files look like at this moment.
    var stamp: Stamp { Stamp([certificate, key]) }

    /// What TLS needs, and what one is told of it.
    struct Loaded {
        let context: NIOSSLContext
        /// SHA-256 of the first certificate in DER: `A1:B2:…`.
        let fingerprint: String
        /// The day on which it ends, in UTC: `2027-03-01`.
        let end: String
    }

    /// Reads the files.
    func load() throws(CertificateError) -> Loaded {
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
        // A WebSocket has said goodbye before that (RFC 6455 §7), and who does not read will not answer this either.
        configuration.shutdownTimeout = .milliseconds(200)
        do {
            let der = try first.toDERBytes()
            return Loaded(
                context: try NIOSSLContext(configuration: configuration), fingerprint: Self.fingerprint(der),
                end: Self.day(first.notValidAfter))
        } catch NIOSSLError.failedToLoadPrivateKey {
            // It was read, so it is the certificate that it does not go with.
            throw .mismatch(certificate: certificate, key: key)
        } catch {
            throw .unusable(certificate, reason: "\(error)")
        }
    }

    /// `A1:B2:…` of a certificate in DER.
    private static func fingerprint(_ der: [UInt8]) -> String {
        SHA256.hash(data: der).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }.joined(separator: ":")
    }

    private static func day(_ time: time_t) -> String {
        var (time, date) = (time, tm())
        gmtime_r(&time, &date)
        func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(date.tm_year + 1900)-\(padded(date.tm_mon + 1))-\(padded(date.tm_mday))"
    }

    private static func read(_ path: String) throws(CertificateError) -> [UInt8] {
        // Not blocking: a named pipe would keep the relay waiting.
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
