public import Events
public import Messages
import Text

/// Who is here, and who hears whom: the place where the relay decides.
///
/// Owned by the relay loop.
///
/// ```
/// Event, Instant ─► receive ─► [Action]      the caller performs them in order, and comes again when it is due
/// ```
public struct Switchboard: Sendable {
    /// What happens to the relay.
    public enum Event: Hashable, Sendable {
        /// A WebSocket was opened; its id is new.
        case arrived(ConnectionRequest)
        /// Somebody was not let in before it came so far; its id is nobody's.
        case refused(ConnectionRequest, Refusal)
        /// A peer said something.
        case said(PeerID, Message)
        /// A peer's WebSocket is gone, or its close was decided outside.
        case left(PeerID, DisconnectReason)
        /// The operator acts.
        case command(Command)
        /// Something is to be written down that is no peer's doing.
        case noticed(RelayNotice)
        /// A connection came to nothing before there was a peer.
        case failed(FailedConnection)
        /// It is ``Switchboard/due``.
        case passed
        /// The relay is about to end: what waits goes on, and nobody is let in any more.
        case ending
    }

    /// What the relay is to do.
    public enum Action: Hashable, Sendable {
        case deliver(Message, to: [PeerID])
        /// Closes the WebSocket; the reason fits a close frame.
        case close(PeerID, CloseCode, reason: String)
        /// Reports an entry to all watchers.
        case record(Entry)
    }

    var peers: [PeerID: Peer] = [:]
    /// Those in each room in order of arrival; no room is empty.
    ///
    /// Two spellings of one text (é whole and in two parts, Unicode's canonical equivalence) are one room.
    var rooms: [String: [PeerID]] = [:]
    var wire: InterceptPipeline
    var bans: [Ban] = []
    var bansMade = 0
    var playback: Playback?
    var isEnding = false
    var refusals = RefusalTally()
    var failures = EventCoalescer<FailedConnection.Cause, FailedConnection>(period: Switchboard.repetitionTime)
    /// The number of the last entry; 0 before the first.
    private var lastNumber = 0
    /// The time of the last event. Entries bear it, so it never goes backwards.
    private var now = Instant.start
    /// How many may be here; those who are stay where they are more.
    public var limits: Limits
    /// What aware peers are told of when they come.
    public var iceServers: [ICEServer]
    private let loopback: Bool
    /// In which frames plain peers get text, and those for which the operator has chosen otherwise.
    let plainDelivery: PlainDelivery
    var ownDelivery: [PeerID: PlainDelivery] = [:]

    /// A relay with nobody in it.
    ///
    /// - Parameters:
    ///   - limits: How many may be here.
    ///   - loopback: Whether a peer hears itself too. Default false.
    ///   - guardsGlare: Whether the glare guard works in all rooms. Default false: it keeps messages back.
    ///   - iceServers: What aware peers are told of. Default none.
    ///   - plainDelivery: In which frames plain peers get text. Default as it came.
    public init(
        limits: Limits = Limits(), loopback: Bool = false, guardsGlare: Bool = false, iceServers: [ICEServer] = [],
        plainDelivery: PlainDelivery = .verbatim
    ) {
        self.plainDelivery = plainDelivery
        self.limits = limits
        self.iceServers = iceServers
        self.loopback = loopback
        wire = InterceptPipeline(guardsGlare: guardsGlare)
    }

    /// Applies `event` and returns the actions that follow from it, to be performed in order.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - time: The time of the event. If it is before that of an earlier event, the earlier one's is used.
    public mutating func receive(_ event: Event, at time: Instant) -> [Action] {
        now = max(now, time)
        let time = now
        let actions =
            switch event {
            case .arrived(let arrival): admit(arrival, at: time)
            case .refused(let arrival, let refusal): refuse(arrival, refusal, at: time)
            case .said(let peer, let message): peers[peer].map { relay(message, from: $0, at: time) } ?? []
            case .left(let peer, let departure): remove(peer, departure)
            case .command(let command): perform(command, at: time)
            case .noticed(let notice): [record(.noted(notice))]
            case .failed(let connection): fail(connection, at: time)
            case .passed: play(at: time) + tellCounted(at: time)
            case .ending: end(at: time)
            }
        guard !wire.held.isEmpty else { return actions }
        let isTurn = if case .passed = event { true } else { false }
        return actions + proceed(at: time, isTurn: isTurn)
    }

    /// When it wants to be told that time has ``Event/passed``; `nil` if it waits for nothing.
    public var due: Instant? {
        let counted = [refusals.due, failures.due].compactMap(\.self).min()
        guard !wire.held.isEmpty || playback != nil || counted != nil else { return nil }
        return [wire.held.due, playback?.due, counted].compactMap(\.self).min()
    }

    /// Whether messages that may go on have not yet, as they are more than one event delivers: it is ``due`` for them.
    public var isBehind: Bool { wire.held.isBehind }

    /// What waits, in the order in which it was said.
    public var held: [HeldMessage] { wire.held.all }

    /// All that holds at this moment.
    public var census: Snapshot {
        Snapshot(
            peers: present, rules: wire.rules, held: held, bans: bans, guarded: wire.glareGuard.extent,
            playback: playback.map { Snapshot.Playback(sent: $0.sent, count: $0.count) })
    }

    /// Numbers an entry for `content`, at the time of the current event.
    mutating func record(_ content: Entry.Content) -> Action {
        let number = nextNumber()
        return .record(Entry(number: number, time: now, content: content))
    }

