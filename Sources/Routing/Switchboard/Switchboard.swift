public import Events
public import Messages
import Text

/// Decides who receives what: the peers, their rooms, the bans, and interception.
///
/// Owned by the relay loop.
///
/// ```
/// Event, Instant ─► receive ─► [Action]      the caller performs them in order, and sends `.timerFired` at `due`
/// ```
public struct Switchboard: Sendable {
    /// An event that the switchboard responds to.
    public enum Event: Hashable, Sendable {
        /// A WebSocket was opened; its id is new.
        case arrived(ConnectionRequest)
        /// A connection was refused before a WebSocket was opened.
        case refused(ConnectionRequest, Refusal)
        /// A message of a peer was received.
        case received(PeerID, Message)
        /// The WebSocket of a peer was closed, or is being closed by the caller.
        case left(PeerID, DisconnectReason)
        /// The operator gave a command.
        case command(Command)
        /// Something happened that is to be recorded, but that no peer caused.
        case noticed(RelayNotice)
        /// A connection failed before a WebSocket was opened.
        case failed(FailedConnection)
        /// The proxy has something to report.
        case proxied(ProxyReport)
        /// The socket of a probe, with its number and address, has an event.
        case probe(ProbeEvent, socket: Int, address: String)
        /// The time ``Switchboard/due`` was reached.
        case timerFired
        /// The relay is shutting down: held messages are released, and new peers are refused.
        case ending
    }

    /// An action that the caller is to perform.
    public enum Action: Hashable, Sendable {
        /// Sends the message to peers.
        case deliver(Message, to: [PeerID])
        /// Closes the WebSocket of a peer; the reason fits a close frame.
        case close(PeerID, CloseCode, reason: String)
        /// Reports an entry to all watchers.
        case record(Entry)
        /// Passes a report of a probe that is no entry to all watchers.
        case report(PageReport)
        /// Closes the socket of a probe.
        case closeProbe(Int, CloseCode, reason: String)
    }

    var peers: [PeerID: Peer] = [:]
    /// The peers of each room, in order of arrival; no room is empty.
    ///
    /// Names that are canonically equivalent in Unicode (é as one scalar or as two) are the same room.
    var rooms: [String: [PeerID]] = [:]
    /// The other end of each end of a proxied socket.
    var partners: [PeerID: PeerID] = [:]
    var pipeline: InterceptPipeline
    var bans: [Ban] = []
    var bansMade = 0
    var playback: Playback?
    var isEnding = false
    var refusals = RefusalTally()
    var failures = EventCoalescer<FailedConnection.Cause, FailedConnection>(period: Switchboard.repetitionTime)
    var reports = EventCoalescer<ProxyReport.Kind, ProxyReport>(period: Switchboard.repetitionTime)
    /// The pages whose probes are connected.
    var pages: Pages
    /// The time of the last notice about a probe that was refused; `nil` before the first.
    var lastPageNotice: Instant?
    /// The number of the last entry; 0 before the first.
    private var lastNumber = 0
    /// The time of the last event, which its entries bear: it never goes backwards.
    private var now = Instant.start
    /// The limits of peers and names.
    ///
    /// Lowering a limit does not disconnect peers.
    public var limits: Limits
    /// The ICE servers that aware peers receive when they join.
    public var iceServers: [ICEServer]
    private let loopback: Bool
    /// The frames in which plain peers receive text, unless ``ownDelivery`` has the peer.
    let plainDelivery: PlainDelivery
    var ownDelivery: [PeerID: PlainDelivery] = [:]

    /// Creates a switchboard without peers.
    ///
    /// - Parameters:
    ///   - limits: The limits of peers and names.
    ///   - loopback: Whether a peer receives its own messages too. Default false.
    ///   - guardsGlare: Whether the glare guard is on in all rooms. Default false, as it delays messages.
    ///   - iceServers: The ICE servers that aware peers receive. Default none.
    ///   - plainDelivery: The frames in which plain peers receive text. Default as it was received.
    ///   - limitsReports: Whether the reports of probes are limited in number and rate. Default true; false for those of
    ///     a recording, none of which is to be lost.
    public init(
        limits: Limits = Limits(), loopback: Bool = false, guardsGlare: Bool = false, iceServers: [ICEServer] = [],
        plainDelivery: PlainDelivery = .verbatim, limitsReports: Bool = true
    ) {
        pages = Pages(isLimited: limitsReports)
        self.plainDelivery = plainDelivery
        self.limits = limits
        self.iceServers = iceServers
        self.loopback = loopback
        pipeline = InterceptPipeline(guardsGlare: guardsGlare)
    }

