import NIOCore

/// The open connections, WebSockets and others, so that a shutdown can wait for all of them.
///
/// Confined to the relay loop.
final class Connections {
    private var channels: [ObjectIdentifier: any Channel] = [:]
    /// The connections that are not, or not yet, WebSockets.
    private var requests: Set<ObjectIdentifier> = []
    private let loop: any EventLoop
    private let core: RelayCore

    init(loop: any EventLoop, core: RelayCore) {
        self.loop = loop
        self.core = core
    }

    /// Adds a connection until it is closed.
    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        channels[id] = channel
        requests.insert(id)
        core.connections(are: channels.count)
        channel.closeFuture.assumeIsolated().whenComplete { _ in
            self.channels[id] = nil
            self.requests.remove(id)
            self.core.connections(are: self.channels.count)
        }
    }

    /// Records that a connection has become a WebSocket, which is closed by a closing handshake.
    func markAsWebSocket(_ channel: any Channel) {
        requests.remove(ObjectIdentifier(channel))
    }

    /// Closes all connections that are not WebSockets; the future succeeds once all connections are closed.
    func closeAndWait() -> EventLoopFuture<Void> {
        let all = channels.values.map(\.closeFuture)
        for id in requests { channels[id]?.close(promise: nil) }
        return .andAllComplete(all, on: loop)
    }
}
