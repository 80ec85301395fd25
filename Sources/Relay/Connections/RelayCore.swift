import Events
import Messages
import NIOCore
import Routing
import WebSocketFrames

/// Connects the ``Switchboard`` to the sockets: passes events to it, performs its actions, and reports entries,
/// snapshots and gauges.
///
/// Confined to the relay loop, like everything that it owns.
final class RelayCore {
    /// The delay of a task for the next tick of the loop; 100 µs, because a task without delay runs in the same tick.
    private static let nextTick = TimeAmount.microseconds(100)
    /// The maximum number of recipients of a message that is flushed with priority; 8, a small call.
    private static let priorityRecipients = 8
    /// The maximum number of peers with other messages that are flushed in one tick of the loop; 128, a full room,
    /// which takes less than a millisecond.
    private static let flushLimit = 128

    private var switchboard: Switchboard
    private var meter = Meter()
    private var handlers: [PeerID: any PeerConnection] = [:] {
        didSet { if handlers.isEmpty { draining?.finish() } }
    }
    /// The sockets of probes, by number.
    private var probes: [Int: any ProbeConnection] = [:]
    private var probeRates = PeerRates(ProbeRates.all)
    /// The number of probes that have connected.
    private var lastProbe = 0
    /// The peers to flush in this tick of the loop.
    private var pendingFlushes: [PeerHandler] = []
    /// The peers to flush because of messages with many recipients, in this tick or later ones.
    private var deferredFlushes: [PeerHandler] = []
    private var isFlushDue = false
    /// Whether the message that is being delivered has many recipients.
    private var isLargeDelivery = false
    /// The number of peers that have connected, which is the last id.
    private var lastID = 0
    /// The events that occurred while another was being processed, in order.
    private var pendingEvents: [(event: Switchboard.Event, read: Instant?)] = []
    private var isProcessing = false
    /// The buffers for reading from peers.
    let buffers = ReadBuffers.Pool()
    /// Returns the current time.
    let now: @Sendable () -> Instant
    private let observer: @Sendable (RelayEvent) -> Void
    private var configuration: RelayConfiguration
    private let loop: any EventLoop
    /// Whether a reading of the gauges is scheduled.
    private var isReadingScheduled = false
    /// The timer for the next deadline of the switchboard; `nil` if there is none.
    private var timer: (due: Instant, task: Scheduled<Void>)?
    /// The shutdown, once it has begun.
    private var draining: Draining?

    /// Creates the core of a relay without connections.
    ///
    /// - Parameters:
    ///   - configuration: The options.
    ///   - loop: The relay loop.
    ///   - now: Returns the current time.
    ///   - watch: Called with entries, snapshots and gauges; it must not block.
    init(
        _ configuration: RelayConfiguration, loop: any EventLoop, now: @escaping @Sendable () -> Instant,
        watch: @escaping @Sendable (RelayEvent) -> Void
    ) {
        switchboard = Switchboard(
            limits: configuration.limits, loopback: configuration.loopback,
            guardsGlare: configuration.guardsGlare, iceServers: configuration.iceServers,
            plainDelivery: configuration.plainDelivery)
        self.configuration = configuration
        self.loop = loop
        self.now = now
        observer = watch
    }

    private func report(_ event: RelayEvent) {
        if configuration.reportsEvents { observer(event) }
    }

    /// The current limits.
    var limits: Limits { configuration.options.limits }

    /// Applies the limits, the ICE servers and `reportsEvents` of `new`, except for the ping interval and the idle timeout,
    /// whose checks are scheduled already.
    func adopt(_ new: RelayConfiguration) {
        let times = (configuration.limits.pingInterval, configuration.limits.idleTimeout)
        configuration.limits = new.limits
        (configuration.limits.pingInterval, configuration.limits.idleTimeout) = times
        (configuration.iceServers, configuration.reportsEvents) = (new.iceServers, new.reportsEvents)
        (switchboard.limits, switchboard.iceServers) = (configuration.limits, new.iceServers)
    }

    /// Returns a new id.
    func nextID() -> PeerID {
        lastID += 1
        return PeerID(lastID)
    }

    // MARK: Events

    /// Adds a peer, or closes it if the switchboard refuses it.
    func connect(_ request: ConnectionRequest, handler: any PeerConnection) {
        handlers[request.id] = handler
        process(.arrived(request))
    }