    /// Applies `event` and returns the actions that follow from it, to be performed in order.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - time: The time of the event. If it is before that of an earlier event, the earlier one's is used.
    /// - Returns: The actions.
    public mutating func receive(_ event: Event, at time: Instant) -> [Action] {
        now = max(now, time)
        let time = now
        let actions =
            switch event {
            case .arrived(let request): admit(request, at: time)
            case .refused(let request, let refusal): refuse(request, refusal, at: time)
            case .received(let peer, let message): peers[peer].map { relay(message, from: $0, at: time) } ?? []
            case .left(let peer, let reason): remove(peer, reason)
            case .command(let command): perform(command, at: time)
            case .noticed(let notice): self.notice(notice)
            case .failed(let connection): fail(connection, at: time)
            case .proxied(let report): self.report(report, at: time)
            case .probe(let event, let socket, let address): receive(event, on: socket, from: address, at: time)
            case .timerFired: play(at: time) + reportCounted(at: time)
            case .ending: end(at: time)
            }
        guard !pipeline.held.isEmpty else { return actions }
        let isTurn = if case .timerFired = event { true } else { false }
        return actions + proceed(at: time, isTurn: isTurn)
    }

    /// The time at which the switchboard requires ``Event/timerFired``; `nil` if nothing is pending.
    public var due: Instant? {
        let counted = [refusals.due, failures.due, reports.due].compactMap(\.self).min()
        guard !pipeline.held.isEmpty || playback != nil || counted != nil else { return nil }
        return [pipeline.held.due, playback?.due, counted].compactMap(\.self).min()
    }

    /// Whether released messages are still to be delivered, as one event delivers a limited number; ``due`` covers them.
    public var isBehind: Bool { pipeline.held.isBehind }

    /// The held messages, in the order in which they were sent.
    public var held: [HeldMessage] { pipeline.held.all }

    /// The state at this moment, for watchers that missed entries.
    public var snapshot: Snapshot {
        Snapshot(
            peers: present, rules: pipeline.rules, held: held, bans: bans, guarded: pipeline.glareGuard.extent,
            playback: playback.map { Snapshot.Playback(sent: $0.sent, count: $0.count) })
    }

    /// Returns the action that records an entry for `content`, at the time of the current event.
    mutating func record(_ content: Entry.Content) -> Action {
        let number = nextNumber()
        return .record(Entry(number: number, time: now, content: content))
    }

    /// Reserves the number of the next entry; numbers start at 1 and have no gaps.
    private mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// The connected peers, in order of arrival.
    public var present: [Peer] { peers.values.sorted { $0.id < $1.id } }

    // MARK: Joining and leaving

    private mutating func admit(_ request: ConnectionRequest, at time: Instant) -> [Action] {
        let name = request.name.flatMap { $0.isEmpty ? nil : $0 }
        let room = request.room.flatMap { $0.isEmpty ? nil : $0 } ?? ConnectionRequest.lobby
        if let refusal = ban(on: request, at: time) ?? refusal(name: name, room: room, isShared: request.partner == nil)
        {
            return [.close(request.id, refusal.code, reason: refusal.closeReason)]
                + refuse(request, refusal, at: time)
        }
        let peer = Peer(
            id: request.id, name: name, room: room, isAware: request.isAware, address: request.address,
            role: request.role, transport: request.transport)
        partners[peer.id] = request.partner
        let others = rooms[room, default: []].compactMap { peers[$0] }
        peers[peer.id] = peer
        rooms[room, default: []].append(peer.id)
        var actions: [Action] = []
        if peer.isAware {
            actions.append(.deliver(AwareProtocol.welcome(peer, others: others, iceServers), to: [peer.id]))
        }
        let aware = others.filter(\.isAware).map(\.id)
        if !aware.isEmpty { actions.append(.deliver(AwareProtocol.joined(peer), to: aware)) }
        return actions + [record(.joined(peer))]
    }

    private mutating func notice(_ notice: RelayNotice) -> [Action] {
        if case .transportChanged(let peer, let transport) = notice { peers[peer]?.transport = transport }
        return [record(.noted(notice))]
    }

