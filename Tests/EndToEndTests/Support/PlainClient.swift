import Foundation
import TestSupport

/// A peer that sends and receives messages without a browser.
///
/// A dedicated thread reads the connection and answers pings and close frames. The connection stays open, even after this
/// value has been released, until it is closed or cut or the server closes it.
struct PlainClient: Sendable {
    /// The time that the server has to close a connection.
    private static let closeTimeout = Duration.seconds(5)

    private let client: WebSocketClient
    /// The messages, followed by the close frame, if any, and `nil` at the end of the connection.
    private let inbox = Inbox<ServerFrame?>()

    /// Connects; throws ``UpgradeRefused`` if the server refuses the WebSocket.
    ///
    /// `host` is the value of `Host`, by default that of the URL; `source` is the IPv4 address to connect from.
    static func open(
        _ url: String, host: String? = nil, from source: String? = nil, headers: [(String, String)] = [],
        within limit: Duration = .seconds(20)
    ) async throws -> PlainClient {
        guard let url = WebSocketURL(url) else { throw URLError(.badURL) }
        let lines = headers.map { "\($0): \($1)\r\n" }.joined()
        return try await onThread {
            let client = WebSocketClient(try TCPStream(host: url.host, port: url.port, from: source, within: limit))
            try client.open(url.target, host: host ?? url.authority, headers: lines, within: limit)
            return PlainClient(client)
        }
    }

    private init(_ client: WebSocketClient) {
        self.client = client
        Thread.detachNewThread { [inbox] in
            try? Self.read(client, into: inbox)
            inbox.post(nil)
        }
    }

    private static func read(_ client: WebSocketClient, into inbox: Inbox<ServerFrame?>) throws {
        var message: ServerFrame?
        while let frame = try client.next(within: .seconds(3600)) {
            switch frame.opcode {
            case ClientFrame.Opcode.ping: try client.send(ClientFrame.Opcode.pong, frame.bytes)
            case ClientFrame.Opcode.pong: break
            case ClientFrame.Opcode.close:
                inbox.post(frame)
                try? client.send(ClientFrame.Opcode.close, Array(frame.bytes.prefix(2)))
            default:
                if message == nil { message = frame } else { message?.append(frame) }
                if frame.isFinal {
                    inbox.post(message)
                    message = nil
                }
            }
        }
    }

    /// The number of messages that have been received and not removed.
    var waiting: Int { inbox.all.compactMap(\.self).count }

    func send(text: String) async throws { try client.send(text: text) }

    func send(binary: [UInt8]) async throws { try client.send(ClientFrame.Opcode.binary, binary) }

    /// Removes and returns the next message or the close frame.
    func next(within limit: Duration = .seconds(10)) async throws -> ServerFrame {
        try await eventually("a message", within: limit, every: .milliseconds(2)) { try takeNext() }
    }

    /// Removes and returns the next message if it has been received.
    func takeNext() throws -> ServerFrame? {
        guard let next = inbox.next(within: .zero) else { return nil }
        guard let next else {
            inbox.post(nil)
            throw Ended()
        }
        return next
    }

    /// Sends a close frame and waits until the connection is closed.
    func close(code: UInt16 = 1000, reason: String = "") async throws {
        try? client.send(ClientFrame.Opcode.close, ServerFrame.close(code, reason).bytes)
        let limit = Self.closeTimeout
        try? await eventually("the end of a connection", within: limit) { inbox.all.contains { $0 == nil } }
        client.cut()
    }

    /// Ends the connection without a close frame.
    func cut() { client.cut() }

    /// The error of a connection that has ended without further messages.
    struct Ended: Error {}
}

/// Runs blocking work on a new thread, because the threads of Swift Concurrency are few.
private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
