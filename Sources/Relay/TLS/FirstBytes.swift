import NIOCore
import NIOHTTP1

/// What the first bytes of a connection say of the protocol it speaks.
enum FirstBytes {
    /// A TLS record that holds a handshake message, as a ClientHello begins (RFC 8446 §5.1).
    case tls
    /// The name of an HTTP method (RFC 9112 §3): all that are in use are capitals.
    case http
    /// Neither.
    case other

    /// `nil` if the bytes are too few to tell.
    init?(_ bytes: some Collection<UInt8>) {
        guard let first = bytes.first else { return nil }
        switch first {
        case 0x16:
            guard let version = bytes.dropFirst().first else { return nil }
            self = version == 0x03 ? .tls : .other
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .http
        default: self = .other
        }
    }

    /// The answer to a ClientHello that is understood and out of place: a fatal alert, `unexpected_message`
    /// (RFC 8446 §6.2), in a record of TLS 1.2, as every client reads.
    static let alert: [UInt8] = [21, 3, 3, 0, 2, 2, 10]

    /// The answer to an HTTP request that came where TLS is spoken.
    static func answer(address: String) -> HTTPResponse {
        let words = "This port speaks TLS: https://\(address)/ and wss://\(address)/\n"
        return HTTPResponse(status: .badRequest, body: ByteBuffer(string: words))
    }
}
