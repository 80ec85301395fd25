import NIOCore
import NIOHTTP1

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
