import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// The client's end of one WebSocket.
///
/// Frames are handed to a closure, on the connection's event loop.
struct WebSocketClient: Sendable {
    private static let goodbyeLimit = TimeAmount.seconds(5)

    private let channel: any Channel
    /// The subprotocol that the server chose.
    let subprotocol: String?

    static func open(
        _ url: String,
        subprotocols: [String] = [],
        headers: [(String, String)] = [],
        within limit: Duration = .seconds(20),
        onFrame: @escaping @Sendable (Frame) -> Void
    ) async throws -> WebSocketClient {
        guard let parts = URLComponents(string: url), parts.scheme == "ws", let given = parts.host else {
            throw URLError(.badURL)
        }
        let host = given.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        let port = parts.port ?? 80
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        let query = parts.percentEncodedQuery.map { "?" + $0 } ?? ""

        var all = HTTPHeaders([("Host", "\(host.contains(":") ? "[\(host)]" : host):\(port)")] + headers)
        if !subprotocols.isEmpty {
            all.add(name: "Sec-WebSocket-Protocol", value: subprotocols.joined(separator: ", "))
        }
        let request = HTTPRequestHead(version: .http1_1, method: .GET, uri: path + query, headers: all)

        let upgrade = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: host, port: port) { channel in
                Upgrade.ask(for: request, on: channel, within: TimeAmount(limit), onFrame: onFrame)
            }
        switch try await upgrade.get() {
        case .open(let channel, let subprotocol):
            return WebSocketClient(channel: channel, subprotocol: subprotocol)
        case .refused(let refusal):
            throw try await refusal.get()
        }
    }

    func send(text: String) async throws {
        try await send(.text, ByteBuffer(string: text))
    }

    func send(binary: [UInt8]) async throws {
        try await send(.binary, ByteBuffer(bytes: binary))
    }

    /// Says goodbye, and returns when the connection is closed; where it is already, at once.
    func close(code: UInt16 = 1000, reason: String = "") async throws {
        var body = ByteBuffer()
        body.writeInteger(code)
        body.writeString(reason)
        let channel = self.channel
        let giveUp = channel.eventLoop.scheduleTask(in: Self.goodbyeLimit) { channel.close(promise: nil) }
        defer { giveUp.cancel() }
        try? await send(.connectionClose, body)
        try await channel.closeFuture.get()
    }

    /// Ends the connection without a word, as a peer does whose machine went away.
    func cut() async throws {
        channel.close(promise: nil)
        try await channel.closeFuture.get()
    }

    /// A promise kept on the connection's event loop.
    func promise<Value>(of type: Value.Type) -> EventLoopPromise<Value> {
        channel.eventLoop.makePromise(of: type)
    }

    /// Runs something on the connection's event loop once that much time has passed.
    func after(_ time: Duration, _ work: @escaping @Sendable () -> Void) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: TimeAmount(time), work)
    }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer) async throws {
        try await channel.writeAndFlush(WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data))
    }
}