    /// Adds the two ends of a proxied socket or session, or closes both if the switchboard refuses one.
    func connect(
        _ client: (request: ConnectionRequest, handler: any PeerConnection),
        _ server: (request: ConnectionRequest, handler: any PeerConnection)
    ) {
        connect(client.request, handler: client.handler)
        guard handlers[client.request.id] != nil else {
            return server.handler.close(.goingAway, reason: "the client was refused")
        }
        connect(server.request, handler: server.handler)
        guard handlers[server.request.id] == nil else { return }
        handlers.removeValue(forKey: client.request.id)?.close(.full, reason: "the relay is full")
        removePeer(client.request.id, .lost)
    }

    /// Counts a request that the proxy forwards.
    func countRequest() {
        meter.requests += 1
        scheduleGauges()
    }

    /// Records whether the upstream server answered a request.
    func setUpstreamReachable(_ isReachable: Bool) {
        guard meter.isUpstreamReachable != isReachable else { return }
        meter.isUpstreamReachable = isReachable
        scheduleGauges()
    }

    /// Records a report of the proxy.
    func record(_ report: ProxyReport) {
        process(.proxied(report))
    }

    /// Records that a connection was refused before it became a peer.
    func record(_ refusal: Refusal, of request: ConnectionRequest) {
        process(.refused(request, refusal))
    }

    /// Records that a connection from `address` failed before it sent a request.
    func recordFailedConnection(from address: SocketAddress?, _ cause: FailedConnection.Cause) {
        process(.failed(FailedConnection(address: address?.authority ?? "unknown", cause)))
    }

    /// Records a notice.
    func record(_ notice: RelayNotice) {
        process(.noticed(notice))
    }

    /// Processes a message from `peer`, whose last bytes were read at `read`.
    func receive(_ message: Message, from peer: PeerID, read: Instant) {
        process(.received(peer, message), read: read)
    }

    /// Removes a peer that has disconnected, or is about to be.
    func removePeer(_ peer: PeerID, _ reason: DisconnectReason) {
        handlers[peer] = nil
        process(.left(peer, reason))
    }

    /// Adds the socket of a probe; returns its number.
    func addProbe(_ probe: any ProbeConnection) -> Int {
        lastProbe += 1
        probes[lastProbe] = probe
        return lastProbe
    }

    /// Whether a report of `bytes` bytes may be decoded: all probes together are limited, as the relay loop decodes them.
    func mayDecodeReport(of bytes: Int) -> Bool { probeRates.countBytes(bytes, at: now()) == nil }

    /// Processes an event of the probe on socket number `socket`.
    func receive(_ event: Switchboard.ProbeEvent, on socket: Int, from address: String) {
        if case .left = event { probes[socket] = nil }
        process(.probe(event, socket: socket, address: address))
    }

    /// Performs a command of the operator.
    func perform(_ command: Switchboard.Command) {
        process(.command(command))
    }

    private func process(_ event: Switchboard.Event, read: Instant? = nil) {
        pendingEvents.append((event, read))
        guard !isProcessing else { return }
        isProcessing = true
        while !pendingEvents.isEmpty {
            let (event, read) = pendingEvents.removeFirst()
            for action in switchboard.receive(event, at: read ?? now()) { perform(action, read: read) }
        }
        isProcessing = false
        scheduleTimer()
    }

    /// Schedules the timer for the next deadline of the switchboard, if there is one.
    ///
    /// If the deadline has passed, the timer fires in the next tick of the loop, after the frames of this tick have
    /// been flushed, so that sockets and commands are served in between.
    private func scheduleTimer() {
        let due = switchboard.due
        guard due != timer?.due else { return }
        timer?.task.cancel()
        timer = nil
        guard let due else { return }
        let wait = TimeAmount.nanoseconds(due.nanoseconds - now().nanoseconds)
        guard wait > .zero || !isFlushDue else { return }
        let task = loop.assumeIsolated().scheduleTask(in: max(Self.nextTick, wait)) {
            self.timer = nil
            self.process(.timerFired)
        }
        timer = (due, task)
    }

    // MARK: Actions

    private func perform(_ action: Switchboard.Action, read: Instant?) {
        switch action {
        case .deliver(let message, let recipients): deliver(message, to: recipients)
        case .close(let peer, let code, let reason):
            handlers.removeValue(forKey: peer)?.close(code, reason: reason)
        case .report(let report): self.report(.report(report))
        case .closeProbe(let socket, let code, let reason): probes[socket]?.close(code, reason: reason)
        case .record(let entry):
            report(.entry(entry))
            // The switchboard emits the entry after its deliveries, which have been written by now.
            meter.count(entry, read: read, delivered: now())
            scheduleGauges()
        }
    }

    private func deliver(_ message: Message, to recipients: [PeerID]) {
        var frame: OutgoingFrame?
        isLargeDelivery = recipients.count > Self.priorityRecipients
        defer { isLargeDelivery = false }
        for recipient in recipients {
            guard let handler = handlers[recipient], !handler.send(message, as: &frame) else { continue }
            disconnectSlowPeer(recipient)
        }
    }