    /// Reserves the number of the next entry; numbers start at 1 and have no gaps.
    private mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// All who are here, in order of arrival.
    public var present: [Peer] { peers.values.sorted { $0.id < $1.id } }

    // MARK: Coming and going

    private mutating func admit(_ arrival: ConnectionRequest, at time: Instant) -> [Action] {
        let name = arrival.name.flatMap { $0.isEmpty ? nil : $0 }
        let room = arrival.room.flatMap { $0.isEmpty ? nil : $0 } ?? ConnectionRequest.lobby
        if let refusal = ban(on: arrival, at: time) ?? refusal(name: name, room: room) {
            return [.close(arrival.id, refusal.code, reason: refusal.closeReason)]
                + refuse(arrival, refusal, at: time)
        }
        let peer = Peer(
            id: arrival.id,
            name: name,
            room: room,
            isAware: arrival.isAware,
            address: arrival.address
        )
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

    private func refusal(name: String?, room: String) -> Refusal? {
        let (scalars, bytes) = (limits.maxNameScalars, limits.maxNameBytes)
        if isEnding { return .draining }
        if let name, !fits(name) { return .nameTooLong(scalars: scalars, bytes: bytes) }
        if !fits(room) { return .roomNameTooLong(scalars: scalars, bytes: bytes) }
        if peers.count >= limits.maxPeers { return .relayFull(limit: limits.maxPeers) }
        if rooms[room, default: []].count >= limits.maxRoomPeers {
            return .roomFull(room: room, limit: limits.maxRoomPeers)
        }
        return nil
    }

    private func fits(_ name: String) -> Bool {
        name.utf8.count <= limits.maxNameBytes && name.unicodeScalars.count <= limits.maxNameScalars
    }

    mutating func remove(_ id: PeerID, _ departure: DisconnectReason) -> [Action] {
        guard let peer = peers.removeValue(forKey: id) else { return [] }
        ownDelivery[id] = nil
        let others = rooms[peer.room, default: []].filter { $0 != id }
        rooms[peer.room] = others.isEmpty ? nil : others
        let aware = others.filter { peers[$0]?.isAware == true }
        let farewell: [Action] = aware.isEmpty ? [] : [.deliver(AwareProtocol.left(id, departure), to: aware)]
        let lost = wire.isIdle ? [] : wire.forget(id, among: others)
        return farewell + [record(.left(id, departure))] + lost.map { discard($0, .nobodyLeft) }
    }

    // MARK: Messages

    private mutating func relay(_ message: Message, from sender: Peer, at time: Instant) -> [Action] {
        let inRoom = rooms[sender.room, default: []].filter { loopback || $0 != sender.id }
        guard sender.isAware, let envelope = Envelope(message) else {
            return pass(message, from: sender, to: inRoom, addressee: .room, at: time)
        }
        if envelope.hasFrom { return reject(message, from: sender, .fromNotYours) }
        guard let to = envelope.to else {
            return pass(message, envelope, from: sender, to: inRoom, addressee: .room, at: time)
        }
        guard let name = to.string else { return reject(message, from: sender, .toNotAString) }
        guard let target = PeerID(name), inRoom.contains(target) else {
            return reject(message, from: sender, .noSuchPeer(cut(name)))
        }
        return pass(message, envelope, from: sender, to: [target], addressee: .peers([target]), at: time)
    }

    private mutating func reject(_ message: Message, from sender: Peer, _ fault: AddressingFault) -> [Action] {
        let transit = Delivery(
            message: message,
            sender: .peer(sender.id),
            room: sender.room,
            addressee: .nobody(fault),
            hearers: []
        )
        return [.deliver(AwareProtocol.error(fault), to: [sender.id]), record(.message(transit))]
    }

    private mutating func pass(
        _ message: Message,
        _ envelope: Envelope? = nil,
        from sender: Peer,
        to receivers: [PeerID],
        addressee: Delivery.Addressee,
        at time: Instant
    ) -> [Action] {
        // The entry is numbered before it is complete, as held messages and rules refer to it by number.
        let number = nextNumber()
        var (hearers, interceptions): ([PeerID], [Interception]) = (receivers, [])
        if !wire.isIdle {
            let saying = InterceptPipeline.InFlightMessage(
                entry: number, message: message, sender: sender, addressee: addressee, time: time)
            let peers = peers
            (hearers, interceptions) = wire.judge(saying, to: receivers, WireFacts(peers, at: time)) {
                peers[$0]?.isAware == false
            }
        }
        let transit = Delivery(
            message: message,
            sender: .peer(sender.id),
            room: sender.room,
            addressee: addressee,
            hearers: hearers,
            interceptions: interceptions
        )
        let entry = Entry(number: number, time: now, content: .message(transit))
        return deliveries(of: message, envelope, from: sender.id, to: hearers) + [.record(entry)]
    }

    /// The bytes as they came for plain peers, stamped with their sender for aware ones where they are an object.
    func deliveries(
        of message: Message,
        _ envelope: Envelope?,
        from sender: PeerID,
        to hearers: [PeerID]
    ) -> [Action] {
        let aware = hearers.filter { peers[$0]?.isAware == true }
        guard !aware.isEmpty, sender != .relay, let envelope = envelope ?? Envelope(message) else {
            return verbatim(message, to: hearers)
        }
        let plain = hearers.filter { peers[$0]?.isAware != true }
        return verbatim(message, to: plain) + [.deliver(envelope.stamped(from: sender), to: aware)]
    }
}
