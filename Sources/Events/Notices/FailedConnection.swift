/// A connection that failed before a peer joined, for a reason that the operator or the client's user can mend.
public struct FailedConnection: Hashable, Sendable {
    /// The cause of the failure.
    public enum Cause: Hashable, Sendable {
        /// A TLS ClientHello (RFC 8446 §4.1.2) on the plain HTTP port.
        case tlsOnPlainPort
        /// An HTTP request on the TLS port.
        case httpOnTLSPort
        /// The client does not trust the certificate (RFC 8446 §6.2: `certificate_unknown`, `unknown_ca`, …).
        case untrustedCertificate
        /// The client supports TLS 1.1 or older only (RFC 8996).
        case oldVersion
        /// The client disconnected during the handshake.
        case unfinishedHandshake
        /// Another failure of the handshake, in the TLS library's words.
        case handshake(String)
    }

    /// The remote address and port.
    public let address: String
    /// The cause of the failure.
    public let cause: Cause
    /// The number of further failures with the same cause that have no entries of their own.
    public let others: Int

    public init(address: String, _ cause: Cause, others: Int = 0) {
        (self.address, self.cause, self.others) = (address, cause, others)
    }

    /// The failure and its remedy, in a line.
    public var text: String {
        let count = others == 0 ? "" : " (and \(others) more like it)"
        return switch cause {
        case .tlsOnPlainPort:
            "\(address) spoke TLS to the plain port\(count); start with --tls-self-signed, or use ws:// and http://"
        case .httpOnTLSPort:
            "\(address) spoke plain HTTP to the TLS port\(count); use wss:// and https://"
        case .untrustedCertificate:
            """
            \(address) does not trust the certificate\(count); accept it once on the https:// page in that browser, or \
            give one that it trusts: --tls-cert
            """
        case .oldVersion: "\(address) speaks TLS 1.1 or older\(count); it needs 1.2 or later"
        case .unfinishedHandshake:
            """
            \(address) hung up in the TLS handshake\(count); most who do so do not trust the certificate: accept it \
            once on the https:// page
            """
        case .handshake(let reason): "the TLS handshake with \(address) failed\(count): \(reason)"
        }
    }
}
