import NIOCore
import Synchronization

/// A blocking client that writes exactly the bytes that a test requires.
///
/// It does not answer pings and close frames.
public final class WebSocketClient: Sendable {
    /// The default time limit.
    public static let limit = Duration.seconds(20)

    private struct Received {
        var bytes = ByteBuffer()
        var frames = ServerFrameReader()

        /// Removes and returns the bytes after the last frame that has been returned.
        mutating func removeAll() -> ByteBuffer {
            var all = frames.removeAll()
            all.writeImmutableBuffer(bytes)
            bytes = ByteBuffer()
            return all
        }
    }

    private let stream: any ByteStream
    private let received = Mutex(Received())

    public init(_ stream: any ByteStream) { self.stream = stream }

    // MARK: Bytes

    public func write(_ bytes: [UInt8]) throws { try stream.write(bytes) }

    public func write(_ text: String) throws { try stream.write(Array(text.utf8)) }

    /// Ends the connection without a close frame.
    public func cut() { stream.cut() }

    /// Waits for the end of the connection; returns whether it ended without further bytes.
    public func isEnded() throws -> Bool { try readRest().readableBytes == 0 }

    /// Waits for the end of the connection; returns the remaining bytes as text.
    public func rest() throws -> String { String(buffer: try readRest()) }

    private func readRest() throws -> ByteBuffer {
        try received.withLock { received in
            while try receive(&received.bytes, within: Self.limit) {}
            return received.removeAll()
        }
    }

    /// Appends the next bytes; returns false if the connection has ended.
    private func receive(_ bytes: inout ByteBuffer, within limit: Duration) throws -> Bool {
        guard let next = try stream.read(within: limit) else { return false }
        bytes.writeBytes(next)
        return true
    }

    // MARK: HTTP

    /// Sends a request and returns the head of the response.
    public func request(_ text: String, within limit: Duration = WebSocketClient.limit) throws -> String {
        try write(text)
        return try received.withLock { received in
            while true {
                let view = received.bytes.readableBytesView
                if let end = view.firstRange(of: Array("\r\n\r\n".utf8)) {
                    received.bytes.moveReaderIndex(to: end.upperBound)
                    return String(decoding: view[..<end.lowerBound], as: UTF8.self)
                }
                guard try receive(&received.bytes, within: limit) else {
                    throw ConnectionEnded(received: received.bytes)
                }
            }
        }
    }

    /// Opens the WebSocket; throws ``UpgradeRefused`` if the server refuses.
    public func open(
        _ target: String = "/", host: String = "localhost", headers: String = "",
        within limit: Duration = WebSocketClient.limit
    ) throws {
        let head = try request(OpeningHandshake.request(target, host: host, headers: headers), within: limit)
        guard head.hasPrefix("HTTP/1.1 101 "), head.contains(OpeningHandshake.accept) else {
            throw UpgradeRefused(status: Int(head.dropFirst(9).prefix(3)) ?? 0, body: try rest())
        }
    }

    // MARK: Frames

    public func send(_ frame: ClientFrame) throws { try write(frame.bytes) }

    public func send(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) throws {
        try send(ClientFrame(opcode, payload, isFinal: isFinal))
    }

    public func send(text: String) throws { try send(ClientFrame(ClientFrame.Opcode.text, text)) }

    /// Returns the next frame; `nil` if the connection has ended.
    public func next(within limit: Duration = WebSocketClient.limit) throws -> ServerFrame? {
        try received.withLock { received in
            while true {
                received.frames.append(received.bytes)
                received.bytes = ByteBuffer()
                if let frame = try received.frames.next() { return frame }
                guard try receive(&received.bytes, within: limit) else { return nil }
            }
        }
    }

    /// Returns the next frame that matches and discards those before it; `nil` if the connection has ended.
    public func next(where matches: (ServerFrame) -> Bool) throws -> ServerFrame? {
        while let frame = try next() {
            if matches(frame) { return frame }
        }
        return nil
    }

    /// Returns the next frame that is not a ping, because a relay may send one at any time; `nil` if the connection has
    /// ended.
    public func nextExceptPings() throws -> ServerFrame? { try next { $0.opcode != ClientFrame.Opcode.ping } }
}

/// The error of a server that answered the opening handshake with another status than 101.
public struct UpgradeRefused: Error, Equatable {
    public let status: Int
    public let body: String
}

/// The error of a connection that ended before the response was complete.
public struct ConnectionEnded: Error, CustomStringConvertible {
    let received: ByteBuffer

    public var description: String {
        "the connection ended before the end of the response: \(String(buffer: received))"
    }
}

/// The URL of a WebSocket without TLS: `ws://host:port/path?query`.
public struct WebSocketURL: Equatable, Sendable, CustomStringConvertible {
    public let host: String
    public let port: Int
    /// The path and the query: the request target.
    public let target: String

    /// Parses `text`; returns `nil` if it is not a valid `ws:` URL.
    public init?(_ text: String) {
        guard text.lowercased().hasPrefix("ws://"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let rest = text.dropFirst(5).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest.dropFirst(authority.count)
        var (host, port) = (authority, Substring("80"))
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let after = authority[authority.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else { return nil }
            if !after.isEmpty { port = after.dropFirst() }
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty, let number = UInt16(port), number > 0, !host.contains("@") else { return nil }
        self.host = String(host)
        self.port = Int(number)
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    /// The host and port, as in a `Host` field.
    public var authority: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    public var description: String { "ws://\(authority)\(target)" }
}
