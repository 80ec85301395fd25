import NIOCore
import Synchronization

/// A client that blocks, and writes exactly the bytes that a test wants.
///
/// It answers nothing by itself, neither a ping nor a close frame.
public final class WebSocketClient: Sendable {
    /// How long a test waits by default.
    public static let limit = Duration.seconds(20)

    private struct Received {
        var bytes = ByteBuffer()
        var frames = ServerFrameReader()

        /// Removes and returns the bytes that belong to no frame that was read.
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

    /// Whether the connection ends without another byte.
    public func isEnded() throws -> Bool { try readRest().readableBytes == 0 }

    /// Reads until the connection ends, and returns all that was not read before.
    public func rest() throws -> String { String(buffer: try readRest()) }

    private func readRest() throws -> ByteBuffer {
        try received.withLock { received in
            while try receive(&received.bytes, within: Self.limit) {}
            return received.removeAll()
        }
    }

    /// Appends the bytes that come next; returns `false` if the connection has ended.
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

    /// Opens the WebSocket; throws ``UpgradeRefused`` if the server does not.
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

    /// The next frame; `nil` if the connection has ended.
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

    /// The next frame that matches, after which those before it are gone; `nil` if the connection has ended.
    public func next(where matches: (ServerFrame) -> Bool) throws -> ServerFrame? {
        while let frame = try next() {
            if matches(frame) { return frame }
        }
        return nil
    }

    /// The next frame that is not a ping, which a relay sends whenever it likes; `nil` if the connection has ended.
    public func nextExceptPings() throws -> ServerFrame? { try next { $0.opcode != ClientFrame.Opcode.ping } }
}

/// The server answered the request for a WebSocket with an ordinary response.
public struct UpgradeRefused: Error, Equatable {
    public let status: Int
    public let body: String
}

/// The connection ended before a response had come.
public struct ConnectionEnded: Error, CustomStringConvertible {
    let received: ByteBuffer

    public var description: String { "the connection ended before a response, after: \(String(buffer: received))" }
}
