import NIOCore
import NIOHTTP1

/// The protocol of a connection, detected from its first bytes.
enum DetectedProtocol {
    /// A TLS record with a handshake message, such as a ClientHello (RFC 8446 §5.1).
    case tls
    /// An HTTP method (RFC 9112 §3): all registered ones begin with a capital letter.
    case http
    case unknown

    /// Detects the protocol; returns `nil` if there are too few bytes.
    init?(_ bytes: some Collection<UInt8>) {
        guard let first = bytes.first else { return nil }
        switch first {
        case 0x16:
            guard let version = bytes.dropFirst().first else { return nil }
            self = version == 0x03 ? .tls : .unknown
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .http
        default: self = .unknown
        }
    }

    /// The answer to a ClientHello on a plain port: a fatal alert, `unexpected_message` (RFC 8446 §6.2), in a record of
    /// TLS 1.2, which clients of all versions accept.
    static let unexpectedMessageAlert: [UInt8] = [21, 3, 3, 0, 2, 2, 10]

    /// Returns the response to a plain HTTP request on the TLS port at `authority`.
    static func tlsRequired(authority: String) -> HTTPResponse {
        let text = "This port speaks TLS: https://\(authority)/ and wss://\(authority)/\n"
        return HTTPResponse(status: .badRequest, body: ByteBuffer(string: text))
    }
}
