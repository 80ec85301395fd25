public import Events
import NIOCore
import NIOPosix
public import Routing
import ServerTLS
import Text

#if canImport(Glibc)
    import Glibc
#endif

/// A relay that listens for connections, all of which run on one event loop, the relay loop.
///
/// ``ConnectionPipeline`` assembles the handlers of a connection.
public final class RelayServer: Sendable {
    /// The handlers' shared state, confined to the relay loop.
    private struct LoopState {
        let core: RelayCore
        let admission: Admission
        let connections: Connections
        let certificates: Certificates?
    }

    /// The time beyond the close timeout after which ``stop()`` no longer waits for connections to close; 200 ms.
    private static let stopGrace = TimeAmount.milliseconds(200)

    private let group: MultiThreadedEventLoopGroup
    private let state: NIOLoopBound<LoopState>
    private let listeners: [any Channel]
    /// Pings idle peers and disconnects those that have timed out; `nil` if neither is configured.
    private let livenessChecks: RepeatedTask?
    /// Checks the certificate's files for changes; `nil` without TLS.
    private let certificateChecks: RepeatedTask?
    private let closeTimeout: TimeAmount
    /// The port that the relay listens on, which the system chose if the configured port is 0.
    public let port: Int
    /// The addresses that the relay listens on, such as `127.0.0.1` and `::1`.
    public let addresses: [String]
    /// The SHA-256 hash of the certificate at the start, as `A1:B2:…`; `nil` without TLS.
    public let fingerprint: String?

