import Events
import Messages
import NIOCore
import Routing

/// Connects the ``Switchboard`` to the sockets: passes events to it, performs its actions, and reports entries,
/// snapshots and gauges.
///
/// Confined to the relay loop, like everything that it owns.
final class RelayCore {
    /// The delay of a task for the next tick of the loop; 100 µs, because a task without delay runs in the same tick.
    private static let nextTurn = TimeAmount.microseconds(100)
    /// The maximum number of recipients of a message that is flushed with priority; 8, a small call.
    private static let few = 8
    /// The maximum number of peers with other messages that are flushed in one tick of the loop; 128, a full room,
    /// which takes less than a millisecond.
    private static let flushedPeers = 128

    private var switchboard: Switchboard
    private var meter = Meter()
    private var handlers: [PeerID: PeerHandler] = [:] {
        didSet { if handlers.isEmpty { draining?.finish() } }
    }
    /// The peers to flush in this tick of the loop.
    private var unflushed: [PeerHandler] = []
    /// The peers to flush because of messages with many recipients, in this tick or later ones.
    private var unflushedCrowd: [PeerHandler] = []
    private var isFlushDue = false
    /// Whether the message that is being delivered has many recipients.
    private var isForMany = false
    private var arrivals = 0
    /// The events that occurred while another was being processed, in order.
    private var waiting: [(event: Switchboard.Event, read: Instant?)] = []
    private var isBusy = false
    /// The buffers for reading from peers.
    let buffers = ReadBuffers.Pool()
    /// Returns the current time.
    let now: @Sendable () -> Instant
    private let watcher: @Sendable (RelayEvent) -> Void
    private var configuration: RelayConfiguration
    private let loop: any EventLoop
    /// Whether a reading of the gauges is scheduled.
    private var isGaugeDue = false
    /// The timer for the next deadline of the switchboard; `nil` if there is none.
    private var alarm: (due: Instant, task: Scheduled<Void>)?
    /// The shutdown, once it has begun.
    private var draining: Draining?

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
        watcher = watch
    }

    private func watch(_ report: RelayEvent) {
        if configuration.isWatched { watcher(report) }
    }

    /// The current limits.
    var limits: Limits { configuration.options.limits }

    /// Applies the limits, the ICE servers and `isWatched` of `new`, except for the ping interval and the idle timeout,
    /// whose checks are scheduled already.
    func adopt(_ new: RelayConfiguration) {
        let times = (configuration.limits.pingInterval, configuration.limits.idleTimeout)
        configuration.limits = new.limits
        (configuration.limits.pingInterval, configuration.limits.idleTimeout) = times
        (configuration.iceServers, configuration.isWatched) = (new.iceServers, new.isWatched)
        (switchboard.limits, switchboard.iceServers) = (configuration.limits, new.iceServers)
    }

    /// Returns a new id.
    func nextID() -> PeerID {
        arrivals += 1
        return PeerID(arrivals)
    }

    // MARK: Events

    func arrived(_ arrival: ConnectionRequest, handler: PeerHandler) {
        handlers[arrival.id] = handler
        receive(.arrived(arrival))
    }

    /// Records that a connection was refused before it became a peer.
    func refused(_ arrival: ConnectionRequest, _ refusal: Refusal) {
        receive(.refused(arrival, refusal))
    }

    /// Records that a connection from `address` failed before it sent a request.
    func failed(_ address: SocketAddress?, _ cause: FailedConnection.Cause) {
        receive(.failed(FailedConnection(address: address?.authority ?? "unknown", cause)))
    }

    /// Records a notice.
    func note(_ notice: RelayNotice) {
        receive(.noticed(notice))
    }

    /// Processes a message from `peer`, whose last bytes were read at `read`.
    func said(_ peer: PeerID, _ message: Message, read: Instant) {
        receive(.said(peer, message), read: read)
    }

    func left(_ peer: PeerID, _ departure: DisconnectReason) {
        handlers[peer] = nil
        receive(.left(peer, departure))
    }

    func perform(_ command: Switchboard.Command) {
        receive(.command(command))
    }

    private func receive(_ event: Switchboard.Event, read: Instant? = nil) {
        waiting.append((event, read))
        guard !isBusy else { return }
        isBusy = true
        while !waiting.isEmpty {
            let (event, read) = waiting.removeFirst()
            for action in switchboard.receive(event, at: read ?? now()) { perform(action, read: read) }
        }
        isBusy = false
        setAlarm()
    }

    /// Schedules the timer for the next deadline of the switchboard, if there is one.
    ///
    /// If the deadline has passed, the timer fires in the next tick of the loop, after the frames of this tick have
    /// been flushed, so that sockets and commands are served in between.
    private func setAlarm() {
        let due = switchboard.due
        guard due != alarm?.due else { return }
        alarm?.task.cancel()
        alarm = nil
        guard let due else { return }
        let wait = TimeAmount.nanoseconds(due.nanoseconds - now().nanoseconds)
        guard wait > .zero || !isFlushDue else { return }
        let task = loop.assumeIsolated().scheduleTask(in: max(Self.nextTurn, wait)) {
            self.alarm = nil
            self.receive(.passed)
        }
        alarm = (due, task)
    }

    // MARK: Actions

    private func perform(_ action: Switchboard.Action, read: Instant?) {
        switch action {
        case .deliver(let message, let receivers): deliver(message, to: receivers)
        case .close(let peer, let code, let reason):
            handlers.removeValue(forKey: peer)?.close(code, reason: reason)
        case .record(let entry):
            watch(.entry(entry))
            // The switchboard emits the entry after its deliveries, which have been written by now.
            meter.note(entry, read: read, delivered: now())
            gaugesAreDue()
        }
    }

    private func deliver(_ message: Message, to receivers: [PeerID]) {
        let frame = OutgoingFrame(message)
        isForMany = receivers.count > Self.few
        defer { isForMany = false }
        for receiver in receivers {
            guard let handler = handlers[receiver], !handler.send(frame) else { continue }
            isTooSlow(receiver)
        }
    }

    /// Schedules a flush of `handler` at the end of this tick of the loop.
    func isToFlush(_ handler: PeerHandler) {
        if isForMany { unflushedCrowd.append(handler) } else { unflushed.append(handler) }
        guard !isFlushDue else { return }
        isFlushDue = true
        loop.assumeIsolated().execute { self.flush() }
    }

    /// Flushes all peers with messages for few recipients, and then a limited number of the others: a flush is most of
    /// the cost of a delivery, and the messages of a pair must not wait for those of full rooms.
    private func flush() {
        isFlushDue = false
        let handlers = unflushed + unflushedCrowd.prefix(Self.flushedPeers)
        unflushed = []
        unflushedCrowd.removeFirst(min(Self.flushedPeers, unflushedCrowd.count))
        for handler in handlers { handler.flush() }
        guard !unflushedCrowd.isEmpty else { return setAlarm() }
        isFlushDue = true
        loop.assumeIsolated().scheduleTask(in: Self.nextTurn) { self.flush() }
    }

    /// Disconnects a peer whose send queue is full.
    func isTooSlow(_ peer: PeerID) {
        guard let handler = handlers.removeValue(forKey: peer) else { return }
        let queued = handler.queuedBytes
        handler.close(.tooSlow, reason: "\(queued) bytes were not read")
        receive(.left(peer, .tooSlow(queued: queued)))
    }

    /// Pings idle peers, and disconnects those for which the idle timeout has passed.
    func checkAlive() {
        let now = now()
        for (peer, handler) in handlers where !handler.checkAlive(at: now) {
            let seconds = Int(limits.idleTimeout?.components.seconds ?? 0)
            handler.close(.goingAway, reason: "nothing heard for \(seconds) s")
            left(peer, .silent(seconds: seconds))
        }
    }

    /// Reports a snapshot.
    func takeCensus() {
        watch(.census(switchboard.census))
    }

    // MARK: Gauges

    func connections(are count: Int) {
        meter.connections = count
        gaugesAreDue()
    }

    /// Schedules a reading of the gauges.
    ///
    /// While nothing happens none is scheduled, so that an idle relay does not wake up.
    func gaugesAreDue() {
        guard !isGaugeDue else { return }
        isGaugeDue = true
        loop.assumeIsolated().scheduleTask(in: configuration.gaugeTime) { self.readGauges() }
    }

    private func readGauges() {
        isGaugeDue = false
        let reading = meter.read(peers: handlers.mapValues(\.gauges), memory: configuration.memory())
        if reading.isNew { watch(.gauges(reading.gauges)) }
        // Another reading reports that the delay is gone, and that send queues have become shorter.
        if reading.gauges.delay != nil || reading.gauges.peers.values.contains(where: { $0.queued > 0 }) {
            gaugesAreDue()
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
        receive(.ending)
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
        receive(.ending)
        deliverAll()
        for handler in handlers.values { handler.close(.goingAway, reason: Refusal.draining.closeReason) }
        handlers = [:]
        return (draining?.held ?? []) + held
    }

    /// Delivers all released messages in this tick of the loop.
    private func deliverAll() {
        while switchboard.isBehind { receive(.passed) }
    }
}
