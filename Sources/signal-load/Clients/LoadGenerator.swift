import Glibc
import NIOCore
import NIOPosix
import TestSupport

/// Connects clients to a relay, all on one event loop.
struct LoadGenerator: Sendable {
    /// The maximum time to open a connection, in seconds.
    ///
    /// It is long because thousands of connections may be opening at a time.
    static let timeout = 30
    /// The number of connections that are opened at a time: less than the listen backlog of common servers.
    private static let batchSize = 64

    let relay: WebSocketURL
    let loop: any EventLoop
    /// The first of the host's addresses that accepts connections.
    private let address: SocketAddress

    /// Checks that the relay accepts connections.
    init(_ relay: WebSocketURL, loop: any EventLoop) throws {
        self.relay = relay
        self.loop = loop
        do {
            let channel = try ClientBootstrap(group: loop).connectTimeout(.seconds(Int64(Self.timeout)))
                .connect(host: relay.host, port: relay.port).wait()
            guard let address = channel.remoteAddress else { throw ChannelError.unknownLocalAddress }
            self.address = address
            channel.close(promise: nil)
        } catch {
            throw LoadError.noRelay(relay, reason: Self.reason(error))
        }
    }

    /// Creates a value on the event loop.
    func make<Value>(_ value: @escaping @Sendable () throws -> Value) throws -> NIOLoopBound<Value> {
        try loop.submit { [loop] in NIOLoopBound(try value(), eventLoop: loop) }.wait()
    }

    /// Opens `count` clients with consecutive numbers, and waits until all are open.
    func open(_ count: Int, from first: Int = 0, in pool: NIOLoopBound<ClientPool>, room: (Int) -> String) throws {
        var numbers = (first..<first + count)[...]
        while !numbers.isEmpty {
            let batch = numbers.prefix(Self.batchSize)
            numbers = numbers.dropFirst(batch.count)
            try EventLoopFuture.andAllSucceed(batch.map { open($0, in: pool, room: room($0)) }, on: loop).wait()
        }
    }

    /// Opens a client.
    ///
    /// - Parameters:
    ///   - number: The number of the client in its pool.
    ///   - pool: The pool to which the client is added.
    ///   - room: The room that the client requests.
    ///   - receiveBuffer: The size of the socket's receive buffer in bytes; `nil` for the system's default.
    /// - Returns: A future that succeeds when the WebSocket is open, or fails with a ``LoadError``.
    func open(
        _ number: Int, in pool: NIOLoopBound<ClientPool>, room: String, receiveBuffer: Int? = nil
    ) -> EventLoopFuture<Void> {
        let opened = loop.makePromise(of: Void.self)
        let request = ByteBuffer(string: relay.upgradeRequest(room: room))
        let limit = loop.scheduleTask(in: .seconds(Int64(Self.timeout))) { opened.fail(LoadError.noHandshake(relay)) }
        opened.futureResult.whenComplete { _ in limit.cancel() }
        connect(receiveBuffer: receiveBuffer) {
            Client(number, request: request, relay: relay, pool: pool.value, opened: opened)
        }
        .whenFailure { opened.fail(LoadError.noRelay(relay, reason: Self.reason($0))) }
        return opened.futureResult
    }

    /// Opens a TCP connection with the given channel handler.
    func connect(
        receiveBuffer: Int? = nil, _ handler: @escaping @Sendable () -> any ChannelHandler
    ) -> EventLoopFuture<any Channel> {
        // A second read of the same socket would usually find no data.
        var bootstrap = ClientBootstrap(group: loop).channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.seconds(Int64(Self.timeout)))
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(
                .socketOption(.so_rcvbuf), value: SocketOptionValue(receiveBuffer))
        }
        return bootstrap.channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler()) }
        }
        .connect(to: address)
    }

    /// Closes all clients with a closing handshake (RFC 6455 §7), and waits until all connections have ended.
    func close(_ pool: NIOLoopBound<ClientPool>) throws {
        try loop.flatSubmit { pool.value.close() }.wait()
    }

    /// Returns a description of the error of a connection attempt.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first { return reason(first.error) }
            return error.dnsAError == nil && error.dnsAAAAError == nil ? "no response" : "no such host"
        case let error as IOError: return String(cString: strerror(error.errnoCode)).lowercased()
        case ChannelError.connectTimeout: return "no response"
        default: return "\(error)"
        }
    }
}

extension WebSocketURL {
    /// Returns the request that opens a WebSocket in `room`.
    func upgradeRequest(room: String) -> String {
        let separator = target.contains("?") ? "&" : "?"
        return OpeningHandshake.request("\(target)\(separator)room=\(room)", host: authority)
    }
}
