import Glibc
import NIOCore
import NIOPosix
import TestSupport

/// Makes the load: all of its clients are on one event loop.
struct LoadGenerator: Sendable {
    /// How long a connection may take to open, in seconds: long, as thousands may be waiting.
    static let patience = 30
    /// How many connections are opened at once: less than any server's backlog.
    private static let openedAtOnce = 64

    let relay: WebSocketURL
    let loop: any EventLoop
    /// The one of the host's addresses that answers.
    private let address: SocketAddress

    /// Looks whether there is a relay.
    init(_ relay: WebSocketURL, loop: any EventLoop) throws {
        self.relay = relay
        self.loop = loop
        do {
            let channel = try ClientBootstrap(group: loop).connectTimeout(.seconds(Int64(Self.patience)))
                .connect(host: relay.host, port: relay.port).wait()
            guard let address = channel.remoteAddress else { throw ChannelError.unknownLocalAddress }
            self.address = address
            channel.close(promise: nil)
        } catch {
            throw LoadError.noRelay(relay, reason: Self.reason(error))
        }
    }

    /// Makes what lives on the event loop, there.
    func make<Value>(_ value: @escaping @Sendable () throws -> Value) throws -> NIOLoopBound<Value> {
        try loop.submit { [loop] in NIOLoopBound(try value(), eventLoop: loop) }.wait()
    }

    /// Opens `count` clients, the first with number `first`, each in the room of its number, and waits for them.
    func open(_ count: Int, from first: Int = 0, in pool: NIOLoopBound<ClientPool>, room: (Int) -> String) throws {
        var numbers = (first..<first + count)[...]
        while !numbers.isEmpty {
            let batch = numbers.prefix(Self.openedAtOnce)
            numbers = numbers.dropFirst(batch.count)
            try EventLoopFuture.andAllSucceed(batch.map { open($0, in: pool, room: room($0)) }, on: loop).wait()
        }
    }

    /// Opens a client: done when its WebSocket is open.
    ///
    /// - Parameters:
    ///   - number: The client's number in its pool.
    ///   - pool: Where it is noted.
    ///   - room: The room it asks for.
    ///   - receiveBuffer: What the system may keep for it until it reads, in bytes; nil leaves that to the system.
    /// - Returns: Fails with a `LoadError`.
    func open(
        _ number: Int, in pool: NIOLoopBound<ClientPool>, room: String, receiveBuffer: Int? = nil
    ) -> EventLoopFuture<Void> {
        let opened = loop.makePromise(of: Void.self)
        let request = ByteBuffer(string: relay.upgradeRequest(room: room))
        let limit = loop.scheduleTask(in: .seconds(Int64(Self.patience))) { opened.fail(LoadError.silent(relay)) }
        opened.futureResult.whenComplete { _ in limit.cancel() }
        connect(receiveBuffer: receiveBuffer) {
            Client(number, request: request, relay: relay, pool: pool.value, opened: opened)
        }
        .whenFailure { opened.fail(LoadError.noRelay(relay, reason: Self.reason($0))) }
        return opened.futureResult
    }

    /// Makes a connection that `handler` has for itself.
    func connect(
        receiveBuffer: Int? = nil, _ handler: @escaping @Sendable () -> any ChannelHandler
    ) -> EventLoopFuture<any Channel> {
        // A second look at a socket that has been read would find nothing most of the time.
        var bootstrap = ClientBootstrap(group: loop).channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.seconds(Int64(Self.patience)))
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(
                .socketOption(.so_rcvbuf), value: SocketOptionValue(receiveBuffer))
        }
        return bootstrap.channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler()) }
        }
        .connect(to: address)
    }

    /// Closes all clients as RFC 6455 §7 has it, and waits for that.
    func close(_ pool: NIOLoopBound<ClientPool>) throws {
        try loop.flatSubmit { pool.value.close() }.wait()
    }

    /// What the system says of a connection that did not come about.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first { return reason(first.error) }
            return error.dnsAError == nil && error.dnsAAAAError == nil ? "it does not answer" : "no such host"
        case let error as IOError: return String(cString: strerror(error.errnoCode)).lowercased()
        case ChannelError.connectTimeout: return "it does not answer"
        default: return "\(error)"
        }
    }
}

extension WebSocketURL {
    /// The request that opens a WebSocket in a room.
    func upgradeRequest(room: String) -> String {
        let separator = target.contains("?") ? "&" : "?"
        return OpeningHandshake.request("\(target)\(separator)room=\(room)", host: authority)
    }
}
