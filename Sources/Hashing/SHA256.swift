import COpenSSL

/// The SHA-256 hash of bytes (FIPS 180-4), computed by libcrypto.
///
/// NIOSSL does not export the hash functions of its BoringSSL.
public struct SHA256: Hashable, Sendable {
    /// The 32 bytes of the hash.
    public let bytes: [UInt8]

    /// Hashes `data`; `nil` if the configuration of libcrypto provides no SHA-256.
    public init?(of data: [UInt8]) {
        var bytes = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        guard COpenSSL.SHA256(data, data.count, &bytes) != nil else { return nil }
        self.bytes = bytes
    }

    /// Hashes `data` with `key`: HMAC-SHA-256 (RFC 2104); `nil` if the configuration of libcrypto does not provide it, or
    /// if the key has more than 2 GiB.
    public init?(of data: [UInt8], key: [UInt8]) {
        guard let length = Int32(exactly: key.count) else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        guard HMAC(EVP_sha256(), key, length, data, data.count, &bytes, nil) != nil else { return nil }
        self.bytes = bytes
    }

    /// The hash in upper-case hexadecimal, as certificate fingerprints are written (RFC 8122 §5): `A1:B2:…`.
    public var fingerprint: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }.joined(separator: ":")
    }
}
