/// A connection that came to nothing before there was a peer, for a reason that one can do something about.
public struct FailedConnection: Hashable, Sendable {
    /// Why it did.
    public enum Cause: Hashable, Sendable {
        /// A TLS ClientHello (RFC 8446 §4.1.2) where HTTP is spoken.
        case tlsOnPlainPort
        /// An HTTP request where TLS is spoken.
        case httpOnTLSPort
        /// The client does not trust the certificate (RFC 8446 §6.2: `certificate_unknown`, `unknown_ca`, …).
        case untrustedCertificate
        /// The client speaks TLS 1.1 or older (RFC 8996).
        case oldVersion
        /// The client hung up before the handshake was over.
        case unfinishedHandshake
        /// Anything else that ended the handshake, in the library's words.
        case handshake(String)
    }

    /// The address it came from.
    public let address: String
    /// Why it came to nothing.
    public let cause: Cause
    /// How many for the same cause this stands for besides itself, none of which has an entry of its own.
    public let others: Int

    public init(address: String, _ cause: Cause, others: Int = 0) {
        (self.address, self.cause, self.others) = (address, cause, others)
    }

    /// What happened and what to do, in a line.
    public var words: String {
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
