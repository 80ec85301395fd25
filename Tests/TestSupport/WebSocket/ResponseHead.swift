public import NIOCore

/// The head of a server's response to the request that opens a WebSocket (RFC 9112 §4, RFC 6455 §4.2.2).
public struct ResponseHead: Equatable, Sendable {
    /// Bytes that are no such response.
    public enum Violation: Error, Equatable, Sendable {
        /// More than `longest` bytes and no end.
        case tooLong
        /// No status line of HTTP/1.1.
        case notHTTP
    }

    /// The longest head that is read: 16 KiB.
    public static let longest = 16 << 10

    public let status: Int
    /// The `Sec-WebSocket-Accept` field's value.
    public let accept: String?

    /// Removes and returns the head at the beginning of `bytes`; `nil` if it has not come completely.
    public static func take(from bytes: inout ByteBuffer) throws(Violation) -> ResponseHead? {
        let view = bytes.readableBytesView
        guard view.starts(with: "HTTP/1.1 ".utf8.prefix(view.count)) else { throw .notHTTP }
        let end = Array("\r\n\r\n".utf8)
        guard let place = view.prefix(longest).firstRange(of: end) else {
            if view.count >= longest { throw .tooLong }
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
