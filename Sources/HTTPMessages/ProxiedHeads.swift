package import NIOCore

/// The version of HTTP/1.
package enum HTTPMinorVersion: Equatable {
    /// HTTP/1.0.
    case zero
    /// HTTP/1.1.
    case one

    /// The version as it is sent.
    package var text: String { self == .zero ? "HTTP/1.0" : "HTTP/1.1" }
}

/// The head of a request (RFC 9112 §3).
package struct ProxiedRequest: Equatable {
    package let method: String
    /// The request target: any bytes but spaces and controls.
    package var target: [UInt8]
    package let version: HTTPMinorVersion
    package var fields: HeaderFields

    /// Whether the client keeps the connection open for another request (RFC 9112 §9.3).
    ///
    /// A client of HTTP/1.0 has its connection closed after the response.
    package var isPersistent: Bool { version == .one && !fields.elements(of: "connection").contains("close") }

    /// Whether the request asks for a WebSocket (RFC 6455 §4.1); the server decides on the rest of the handshake.
    package var isHandshake: Bool {
        method == "GET" && version == .one && fields.elements(of: "upgrade").contains("websocket")
            && fields.elements(of: "connection").contains("upgrade") && !fields.contains("transfer-encoding")
            && fields.values(of: "content-length").allSatisfy { $0 == [0x30] }
    }

    /// The path without the query, for reports.
    package var path: String { String(decoding: target.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self) }

    /// The method and the path, for reports.
    package var summary: String { "\(method) \(path)" }

    /// The encoded head.
    package var bytes: ByteBuffer {
        var bytes = ByteBuffer()
        bytes.writeString("\(method) ")
        bytes.writeBytes(target)
        bytes.writeString(" \(version.text)\r\n")
        bytes.write(fields)
        return bytes
    }
}

/// The head of a response (RFC 9112 §4).
package struct ProxiedResponse: Equatable {
    package let version: HTTPMinorVersion
    package let status: Int
    /// The reason phrase; any bytes, perhaps none.
    package let reason: [UInt8]
    package var fields: HeaderFields

    /// Makes a head of HTTP/1.1.
    package init(status: Int, reason: [UInt8], fields: HeaderFields) {
        (version, self.status, self.reason, self.fields) = (.one, status, reason, fields)
    }

    /// Whether the server keeps the connection open (RFC 9112 §9.3).
    package var isPersistent: Bool {
        let options = fields.elements(of: "connection")
        return version == .one ? !options.contains("close") : options.contains("keep-alive")
    }

    /// Whether another response to the same request follows (RFC 9110 §15.2).
    package var isInterim: Bool { (100...199).contains(status) && status != 101 }

    /// The encoded head; the version is that of the proxy.
    package var bytes: ByteBuffer {
        var bytes = ByteBuffer()
        bytes.writeString("HTTP/1.1 \(status) ")
        bytes.writeBytes(reason)
        bytes.writeString("\r\n")
        bytes.write(fields)
        return bytes
    }
}

extension ByteBuffer {
    /// Writes field lines and the empty line after them.
    fileprivate mutating func write(_ fields: HeaderFields) {
        for field in fields.all {
            writeString(field.name)
            writeStaticString(": ")
            writeBytes(field.value)
            writeStaticString("\r\n")
        }
        writeStaticString("\r\n")
    }
}
