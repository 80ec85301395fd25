public import Events
import NIOCore
import NIOHTTP1
import NIOPosix
public import Routing
import Text

#if canImport(Glibc)
    import Glibc
#endif

/// A relay that listens: one event loop, on which all of it lives.
///
/// ```
/// bytes ─┬─► RequestGuard ─► FirstBytesHandler ─► HTTP ─► RequestHandler    before there is a WebSocket
///        └─► PeerHandler ─► Exchange                                      once there is
/// ```
public final class RelayServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let exchange: NIOLoopBound<RelayCore>
    private let admission: NIOLoopBound<Admission>
    private let children: NIOLoopBound<Connections>
    private let certificates: NIOLoopBound<Certificates?>
    private let listeners: [any Channel]
    /// Looks who is still there; `nil` if nobody is asked and nobody given up.
    private let sweep: RepeatedTask?
    /// Looks whether the certificate's files have changed; nil without TLS.
    private let looks: RepeatedTask?
    private let closeTime: TimeAmount
    /// The port in use, also where a free one was asked for.
    public let port: Int
    /// The addresses in use: `127.0.0.1` and `::1`, say.
    public let addresses: [String]
    /// SHA-256 of the certificate that the relay began with, as `A1:B2:…`; `nil` if TLS is not spoken.
    public let fingerprint: String?

    /// Listens, and returns when it does.
    ///
    /// The calling thread waits.
    ///
    /// - Parameters:
    ///   - configuration: Where to listen, limits and files.
    ///   - now: The moment, asked once a read and once an entry, on the relay loop; it tells who has been silent, too.
    ///   - watch: Gets each entry, each census and the gauges, on the relay loop: it must neither wait nor fail.
    /// - Throws: What keeps the relay from listening.
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
            let (exchange, children, buffers, admission, certificates, fingerprint) = try loop.submit {
                let exchange = RelayCore(configuration, loop: loop, now: now, watch: watch)
                let certificates = try configuration.tls.map { try Certificates($0, exchange, on: loop) }
                return (
                    NIOLoopBound(exchange, eventLoop: loop),
                    NIOLoopBound(Connections(loop: loop, exchange: exchange), eventLoop: loop),
                    NIOLoopBound(exchange.buffers, eventLoop: loop),
                    NIOLoopBound(Admission(configuration, exchange: exchange), eventLoop: loop),
                    NIOLoopBound(certificates, eventLoop: loop), certificates?.fingerprint
                )
            }.wait()
            listeners = try Listening(configuration).bind(
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
                            // As options of the bootstrap each would be a future for every peer. TCP_NODELAY is the
                            // listener's, by NIO, and so that of who is accepted (tcp(7)).
                            let options = channel.syncOptions
                            // One read each time there is something: nobody's flood makes the others wait.
                            try options?.setOption(.maxMessagesPerRead, value: 1)
                            try options?.setOption(.recvAllocator, value: ReadBuffers(buffers))
                            // Whether anything waits is asked after each write, and this is the channel's cheap answer.
                            try options?.setOption(.writeBufferWaterMark, value: .init(low: 1, high: 1))
                            children.value.add(channel)
                            try Self.configure(
                                channel, exchange.value, children.value, admission.value, certificates.value,
                                configuration)
                        }
                    }
            )
            let isOnLoopback = listeners.allSatisfy { $0.localAddress?.address?.scope == .loopback }
            try loop.submit { admission.value.isOnLoopback = isOnLoopback }.wait()
            self.exchange = exchange
            self.admission = admission
            self.children = children
            self.certificates = certificates
            self.fingerprint = fingerprint
        } catch {
            try? group.syncShutdownGracefully()
            if let error = error as? CertificateError { throw .certificate(error) }
            throw error as? RelayError ?? .cannotListen(address: configuration.host, reason: "\(error)")
        }
        self.group = group
        closeTime = TimeAmount(limits.closeTimeout)
        port = listeners.first?.localAddress?.port ?? configuration.port
        addresses = listeners.compactMap { $0.localAddress?.ipAddress }
        let (exchange, certificates) = (exchange, certificates)
        looks = fingerprint.map { _ in
            loop.scheduleRepeatedTask(initialDelay: Certificates.lookTime, delay: Certificates.lookTime) { _ in
                certificates.value?.look()
            }
        }
        // Four looks a ping interval: nobody is asked, or given up, more than a quarter late.
        sweep = (limits.pingInterval ?? limits.idleTimeout).map { time in
            let interval = TimeAmount.nanoseconds(max(1, TimeAmount(time).nanoseconds / 4))
            return loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
                exchange.value.checkAlive()
            }
        }
    }

    /// Carries out what the operator wants, a moment later on the relay loop; an entry tells of it.
    public func perform(_ command: Switchboard.Command) {
        let exchange = exchange
        group.next().execute { exchange.value.perform(command) }
    }

    /// Has those who watch told what holds, in order with the entries: for one who has missed some.
    public func takeCensus() {
        let exchange = exchange
        group.next().execute { exchange.value.takeCensus() }
    }

    /// Begins the end: who comes now is answered with 503, and who is here may go on for `timeout`.
    ///
    /// What waits for the operator, or for its time, is delivered. The calling thread waits a moment.
    ///
    /// - Parameters:
    ///   - timeout: The time before ``stop()`` is due.
    ///   - over: Called once on the relay loop: when nobody is left, at once where nobody is here, or when the time is
    ///     over. It must not wait.
    /// - Returns: How many peers are here.
    @discardableResult
    public func drain(for timeout: Duration, over: @escaping @Sendable () -> Void) -> Int {
        let exchange = exchange
        return (try? group.next().submit { exchange.value.drain(for: TimeAmount(timeout), over: over) }.wait()) ?? 0
    }

    /// Takes from `configuration` what can change while the relay runs, and loads the certificate anew, a moment later
    /// on the relay loop; an entry tells what became of the certificate.
    ///
    /// That is who is let in, the ICE servers, and the limits, but for those of one address and for the times after which a
    /// silent peer is asked and given up.
    public func reload(_ configuration: RelayConfiguration) {
        let (exchange, admission, certificates) = (exchange, admission, certificates)
        group.next().execute {
            exchange.value.adopt(configuration)
            admission.value.adopt(configuration)
            certificates.value?.reload()
        }
    }

    /// Delivers what waits, closes every WebSocket with 1001, waits a moment for the answers, and ends.
    ///
    /// The calling thread waits, for a little more than ``Limits/closeTimeout`` at the most.
    ///
    /// - Returns: What had waited for the operator, or for its time, since the end began.
    @discardableResult
    public func stop() -> [HeldMessage] {
        sweep?.cancel()
        let (exchange, children, limit) = (exchange, children, closeTime + .milliseconds(200))
        looks?.cancel()
        for listener in listeners { listener.close(promise: nil) }
        let loop = group.next()
        let held = try? loop.flatSubmit {
            let held = exchange.value.end()
            let promise = loop.makePromise(of: Void.self)
            let deadline = loop.scheduleTask(in: limit) { promise.succeed() }
            children.value.closeAndWait().whenComplete { _ in
                deadline.cancel()
                promise.succeed()
            }
            return promise.futureResult.map { held }
        }.wait()
        try? group.syncShutdownGracefully()
        return held ?? []
    }

    /// Puts into the pipeline of a connection what reads its request.
    static func configure(
        _ channel: any Channel,
        _ exchange: RelayCore,
        _ connections: Connections,
        _ admission: Admission,
        _ certificates: Certificates?,
        _ configuration: RelayConfiguration
    ) throws {
        let refusal = admission.accept(channel)
        let requestGuard = RequestGuard(
            limits: exchange.limits, admission: admission, refusal: refusal, isPlain: certificates == nil)
        if refusal != nil {
            guard admission.mayWait(channel) else { return channel.close(promise: nil) }
            return try channel.pipeline.syncOperations.addHandler(requestGuard)
        }
        let pipeline = channel.pipeline.syncOperations
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        let pages = StaticRoutes(files: configuration.files, retryAfter: { exchange.retryAfter })
        var client = ClientAddress(channel.remoteAddress)
        let handler = RequestHandler(pages: pages) { channel, head in
            admission.admit(head, from: &client, channel)
        } ask: { channel, request in
            let verdict = admission.judge(request, from: client)
            requestGuard.allow(verdict.delay)
            return (verdict, admission.wait(verdict.delay, channel))
        } open: { context, request, refusal in
            let channel = context.channel
            // Who is gone already would never leave.
            guard channel.isActive else { return }
            connections.isWebSocket(channel)
            let arrival = refusal == nil ? ConnectionRequest(request, id: exchange.nextID(), from: client) : nil
            let peer = PeerHandler(arrival?.id ?? .relay, exchange: exchange, isPlain: certificates == nil)
            let pipeline = channel.pipeline.syncOperations
            do {
                try pipeline.addHandler(peer)
            } catch {
                return channel.close(promise: nil)
            }
            pipeline.removeHandler(requestGuard, promise: nil)
            pipeline.removeHandler(context: context, promise: nil)
            // Leaves a moment later, and passes on what it has not read.
            pipeline.removeHandler(decoder, promise: nil)
            if let arrival { exchange.arrived(arrival, handler: peer) }
            if let refusal { peer.close(refusal.code, reason: refusal.closeReason) }
        } willAnswer: {
            requestGuard.isAnswered()
        }
        try pipeline.addHandler(requestGuard)
        try pipeline.addHandler(
            FirstBytesHandler(exchange, certificates, closeTime: TimeAmount(exchange.limits.closeTimeout)))
        try pipeline.addHandler(decoder)
        try pipeline.addHandler(handler)
    }

    /// Each peer is an open file, and the usual soft limit of 1,024 is far below the relay's own.
    private static func raiseOpenFilesLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
