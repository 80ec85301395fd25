import NIOCore

/// The connections that are open, so that an end can wait for theirs.
///
/// On the relay loop.
final class Connections {
    private var open: [ObjectIdentifier: any Channel] = [:]
    /// Those that are not WebSockets, or not yet.
    private var requests: Set<ObjectIdentifier> = []
    private let loop: any EventLoop
    private let exchange: RelayCore

    init(loop: any EventLoop, exchange: RelayCore) {
        self.loop = loop
        self.exchange = exchange
    }

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        open[id] = channel
        requests.insert(id)
        exchange.connections(are: open.count)
        channel.closeFuture.assumeIsolated().whenComplete { _ in
            self.open[id] = nil
            self.requests.remove(id)
            self.exchange.connections(are: self.open.count)
        }
    }

    /// From now on its end is a close handshake.
    func isWebSocket(_ channel: any Channel) {
        requests.remove(ObjectIdentifier(channel))
    }

    /// Closes those that are not WebSockets, as nobody else would, and waits for all.
    func closeAndWait() -> EventLoopFuture<Void> {
        let all = open.values.map(\.closeFuture)
        for id in requests { open[id]?.close(promise: nil) }
        return .andAllComplete(all, on: loop)
    }
}
