public import NIOCore

/// The client's opening handshake (RFC 6455 §4.1).
public enum OpeningHandshake {
    /// The key of the example in RFC 6455 §1.3; with a constant key, the response can be checked without SHA-1.
    public static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    /// The value of `Sec-WebSocket-Accept` that corresponds to the key.
    public static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    /// Returns the request.
    ///
    /// - Parameters:
    ///   - target: The path and the query.
    ///   - host: The value of `Host`.
    ///   - headers: Additional header fields, each with its line ending.
    /// - Returns: The head of the request.
    public static func request(_ target: String = "/", host: String = "localhost", headers: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: \(host)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: \(key)\r\nSec-WebSocket-Version: 13\r\n\(headers)\r\n"
    }
}

/// The head of the server's response to the opening handshake (RFC 9112 §4, RFC 6455 §4.2.2).
public struct ResponseHead: Equatable, Sendable {
    /// An invalid response.
    public enum Violation: Error, Equatable, Sendable {
        /// The head is longer than ``maximumLength``.
        case tooLong
        /// There is no status line of HTTP/1.1.
        case notHTTP
    }

    /// The maximum length of a head in bytes: 16 KiB.
    public static let maximumLength = 16 << 10

    public let status: Int
    /// The value of `Sec-WebSocket-Accept`.
    public let accept: String?

    /// Removes the head at the start of `bytes` and returns it; returns `nil` if it is incomplete.
    public static func take(from bytes: inout ByteBuffer) throws(Violation) -> ResponseHead? {
        let view = bytes.readableBytesView
        guard view.starts(with: "HTTP/1.1 ".utf8.prefix(view.count)) else { throw .notHTTP }
        let end = Array("\r\n\r\n".utf8)
        guard let place = view.prefix(maximumLength).firstRange(of: end) else {
            if view.count >= maximumLength { throw .tooLong }
            return nil
        }
        let lines = String(decoding: view[..<place.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let head = try ResponseHead(lines)
        bytes.moveReaderIndex(to: place.upperBound)
        return head
    }

    private init(_ lines: [Substring]) throws(Violation) {
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count > 1, words[1].utf8.count == 3, let status = Int(words[1]), status >= 100 else {
            throw .notHTTP
        }
        self.status = status
        accept =
            lines.dropFirst().lazy.compactMap { line -> String? in
                let name = line.prefix { $0 != ":" }
                guard name.lowercased() == "sec-websocket-accept" else { return nil }
                let value = line.dropFirst(name.count + 1)
                return String(value.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
            }.first
    }
}
