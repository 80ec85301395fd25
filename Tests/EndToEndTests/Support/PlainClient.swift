import Synchronization

/// A peer without a page: it says and hears exactly the frames that a test wants.
final class PlainClient: Sendable {
    /// The frames that came and were not yet asked for, added on the connection's event loop.
    private final class Inbox: Sendable {
        private let frames = Mutex<[Frame]>([])

        func add(_ frame: Frame) { frames.withLock { $0.append(frame) } }
        func take() -> Frame? { frames.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
        var count: Int { frames.withLock { $0.count } }
    }

    private let socket: WebSocketClient
    private let inbox: Inbox

    /// Connects; a server that does not want to is an `UpgradeRefused`.
    static func open(
        _ url: String,
        subprotocols: [String] = [],
        headers: [(String, String)] = [],
        within limit: Duration = .seconds(20)
    ) async throws -> PlainClient {
        let inbox = Inbox()
        let socket = try await WebSocketClient.open(url, subprotocols: subprotocols, headers: headers, within: limit) {
            inbox.add($0)
        }
        return PlainClient(socket: socket, inbox: inbox)
    }

    private init(socket: WebSocketClient, inbox: Inbox) {
        self.socket = socket
        self.inbox = inbox
    }

    /// The subprotocol that the server chose.
    var subprotocol: String? { socket.subprotocol }

    /// How many frames came that were not yet asked for.
    var waiting: Int { inbox.count }

    func send(text: String) async throws { try await socket.send(text: text) }

    func send(binary: [UInt8]) async throws { try await socket.send(binary: binary) }

    /// The next frame in the order of arrival, the last of which is the close.
    func next(within limit: Duration = .seconds(10)) async throws -> Frame {
        try await eventually("a frame", within: limit, every: .milliseconds(2)) { inbox.take() }
    }

    /// The next frame, which has to be a text, read as JSON.
    func nextJSON(within limit: Duration = .seconds(10)) async throws -> JSON {
        let frame = try await next(within: limit)
        guard case .text(let text) = frame else { throw UnexpectedFrame(frame: frame) }
        return try JSON(parsing: text)
    }

    func close(code: UInt16 = 1000, reason: String = "") async throws {
        try await socket.close(code: code, reason: reason)
    }

    /// Ends the connection without a close frame.
    func cut() async throws { try await socket.cut() }
}

/// Thrown where a text was due and something else came.
struct UnexpectedFrame: Error {
    let frame: Frame
}
