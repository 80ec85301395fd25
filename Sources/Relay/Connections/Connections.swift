import Events
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
        core.setConnectionCount(channels.count)
        channel.closeFuture.assumeIsolated().whenComplete { _ in
            self.channels[id] = nil
            self.requests.remove(id)
            self.core.setConnectionCount(self.channels.count)
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

/// A shutdown that has begun: new connections are refused, and connected peers may stay until the drain timeout.
///
/// Confined to the relay loop.
final class Draining {
    /// The messages that were held when the shutdown began, and were released by it.
    let held: [HeldMessage]
    /// The seconds after which the relay has stopped and another may have taken its place (RFC 9110 §10.2.3).
    let retryAfter: Int
    private var completion: (@Sendable () -> Void)?
    private var deadline: Scheduled<Void>?

    /// - Parameters:
    ///   - timeout: The drain timeout.
    ///   - closing: The time for the closing handshakes after it.
    ///   - held: The messages that were held.
    ///   - loop: The relay loop.
    ///   - over: Called once, when all peers have left or the drain timeout has passed.
    init(
        for timeout: TimeAmount, closing: TimeAmount, held: [HeldMessage], loop: any EventLoop,
        over: @escaping @Sendable () -> Void
    ) {
        self.held = held
        completion = over
        let second: Int64 = 1_000_000_000
        retryAfter = Int(timeout.nanoseconds / second + closing.nanoseconds / second) + 1
        deadline = loop.assumeIsolated().scheduleTask(in: timeout) { self.finish() }
    }

    /// Ends the draining, because all peers have left or the drain timeout has passed.
    func finish() {
        deadline?.cancel()
        deadline = nil
        let completion = completion
        self.completion = nil
        completion?()
    }
}
