import Events
import NIOCore
import NIOHTTP1
import Text

/// A complete HTTP response (RFC 9112): the only one of its connection, which is closed after it.
struct HTTPResponse {
    var status = HTTPResponseStatus.ok
    /// The header fields of this response, in addition to those that all responses have.
    var headers: HTTPHeaders = [:]
    var contentType = "text/plain; charset=utf-8"
    var body: ByteBuffer

    /// The encoded status line and header section.
    var head: ByteBuffer {
        var headers = headers
        headers.add(name: "Content-Type", value: contentType)
        headers.add(name: "Content-Length", value: String(body.readableBytes))
        headers.add(name: "Connection", value: "close")
        headers.add(name: "Cache-Control", value: "no-store")
        headers.add(name: "X-Content-Type-Options", value: "nosniff")
        headers.add(name: "Referrer-Policy", value: "no-referrer")
        headers.add(
            name: "Content-Security-Policy",
            value:
                "default-src 'self'; connect-src 'self' ws: wss:; media-src 'self' blob: mediastream:; frame-ancestors 'none'"
        )
        return Self.head(status, headers)
    }

    /// Encodes a status line and `headers`, including the empty line at the end (RFC 9112 §4, §5).
    static func head(_ status: HTTPResponseStatus, _ headers: HTTPHeaders) -> ByteBuffer {
        var head = ByteBuffer()
        head.reserveCapacity(256)
        head.writeString("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n")
        for (name, value) in headers {
            head.writeString(name)
            head.writeStaticString(": ")
            head.writeString(value)
            head.writeStaticString("\r\n")
        }
        head.writeStaticString("\r\n")
        return head
    }
}

extension HTTPResponse {
    /// The response with a file.
    init(_ file: WebFile) {
        let shared: HTTPHeaders = [
            "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
        ]
        self.init(headers: file.isShared ? shared : [:], contentType: file.contentType, body: file.bytes)
    }

    /// The response to a refused request, with the reason as its body.
    init(_ refusal: Refusal) {
        self.init(
            status: refusal.status, headers: refusal.headers,
            body: ByteBuffer(string: Printable.line(refusal.text) + "\n"))
    }
}

extension Refusal {
    /// The HTTP status (RFC 9110 §15, RFC 6585).
    fileprivate var status: HTTPResponseStatus {
        switch self {
        case .tokenMissing, .tokenWrong: .unauthorized
        case .tokensTooMany, .networkFull, .networkTooFast: .tooManyRequests
        case .requestTooLarge: .requestHeaderFieldsTooLarge
        case .requestTooSlow: .requestTimeout
        case .roomFull, .relayFull, .draining: .serviceUnavailable
        case .nameTooLong, .roomNameTooLong, .banned, .origin, .host, .probesDisabled: .forbidden
        case .forwarding: .badRequest
        case .repeated(_, let refusal): refusal.status
        }
    }

    /// The header fields that the status requires or suggests.
    fileprivate var headers: HTTPHeaders {
        switch self {
        case .tokenMissing, .tokenWrong: ["WWW-Authenticate": "Bearer"]
        case .tokensTooMany(_, let seconds): ["Retry-After": "\(seconds)"]
        case .networkFull: ["Retry-After": "10"]
        case .networkTooFast: ["Retry-After": "1"]
        default: [:]
        }
    }
}
