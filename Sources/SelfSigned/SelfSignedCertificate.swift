import COpenSSL
import Glibc

/// A self-signed certificate and its private key, in PEM.
public struct SelfSignedCertificate: Sendable {
    /// The validity in days; 397, because browsers reject certificates that are valid for more than 398.
    static let days = 397
    /// The number of days before the expiry at which the certificate is replaced; 30.
    static let renewalDays = 30

    /// An error of libcrypto, with its reason.
    struct Failure: Error, CustomStringConvertible {
        let description: String

        /// Returns the first error that libcrypto has recorded for this thread, and clears all of them.
        static func takeRecorded() -> Failure {
            let code = ERR_get_error()
            ERR_clear_error()
            return Failure(description: ERR_reason_error_string(code).map { String(cString: $0) } ?? "no reason given")
        }
    }

    /// The certificate (RFC 5280).
    public let certificate: String
    /// Its private key, P-256, in PKCS #8.
    public let key: String

    /// Creates a certificate with a new key.
    ///
    /// - Parameters:
    ///   - names: The names and addresses that it is valid for.
    ///   - seconds: The time in seconds since 1970-01-01 UTC; the validity begins an hour earlier, because clocks differ.
    /// - Throws: An error of libcrypto.
    public init(for names: CertificateNames, at seconds: Int64) throws {
        ERR_clear_error()
        let key = try Self.newKey()
        defer { EVP_PKEY_free(key) }
        guard let certificate = X509_new() else { throw Failure.takeRecorded() }
        defer { X509_free(certificate) }
        let start = seconds - 3600
        try Self.setSerialNumber(of: certificate)
        // Version 3 is encoded as 2 (RFC 5280 §4.1.2.1).
        try Self.require(X509_set_version(certificate, 2))
        try Self.require(X509_set_pubkey(certificate, key))
        let end = start + Int64(Self.days) * 86_400
        guard ASN1_TIME_set(X509_getm_notBefore(certificate), time_t(start)) != nil,
            ASN1_TIME_set(X509_getm_notAfter(certificate), time_t(end)) != nil
        else { throw Failure.takeRecorded() }
        let subject = X509_get_subject_name(certificate)
        for (kind, text) in [(NID_commonName, "signal-console"), (NID_organizationName, "self-signed")] {
            try Self.require(X509_NAME_add_entry_by_NID(subject, kind, MBSTRING_UTF8, text, -1, -1, 0))
        }
        try Self.require(X509_set_issuer_name(certificate, subject))
        try Self.add(NID_basic_constraints, "critical,CA:FALSE", to: certificate)
        try Self.add(NID_key_usage, "critical,digitalSignature", to: certificate)
        try Self.add(NID_ext_key_usage, "serverAuth", to: certificate)
        try Self.add(NID_subject_alt_name, names.subjectAltName, to: certificate)
        try Self.require(X509_sign(certificate, key, EVP_sha256()))
        self.certificate = try Self.pem { PEM_write_bio_X509($0, certificate) }
        self.key = try Self.pem { PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    /// Checks whether a stored certificate must be replaced.
    ///
    /// - Parameters:
    ///   - pem: The certificate.
    ///   - key: The private key in PEM.
    ///   - names: The names and addresses that are required.
    ///   - seconds: The time in seconds since 1970-01-01 UTC.
    /// - Returns: True if the certificate cannot be parsed, is not valid yet, expires soon, is not valid for all of `names`,
    ///   or does not match its key.
    static func needsRenewal(_ pem: String, key: String, for names: CertificateNames, at seconds: Int64) -> Bool {
        defer { ERR_clear_error() }
        // Without the callback, libcrypto would ask for the passphrase of encrypted PEM on the terminal.
        let certificate = reading(pem) { PEM_read_bio_X509($0, nil, { _, _, _, _ in -1 }, nil) }
        let key = reading(key) { PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in -1 }, nil) }
        defer {
            X509_free(certificate)
            EVP_PKEY_free(key)
        }
        guard let certificate, let key, X509_check_private_key(certificate, key) == 1 else { return true }
        var (now, end) = (time_t(seconds), time_t(seconds + Int64(renewalDays) * 86_400))
        guard X509_cmp_time(X509_get0_notBefore(certificate), &now) < 0,
            X509_cmp_time(X509_get0_notAfter(certificate), &end) > 0
        else { return true }
        let flags = UInt32(X509_CHECK_FLAG_NO_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT)
        return !names.names.allSatisfy { X509_check_host(certificate, $0, $0.utf8.count, flags, nil) == 1 }
            || !names.addresses.allSatisfy { X509_check_ip(certificate, $0, $0.count, 0) == 1 }
    }
}

// MARK: libcrypto

extension SelfSignedCertificate {
    /// Throws the recorded error unless `result` is positive, which means success.
    private static func require(_ result: Int32) throws(Failure) {
        guard result > 0 else { throw .takeRecorded() }
    }

    /// Returns a new P-256 key.
    private static func newKey() throws(Failure) -> OpaquePointer {
        let context = EVP_PKEY_CTX_new_id(NID_X9_62_id_ecPublicKey, nil)
        defer { EVP_PKEY_CTX_free(context) }
        try require(EVP_PKEY_keygen_init(context))
        try require(EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1))
        var key: OpaquePointer?
        try require(EVP_PKEY_keygen(context, &key))
        guard let key else { throw .takeRecorded() }
        return key
    }

    /// Sets a random serial number of 159 bits: positive, and at most 20 bytes (RFC 5280 §4.1.2.2).
    private static func setSerialNumber(of certificate: OpaquePointer) throws(Failure) {
        let number = BN_new()
        defer { BN_free(number) }
        try require(BN_rand(number, 159, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY))
        guard BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil else { throw .takeRecorded() }
    }

    private static func add(_ kind: Int32, _ value: String, to certificate: OpaquePointer) throws(Failure) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
        guard let addition = X509V3_EXT_conf_nid(nil, &context, kind, value) else { throw .takeRecorded() }
        defer { X509_EXTENSION_free(addition) }
        try require(X509_add_ext(certificate, addition, -1))
    }

    /// Returns what `write` writes.
    private static func pem(_ write: (OpaquePointer?) -> Int32) throws(Failure) -> String {
        let output = BIO_new(BIO_s_mem())
        defer { BIO_free(output) }
        try require(write(output))
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(output))
        try require(BIO_read(output, &bytes, Int32(bytes.count)))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns what `read` reads from `text`; `nil` if it is not valid.
    private static func reading(_ text: String, _ read: (OpaquePointer?) -> OpaquePointer?) -> OpaquePointer? {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { bytes in
            let input = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
            defer { BIO_free(input) }
            return input.flatMap(read)
        }
    }
}

extension CertificateNames {
    /// The value of the extension in libcrypto's syntax: `DNS:localhost,IP:127.0.0.1`.
    fileprivate var subjectAltName: String {
        let texts =
            names.map { "DNS:" + $0 }
            + addresses.map { address in
                guard address.count == 16 else { return "IP:" + address.map(String.init).joined(separator: ".") }
                let groups = stride(from: 0, to: 16, by: 2).map { UInt16(address[$0]) << 8 | UInt16(address[$0 + 1]) }
                return "IP:" + groups.map { String($0, radix: 16) }.joined(separator: ":")
            }
        return texts.joined(separator: ",")
    }
}
