import NIOCore

/// The clients of a scenario, and what is done if they receive something.
///
/// On the event loop.
final class ClientPool {
    private let loop: any EventLoop
    /// The open ones, by number.
    private(set) var clients: [Int: Client] = [:]
    /// How many the relay closed, unasked, and why it closed the first of them.
    private(set) var losses: (count: Int, reason: String)?
    private var ended: EventLoopPromise<Void>?

    /// A client's WebSocket is open.
    var opened: (Client) -> Void = { _ in }
    /// A client was sent a message.
    var heard: (Client, ByteBuffer) -> Void = { _, _ in }
    /// A client's connection is gone, as it wished or not.
    var closed: (Client) -> Void = { _ in }

    init(on loop: any EventLoop) { self.loop = loop }

    func add(_ client: Client) {
        clients[client.number] = client
        if ended == nil { opened(client) } else { client.close() }
    }

    /// Notes a connection that the relay closed, or did not open.
    func lose(_ reason: String) { losses = ((losses?.count ?? 0) + 1, losses?.reason ?? reason) }

    func remove(_ client: Client, reason: String?) {
        guard clients[client.number] === client else { return }
        clients[client.number] = nil
        if let reason { lose(reason) }
        closed(client)
        if clients.isEmpty { ended?.succeed() }
    }

    /// Closes all, and is done when all are gone.
    func close() -> EventLoopFuture<Void> {
        heard = { _, _ in }
        closed = { _ in }
        let ended = ended ?? loop.makePromise(of: Void.self)
        self.ended = ended
        if clients.isEmpty { ended.succeed() }
        for client in clients.values { client.close() }
        return ended.futureResult
    }

    /// Throws if the relay closed a connection unasked, because the figures are then of something else.
    func check() throws(LoadError) {
        if let losses { throw .lost(count: losses.count, reason: losses.reason) }
    }
}