    private func refusal(name: String?, room: String, isShared: Bool) -> Refusal? {
        let (scalars, bytes) = (limits.maxNameScalars, limits.maxNameBytes)
        if isEnding { return .draining }
        if let name, !fits(name) { return .nameTooLong(scalars: scalars, bytes: bytes) }
        if !fits(room) { return .roomNameTooLong(scalars: scalars, bytes: bytes) }
        if peers.count >= limits.maxPeers { return .relayFull(limit: limits.maxPeers) }
        if isShared, rooms[room, default: []].count >= limits.maxRoomPeers {
            return .roomFull(room: room, limit: limits.maxRoomPeers)
        }
        return nil
    }

    private func fits(_ name: String) -> Bool {
        name.utf8.count <= limits.maxNameBytes && name.unicodeScalars.count <= limits.maxNameScalars
    }

    mutating func remove(_ id: PeerID, _ reason: DisconnectReason) -> [Action] {
        guard let peer = peers.removeValue(forKey: id) else { return [] }
        ownDelivery[id] = nil
        let others = rooms[peer.room, default: []].filter { $0 != id }
        rooms[peer.room] = others.isEmpty ? nil : others
        let aware = others.filter { peers[$0]?.isAware == true }
        let farewell: [Action] = aware.isEmpty ? [] : [.deliver(AwareProtocol.left(id, reason), to: aware)]
        let lost = pipeline.isIdle ? [] : pipeline.forget(id, among: others)
        return farewell + [record(.left(id, reason))] + lost.map { discard($0, .nobodyLeft) }
            + closePartner(of: id, reason)
    }

    // MARK: Messages

    private mutating func relay(_ message: Message, from sender: Peer, at time: Instant) -> [Action] {
        let isEchoed = loopback && partners[sender.id] == nil
        let inRoom = rooms[sender.room, default: []].filter { isEchoed || $0 != sender.id }
        guard sender.isAware, let envelope = Envelope(message) else {
            return pass(message, from: sender, to: inRoom, addressee: .room, at: time)
        }
        if envelope.hasFrom { return reject(message, from: sender, .fromNotYours) }
        guard let to = envelope.to else {
            return pass(message, envelope, from: sender, to: inRoom, addressee: .room, at: time)
        }
        guard let name = to.string else { return reject(message, from: sender, .toNotAString) }
        guard let target = PeerID(name), inRoom.contains(target) else {
            return reject(message, from: sender, .noSuchPeer(truncated(name)))
        }
        return pass(message, envelope, from: sender, to: [target], addressee: .peers([target]), at: time)
    }

    private mutating func reject(_ message: Message, from sender: Peer, _ fault: AddressingFault) -> [Action] {
        let delivery = Delivery(
            message: message,
            sender: .peer(sender.id),
            room: sender.room,
            addressee: .nobody(fault),
            recipients: []
        )
        return [.deliver(AwareProtocol.error(fault), to: [sender.id]), record(.message(delivery))]
    }

    private mutating func pass(
        _ message: Message,
        _ envelope: Envelope? = nil,
        from sender: Peer,
        to recipients: [PeerID],
        addressee: Delivery.Addressee,
        at time: Instant
    ) -> [Action] {
        // The entry is numbered before it is complete, as held messages and rules refer to it by number.
        let number = nextNumber()
        var (recipients, interceptions): ([PeerID], [Interception]) = (recipients, [])
        if !pipeline.isIdle {
            let inFlight = InterceptPipeline.InFlightMessage(
                entry: number, message: message, sender: sender, addressee: addressee, time: time)
            let peers = peers
            (recipients, interceptions) = pipeline.judge(inFlight, to: recipients, RuleContext(peers, at: time)) {
                peers[$0]?.isAware == false
            }
        }
        let delivery = Delivery(
            message: message,
            sender: .peer(sender.id),
            room: sender.room,
            addressee: addressee,
            recipients: recipients,
            interceptions: interceptions
        )
        let entry = Entry(number: number, time: now, content: .message(delivery))
        return deliveries(of: message, envelope, from: sender.id, to: recipients) + [.record(entry)]
    }

    /// Returns the deliveries of a message: plain peers get its bytes, aware peers get them with the sender spliced in if they
    /// are a JSON object.
    func deliveries(
        of message: Message,
        _ envelope: Envelope?,
        from sender: PeerID,
        to recipients: [PeerID]
    ) -> [Action] {
        let aware = recipients.filter { peers[$0]?.isAware == true }
        guard !aware.isEmpty, sender != .relay, let envelope = envelope ?? Envelope(message) else {
            return verbatim(message, to: recipients)
        }
        let plain = recipients.filter { peers[$0]?.isAware != true }
        return verbatim(message, to: plain) + [.deliver(envelope.stamped(from: sender), to: aware)]
    }
}