    /// Starts a relay, and returns once it listens.
    ///
    /// Blocks the calling thread.
    ///
    /// - Parameters:
    ///   - configuration: The options, limits and files.
    ///   - now: Returns the current time; called for each read and each entry on the relay loop.
    ///   - watch: Called with each entry, snapshot and reading of the gauges on the relay loop; it must not block.
    /// - Throws: The error that keeps the relay from listening.
    public init(
        _ configuration: RelayConfiguration,
        now: @escaping @Sendable () -> Instant,
        watch: @escaping @Sendable (RelayEvent) -> Void
    ) throws(RelayError) {
        Self.raiseOpenFilesLimit()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let limits = configuration.limits
        do {
            let (state, pipeline, buffers, fingerprint) = try loop.submit {
                let core = RelayCore(configuration, loop: loop, now: now, watch: watch)
                let state = LoopState(
                    core: core,
                    admission: Admission(configuration, core: core),
                    connections: Connections(loop: loop, core: core),
                    certificates: try configuration.tls.map {
                        try Certificates($0, on: loop) { core.record(.certificate($0)) }
                    })
                let proxy = try configuration.upstream.map {
                    ProxyService(
                        $0, files: configuration.files, core: core, connections: state.connections,
                        admission: state.admission,
                        connector: try UpstreamConnector($0, on: loop, buffers: core.buffers), loop: loop)
                }
                let pipeline = ConnectionPipeline(
                    core: core, connections: state.connections, admission: state.admission,
                    certificates: state.certificates, files: configuration.files, proxy: proxy)
                return (
                    NIOLoopBound(state, eventLoop: loop), NIOLoopBound(pipeline, eventLoop: loop),
                    NIOLoopBound(core.buffers, eventLoop: loop), state.certificates?.fingerprint
                )
            }.wait()
            listeners = try Listener(configuration).bind(Self.bootstrap(group, pipeline: pipeline, buffers: buffers))
            let isOnLoopback = listeners.allSatisfy { $0.localAddress?.address?.scope == .loopback }
            try loop.submit { state.value.admission.isOnLoopback = isOnLoopback }.wait()
            self.state = state
            self.fingerprint = fingerprint
        } catch {
            try? group.syncShutdownGracefully()
            if let error = error as? CertificateError { throw .certificate(error) }
            if let error = error as? AuthoritiesError {
                throw .upstreamAuthorities(file: error.file, reason: error.reason)
            }
            throw error as? RelayError ?? .cannotListen(address: configuration.host, reason: "\(error)")
        }
        self.group = group
        closeTimeout = TimeAmount(limits.closeTimeout)
        port = listeners.first?.localAddress?.port ?? configuration.port
        addresses = listeners.compactMap { $0.localAddress?.ipAddress }
        let state = state
        certificateChecks = fingerprint.map { _ in
            let interval = Certificates.checkInterval
            return loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
                state.value.certificates?.checkFiles()
            }
        }
        // Four checks for each ping interval, so that a ping or a disconnect is at most a quarter of it late.
        livenessChecks = (limits.pingInterval ?? limits.idleTimeout).map { time in
            let interval = TimeAmount.nanoseconds(max(1, TimeAmount(time).nanoseconds / 4))
            return loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
                state.value.core.checkLiveness()
            }
        }
    }

    private static func bootstrap(
        _ group: MultiThreadedEventLoopGroup, pipeline: NIOLoopBound<ConnectionPipeline>,
        buffers: NIOLoopBound<ReadBuffers.Pool>
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptPause())
                }
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Set here because each option of the bootstrap costs a future for every connection. TCP_NODELAY is
                    // inherited from the listening socket (tcp(7)), where NIO sets it.
                    let options = channel.syncOptions
                    // One read in each tick of the loop, so that a flood from one peer does not delay the others.
                    try options?.setOption(.maxMessagesPerRead, value: 1)
                    try options?.setOption(.recvAllocator, value: ReadBuffers(buffers))
                    // A watermark of one byte makes `isWritable` tell cheaply whether any bytes are queued.
                    try options?.setOption(.writeBufferWaterMark, value: .init(low: 1, high: 1))
                    pipeline.value.connections.add(channel)
                    try pipeline.value.configure(channel)
                }
            }
    }

    /// Performs a command of the operator on the relay loop; an entry reports the result.
    public func perform(_ command: Switchboard.Command) {
        let state = state
        group.next().execute { state.value.core.perform(command) }
    }

    /// Records that something happened that no peer caused, on the relay loop.
    public func record(_ notice: RelayNotice) {
        let state = state
        group.next().execute { state.value.core.record(notice) }
    }

    /// Requests a snapshot, which is reported in order with the entries: for an observer that has missed some.
    public func requestSnapshot() {
        let state = state
        group.next().execute { state.value.core.reportSnapshot() }
    }

    /// Begins a shutdown: new connections are refused with 503, and connected peers may stay for `timeout`.
    ///
    /// Held messages are released. Blocks the calling thread until the shutdown has begun.
    ///
    /// - Parameters:
    ///   - timeout: The time after which ``stop()`` should be called.
    ///   - over: Called once on the relay loop, when all peers have left or the time has passed; it must not block.
    /// - Returns: The number of connected peers.
    @discardableResult
    public func drain(for timeout: Duration, over: @escaping @Sendable () -> Void) -> Int {
        let state = state
        return (try? group.next().submit { state.value.core.drain(for: TimeAmount(timeout), over: over) }.wait()) ?? 0
    }

    /// Applies the parts of `configuration` that can change while the relay runs, and reloads the certificate, on the
    /// relay loop; an entry reports the result for the certificate.
    ///
    /// These are the admission rules, the ICE servers, and the limits, except for those of an address and those of idle
    /// peers.
    public func reload(_ configuration: RelayConfiguration) {
        let state = state
        group.next().execute {
            state.value.core.adopt(configuration)
            state.value.admission.adopt(configuration)
            state.value.certificates?.reload()
        }
    }

    /// Stops the relay: releases held messages, closes every WebSocket with 1001, and waits for the closing handshakes.
    ///
    /// Blocks the calling thread for ``Limits/closeTimeout`` and 200 ms at most.
    ///
    /// - Returns: The messages that were held when the shutdown began.
    @discardableResult
    public func stop() -> [HeldMessage] {
        livenessChecks?.cancel()
        certificateChecks?.cancel()
        let (state, limit) = (state, closeTimeout + Self.stopGrace)
        for listener in listeners { listener.close(promise: nil) }
        let loop = group.next()
        let held = try? loop.flatSubmit {
            let held = state.value.core.end()
            let promise = loop.makePromise(of: Void.self)
            let deadline = loop.scheduleTask(in: limit) { promise.succeed() }
            state.value.connections.closeAndWait().whenComplete { _ in
                deadline.cancel()
                promise.succeed()
            }
            return promise.futureResult.map { held }
        }.wait()
        try? group.syncShutdownGracefully()
        return held ?? []
    }

    /// Raises the soft limit of open files, usually 1,024, to the hard limit, because each peer is an open file.
    private static func raiseOpenFilesLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