    /// Schedules a flush of `handler` at the end of this tick of the loop.
    func scheduleFlush(of handler: PeerHandler) {
        if isLargeDelivery { deferredFlushes.append(handler) } else { pendingFlushes.append(handler) }
        guard !isFlushDue else { return }
        isFlushDue = true
        loop.assumeIsolated().execute { self.flush() }
    }

    /// Flushes all peers with messages for few recipients, and then a limited number of the others: a flush is most of
    /// the cost of a delivery, and the messages of a pair must not wait for those of full rooms.
    private func flush() {
        isFlushDue = false
        let handlers = pendingFlushes + deferredFlushes.prefix(Self.flushLimit)
        pendingFlushes = []
        deferredFlushes.removeFirst(min(Self.flushLimit, deferredFlushes.count))
        for handler in handlers { handler.flush() }
        guard !deferredFlushes.isEmpty else { return scheduleTimer() }
        isFlushDue = true
        loop.assumeIsolated().scheduleTask(in: Self.nextTick) { self.flush() }
    }

    /// Disconnects a peer whose send queue is full.
    func disconnectSlowPeer(_ peer: PeerID) {
        guard let handler = handlers.removeValue(forKey: peer) else { return }
        let queued = handler.queuedBytes
        handler.close(.tooSlow, reason: "\(queued) bytes were not read")
        process(.left(peer, .tooSlow(queued: queued)))
    }

    /// Pings idle peers, and disconnects those for which the idle timeout has passed.
    func checkLiveness() {
        let now = now()
        for (peer, handler) in handlers where !handler.checkLiveness(at: now) {
            let seconds = Int(limits.idleTimeout?.components.seconds ?? 0)
            handler.close(.goingAway, reason: "nothing received for \(seconds) s")
            removePeer(peer, .silent(seconds: seconds))
        }
        for probe in probes.values { probe.checkLiveness(at: now) }
    }

    /// Reports a snapshot.
    func reportSnapshot() {
        report(.snapshot(switchboard.snapshot))
    }

    // MARK: Gauges

    /// Updates the number of open connections, WebSockets and others.
    func setConnectionCount(_ count: Int) {
        meter.connections = count
        scheduleGauges()
    }

    /// Schedules a reading of the gauges.
    ///
    /// While nothing happens none is scheduled, so that an idle relay does not wake up.
    func scheduleGauges() {
        guard !isReadingScheduled else { return }
        isReadingScheduled = true
        loop.assumeIsolated().scheduleTask(in: configuration.gaugeInterval) { self.readGauges() }
    }

    private func readGauges() {
        isReadingScheduled = false
        let (gauges, isNew) = meter.read(peers: handlers.mapValues(\.gauges), memory: configuration.memory())
        if isNew { report(.gauges(gauges)) }
        // Another reading reports that the delay is gone, and that send queues have become shorter.
        if gauges.delay != nil || gauges.peers.values.contains(where: { $0.queued > 0 }) {
            scheduleGauges()
        }
    }

    // MARK: Shutdown

    /// The seconds after which a refused client should try again; `nil` if the relay is not draining.
    var retryAfter: Int? { draining?.retryAfter }

    /// Begins the shutdown: releases held messages and refuses new connections.
    ///
    /// - Parameters:
    ///   - timeout: The drain timeout.
    ///   - over: Called once all peers have disconnected, or the timeout has passed.
    /// - Returns: The number of connected peers.
    func drain(for timeout: TimeAmount, over: @escaping @Sendable () -> Void) -> Int {
        guard draining == nil else { return handlers.count }
        let held = switchboard.held
        process(.ending)
        draining = Draining(for: timeout, closing: TimeAmount(limits.closeTimeout), held: held, loop: loop, over: over)
        if handlers.isEmpty { draining?.finish() }
        return handlers.count
    }

    /// Closes every WebSocket after the messages queued for it; returns the messages that were held when the shutdown
    /// began, and later.
    func end() -> [HeldMessage] {
        _ = drain(for: .zero) {}
        deliverAll()
        let held = switchboard.held
        process(.ending)
        deliverAll()
        for handler in handlers.values { handler.close(.goingAway, reason: Refusal.draining.closeReason) }
        for probe in probes.values { probe.close(.goingAway, reason: Refusal.draining.closeReason) }
        handlers = [:]
        return (draining?.held ?? []) + held
    }

    /// Delivers all released messages in this tick of the loop.
    private func deliverAll() {
        while switchboard.isBehind { process(.timerFired) }
    }
}
