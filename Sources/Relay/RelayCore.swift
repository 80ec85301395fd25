import Events
import Messages
import NIOCore
import Routing

/// The ``Switchboard`` with its sockets: hands it what happens, performs what it decides, and tells who watches.
///
/// Confined to the relay loop, as all that it owns.
final class RelayCore {
    /// The delay after which a task runs in another turn of the loop; 100 µs, as one without any runs in the same.
    private static let nextTurn = TimeAmount.microseconds(100)
    /// The most receivers that a message for few has; 8, a small call.
    private static let few = 8
    /// Peers with messages for many that are flushed in one turn of the loop; 128, a full room, and less than a millisecond.
    private static let flushedPeers = 128

    private var switchboard: Switchboard
    private var meter = Meter()
    private var handlers: [PeerID: PeerHandler] = [:] {
        didSet { if handlers.isEmpty { draining?.finish() } }
    }
    /// Those who have written something in this turn of the loop.
    private var unflushed: [PeerHandler] = []
    /// Those who have written messages for many, in this turn or before: one turn does not flush all of them.
    private var unflushedCrowd: [PeerHandler] = []
    private var isFlushDue = false
    /// Whether what is being delivered is for many.
    private var isForMany = false
    private var arrivals = 0
    /// What came while an event was being dealt with: its turn is next.
    private var waiting: [(event: Switchboard.Event, read: Instant?)] = []
    private var isBusy = false
    /// The room for what peers say.
    let buffers = ReadBuffers.Pool()
    /// The moment.
    let now: @Sendable () -> Instant
    private let watcher: @Sendable (RelayEvent) -> Void
    private var configuration: RelayConfiguration
    private let loop: any EventLoop
    /// Whether the gauges will be looked at.
    private var isGaugeDue = false
    /// When time passes for the switchboard; `nil` if it waits for nothing.
    private var alarm: (due: Instant, task: Scheduled<Void>)?
    /// The end, once it has begun.
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

    /// The limits that hold now.
    var limits: Limits { configuration.options.limits }

    /// Takes the limits, the ICE servers and whether anybody watches from `new`, but for times that somebody waits by already.
    func adopt(_ new: RelayConfiguration) {
        let times = (configuration.limits.pingInterval, configuration.limits.idleTimeout)
        configuration.limits = new.limits
        (configuration.limits.pingInterval, configuration.limits.idleTimeout) = times
        (configuration.iceServers, configuration.isWatched) = (new.iceServers, new.isWatched)
        (switchboard.limits, switchboard.iceServers) = (configuration.limits, new.iceServers)
    }

    /// An id that nobody has had.
    func nextID() -> PeerID {
        arrivals += 1
        return PeerID(arrivals)
    }

    // MARK: What happens

    func arrived(_ arrival: ConnectionRequest, handler: PeerHandler) {
        handlers[arrival.id] = handler
        receive(.arrived(arrival))
    }

    /// Somebody was not let in before there was a peer.
    func refused(_ arrival: ConnectionRequest, _ refusal: Refusal) {
        receive(.refused(arrival, refusal))
    }

    /// A connection from `address` came to nothing before there was a peer.
    func failed(_ address: SocketAddress?, _ cause: FailedConnection.Cause) {
        receive(.failed(FailedConnection(address: address?.text ?? "unknown", cause)))
    }

    /// Writes an entry of what is no peer's doing.
    func note(_ notice: RelayNotice) {
        receive(.noticed(notice))
    }

    /// The last bytes of `message` were read at `read`.
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

    /// Comes again when something is due that waits; if nothing does, nothing wakes.
    ///
    /// What is due already comes in another turn of the loop, once this one's frames are flushed: sockets and commands
    /// are looked at between. A task that is due while the loop runs tasks would run in the same turn.
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

    // MARK: What is done

    private func perform(_ action: Switchboard.Action, read: Instant?) {
        switch action {
        case .deliver(let message, let receivers): deliver(message, to: receivers)
        case .close(let peer, let code, let reason):
            handlers.removeValue(forKey: peer)?.close(code, reason: reason)
        case .record(let entry):
            watch(.entry(entry))
            // The entry comes behind the deliveries that it tells of.
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

    /// Has `handler` offer the system what it wrote when this turn of the loop is over: once, however much that is.
    func isToFlush(_ handler: PeerHandler) {
        if isForMany { unflushedCrowd.append(handler) } else { unflushed.append(handler) }
        guard !isFlushDue else { return }
        isFlushDue = true
        loop.assumeIsolated().execute { self.flush() }
    }

    /// Flushes messages for few first, and then for many, as far as one turn of the loop goes: a flush is most of what a
    /// delivery costs, and what a pair says must not wait for that of full rooms.
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

    /// Closes a peer for which too much waits.
    func isTooSlow(_ peer: PeerID) {
        guard let handler = handlers.removeValue(forKey: peer) else { return }
        let queued = handler.queuedBytes
        handler.close(.tooSlow, reason: "\(queued) bytes were not read")
        receive(.left(peer, .tooSlow(queued: queued)))
    }

    /// Sends a ping to those who have been silent, and takes those for gone who have been so for too long.
    func checkAlive() {
        let now = now()
        for (peer, handler) in handlers where !handler.checkAlive(at: now) {
            let seconds = Int(limits.idleTimeout?.components.seconds ?? 0)
            handler.close(.goingAway, reason: "nothing heard for \(seconds) s")
            left(peer, .silent(seconds: seconds))
        }
    }

    /// Tells those who watch what holds at this moment.
    func takeCensus() {
        watch(.census(switchboard.census))
    }

    // MARK: What is measured

    func connections(are count: Int) {
        meter.connections = count
        gaugesAreDue()
    }

    /// Has the gauges looked at in a second: as long as nothing happens nobody asks for that, and nothing wakes.
    func gaugesAreDue() {
        guard !isGaugeDue else { return }
        isGaugeDue = true
        loop.assumeIsolated().scheduleTask(in: configuration.gaugeTime) { self.readGauges() }
    }

    private func readGauges() {
        isGaugeDue = false
        let reading = meter.read(peers: handlers.mapValues(\.gauges), memory: configuration.memory())
        if reading.isNew { watch(.gauges(reading.gauges)) }
        // That nothing passes any more is told too, and what waits shrinks without another word.
        if reading.gauges.delay != nil || reading.gauges.peers.values.contains(where: { $0.queued > 0 }) {
            gaugesAreDue()
        }
    }

    // MARK: The end

    /// Seconds after which it is worth trying again; nil as long as everybody is let in.
    var retryAfter: Int? { draining?.retryAfter }

    /// Lets what waits go on and nobody in any more; `over` is called when nobody is left, or the drain timeout is over.
    ///
    /// Returns how many are here.
    func drain(for timeout: TimeAmount, over: @escaping @Sendable () -> Void) -> Int {
        guard draining == nil else { return handlers.count }
        let held = switchboard.held
        receive(.ending)
        draining = Draining(for: timeout, closing: TimeAmount(limits.closeTimeout), held: held, loop: loop, over: over)
        if handlers.isEmpty { draining?.finish() }
        return handlers.count
    }

    /// Closes every WebSocket, behind all that waited for it; returns what had waited since the end began.
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

    /// Delivers all that may go on, in this turn of the loop.
    private func deliverAll() {
        while switchboard.isBehind { receive(.passed) }
    }
}
