import Foundation
import TestSupport

/// A peer without a page, which sends and receives exactly the messages that a test wants.
///
/// It is read on a thread of its own, which answers pings and close frames. The connection stays open, whatever becomes of
/// this value, until it is closed or cut or the server closes it.
struct PlainClient: Sendable {
    /// How long the server may take to close a connection.
    private static let closeLimit = Duration.seconds(5)

    private let client: WebSocketClient
    /// Whole messages, then the close frame if one came, and `nil` at the end.
    private let inbox = Inbox<ServerFrame?>()

    /// Connects; throws ``UpgradeRefused`` if the server does not open a WebSocket.
    static func open(
        _ url: String, headers: [(String, String)] = [], within limit: Duration = .seconds(20)
    ) async throws -> PlainClient {
        guard let url = WebSocketURL(url) else { throw URLError(.badURL) }
        let lines = headers.map { "\($0): \($1)\r\n" }.joined()
        return try await onThread {
            let client = WebSocketClient(try TCPStream(host: url.host, port: url.port, within: limit))
            try client.open(url.target, host: url.authority, headers: lines, within: limit)
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

    /// The number of messages that came and were not asked for.
    var waiting: Int { inbox.all.compactMap(\.self).count }

    func send(text: String) async throws { try client.send(text: text) }

    func send(binary: [UInt8]) async throws { try client.send(ClientFrame.Opcode.binary, binary) }

    /// The next message in the order of arrival, the last of which is the close frame.
    func next(within limit: Duration = .seconds(10)) async throws -> ServerFrame {
        try await eventually("a message", within: limit, every: .milliseconds(2)) { try takeNext() }
    }

    /// The next message if one has come.
    func takeNext() throws -> ServerFrame? {
        guard let next = inbox.next(within: .zero) else { return nil }
        guard let next else {
            inbox.post(nil)
            throw Ended()
        }
        return next
    }

    /// Sends a close frame, and returns when the connection is closed.
    func close(code: UInt16 = 1000, reason: String = "") async throws {
        try? client.send(ClientFrame.Opcode.close, ServerFrame.close(code, reason).bytes)
        let limit = Self.closeLimit
        try? await eventually("the end of a connection", within: limit) { inbox.all.contains { $0 == nil } }
        client.cut()
    }

    /// Ends the connection without a close frame, as a peer does whose machine went away.
    func cut() { client.cut() }

    /// The connection ended, and there are no more messages.
    struct Ended: Error {}
}

/// Runs work that blocks on a thread of its own, as the threads of Swift's concurrency are few.
private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
