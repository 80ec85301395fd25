public import Connections
public import Events
public import Findings
import HashTreeCollections
public import Legs
public import Messages
public import Negotiations

/// All calls and their negotiations, with the findings of the rules, folded from entries in order and from the time.
///
/// Messages that the operator sent are ignored, because their author did not send them; so are the echoes of a peer's
/// own messages. In a room of more than two peers, an offer of a plain peer is an offer to each of the others, and an
/// answer counts for those that have an offer outstanding. A copy shares storage with the original.
///
/// In front of an upstream server, a message belongs to the client that sent it and the one that received it, if the
/// server sent it on (``LegBook``); otherwise to the client and the server.
///
/// ```
/// entry ──► fold ──────┬─► CallList ─► Call ─► Negotiation ─► Side ─► ICEGeneration
///                      ├─► PeerBook
/// time ───► advance ───┴─► rules, which are pure functions of these ─► FindingBook
///            └─ DeadlineQueue: the checks that are due
/// ```
public struct CallBook: Sendable {
    /// The number of calls that a peer has at a time, one with each other peer in a room of 100 and some; the oldest
    /// ends.
    public static let limit = CallList.currentLimit
    /// The number of ended calls that are kept, while the journal has an entry of theirs.
    public static let endedLimit = CallList.endedLimit

    /// The results of the rules.
    public internal(set) var findings = FindingBook()
    /// The calls, with what the two peers have offered and answered.
    var list = CallList()
    /// The connected peers and their rooms.
    var peers = PeerBook()
    /// The offers that answers belong to.
    var answers = AnswerIndex()
    /// The checks that are due later.
    var deadlines = DeadlineQueue()
    /// The departures of the last second that may leave another peer waiting, by the entry of the departure.
    var departures = TreeDictionary<Int, [Departure]>()
    /// The addressees of messages that a whole room received, by entry, if the messages name them.
    private var addressees = TreeDictionary<Int, [PeerID]>()
    /// The messages that an upstream server sends on from one client to another.
    public internal(set) var legs = LegBook()
    /// The pages and connections that probes report.
    public internal(set) var connections = ConnectionBook()
    /// The number of the last entry that was folded.
    public private(set) var number = 0

    /// A book without calls.
    public init() {}

    // MARK: Negotiations

    /// The negotiation of two peers; `nil` if neither has offered anything to the other.
    public subscript(one: PeerID, other: PeerID, key: String? = nil) -> Negotiation? {
        list.current[Pair(one, other)]?[key]
    }

    /// The current negotiations of `peer`, the latest first.
    public func negotiations(of peer: PeerID) -> [Negotiation] {
        list.partners(of: peer).reversed().flatMap { other in
            list.current[Pair(peer, other)]?.negotiations.reversed() ?? []
        }
    }

    /// The answer in entry `number` and its offer; `nil` if the entry is not an answer to a known offer.
    ///
    /// If an upstream server sent the answer on, `number` may be that of either entry; a pair has inbound entries.
    public func reply(_ number: Int) -> OfferAnswerPair? { answers.reply(inbound(of: number)) }

    /// The entry of the first answer to the offer in entry `number`; `nil` if there is none.
    public func answer(to number: Int) -> Int? { answers.answer(to: inbound(of: number)) }

    /// The inbound entry of the message that an upstream server sent on in entry `number`; otherwise `number` itself.
    private func inbound(of number: Int) -> Int { legs.exchange(ofOutbound: number)?.inbound ?? number }

    /// The recipients that the message in `entry` is for: all recipients, unless the message names one of them.
    public func recipients(of entry: Entry) -> [PeerID] {
        addressees[entry.number] ?? entry.delivery?.recipients ?? []
    }

    /// The time at which the later of two peers joined; `nil` if it is not known.
    public func joined(_ pair: Pair) -> Instant? {
        guard let first = peers[pair.first]?.joined, let second = peers[pair.second]?.joined else { return nil }
        return max(first, second)
    }

    // MARK: Calls

    /// All calls, in the order in which they began; to show a part of them, use ``call(at:)``.
    public var calls: [Call] { list.all }

    /// The number of calls.
    public var callCount: Int { list.count }

    /// The call at `index`, counted from 0 for the one that began last; `nil` if there are not so many.
    public func call(at index: Int) -> Call? { list.call(at: index) }

    /// The index of call `number`, as ``call(at:)`` counts it; `nil` if the call is no longer kept.
    public func index(ofCall number: Int) -> Int? { list.index(of: number) }

    /// The call with that number; `nil` if it is no longer kept.
    public func call(number: Int) -> Call? { list.call(number: number) }

    /// The calls of `peer` with any peer, in the order in which they began.
    public func calls(of peer: PeerID) -> [Call] { list.calls(of: peer) }

    /// The calls that a message belongs to: those of its author with each recipient that it is for.
    public func calls(of record: Journal.Record) -> [Call] {
        pairs(of: record.entry).compactMap { list.call(of: $0, at: record.entry.number) }
    }

    /// The pairs of peers whose negotiations a message belongs to: its author with each recipient that it is for, or the
    /// two clients if an upstream server sent it on.
    public func pairs(of entry: Entry) -> [Pair] {
        guard let author = entry.delivery?.author else { return [] }
        let exchanges = legs.exchanges(ofInbound: entry.number) + legs.exchanges(ofOutbound: entry.number)
        guard exchanges.isEmpty else { return exchanges.map { Pair($0.sender, $0.recipient) } }
        return recipients(of: entry).map { Pair(author, $0) }
    }

    // MARK: Findings

    /// The changes of findings with the last entry or the last advance, in order of time.
    public var changes: [FindingChange] { findings.changes }

    /// Whether checks are due later.
    public var isWaiting: Bool { !deadlines.isEmpty }

    // MARK: Folding

    /// Folds `entry`, and the parsed message that it has if it is a delivery.
    public mutating func fold(_ entry: Entry, _ parsed: ParsedMessage?) {
        findings.beginChanges()
        evaluateDeadlines(until: entry.time)
        if entry.number > number + 1 { invalidate(at: entry.time) }
        number = entry.number
        switch entry.content {
        case .message(let delivery):
            guard let parsed else { return }
            if !legs.isEmpty, let message = legs.message(entry, delivery, parsed) { return fold(message, entry) }
            guard case .peer(let author) = delivery.sender else {
                if parsed.kind == .offer {
                    for recipient in delivery.recipients { peers[recipient]?.lastReplayed = entry.time }
                }
                return
            }
            recordInterceptions(of: delivery, by: author, entry)
            // A message that is held from all recipients is folded when it is released, if its author is still here.
            guard !delivery.isKept, delivery.release == nil || peers[author] != nil else { return }
            let addressees = peers.addressees(of: delivery, by: author, parsed)
            let message = ObservedMessage(entry, delivery, by: author, parsed, addressees)
            if case .named(let recipients) = addressees { self.addressees[entry.number] = recipients }
            fold(message)
        case .joined(let peer):
            peers.add(peer, at: entry.time)
            if peer.role == .server { openLeg(in: peer.room) }
        case .left(let peer, let reason):
            recordDeparture(of: peer, reason, entry)
            if !legs.isEmpty { legs.close(peer) }
            connections.forget(peer)
        case .noted(.discarded(let discard)): legs.discard(discard.entry)
        case .noted(.page(.left(let page))): connections.closePage(page, isLeft: false)
        case .noted(.page(.discarded)): connections.lastLoss = entry.time
        case .reported(let report): record(report, entry: entry.number, at: entry.time)
        case .refused, .noted: break
        }
    }

    /// Empties ``changes``.
    public mutating func beginChanges() { findings.beginChanges() }

    /// Advances the time to `now`, and evaluates the checks that are due.
    public mutating func advance(to now: Instant) {
        findings.beginChanges()
        evaluateDeadlines(until: now)
    }

    /// Forgets what belongs to an entry that the journal has dropped; an ended call is dropped with its last entry.
    public mutating func forget(_ entry: Entry) {
        answers.forget(entry.number)
        findings.forget(entry: entry.number)
        legs.forget(entry.number)
        connections.forget(entry.number)
        if !addressees.isEmpty { addressees[entry.number] = nil }
        list.forget(through: entry.number)
    }

    private mutating func fold(_ message: ObservedMessage) {
        checkDelivery(of: message)
        checkUnderstanding(of: message)
        record(message)
    }

    /// Records a message in the negotiations that it belongs to.
    mutating func record(_ message: ObservedMessage) {
        guard !message.isAmbiguous else { return }
        switch message.parsed.kind {
        // These set `last` in the access in which they are recorded.
        case .offer, .answer, .candidate, .endOfCandidates: break
        default:
            for recipient in message.recipients { list.current[Pair(message.author, recipient)]?.last = number }
        }
        switch message.parsed.kind {
        case .offer, .answer, .pranswer:
            recordDescription(message)
        case .candidate, .endOfCandidates:
            recordCandidates(message)
        case .rollback: recordRollback(message)
        case .bye, .leave:
            // A guess ends nothing.
            guard !message.parsed.isGuess else { return }
            for recipient in message.recipients { recordGoodbye(message, to: recipient) }
        case .join, .roster, .keepalive, .error, .other, .opaque: break
        }
        if connections.isIndexing { recordForReports(message) }
    }

    // MARK: Ends

    /// Makes each of two peers the latest partner of the other; a peer with too many calls loses its oldest.
    mutating func touch(_ peer: PeerID, _ other: PeerID, at time: Instant) {
        for (one, another) in [(peer, other), (other, peer)] {
            if let evicted = list.touch(one, another) { endCall(Pair(one, evicted), at: time) }
        }
    }

    /// Ends the call of two peers, if they have one, and the findings about it.
    mutating func endCall(_ pair: Pair, at time: Instant) {
        guard let call = list.end(pair, at: time) else { return }
        for negotiation in call.negotiations { closeFindings(about: negotiation, at: time) }
        for peer in [pair.first, pair.second] { peers[peer]?.lastEnded = time }
    }

    /// Ends the findings about a negotiation that is over, including those about descriptions of its two peers.
    mutating func closeFindings(about negotiation: Negotiation, at time: Instant) {
        findings.close(.negotiation(negotiation.id), at: time)
        for peer in [negotiation.id.pair.first, negotiation.id.pair.second] {
            let side = negotiation[peer]
            let entries =
                [side.lastDescription?.entry, side.outstanding?.entry].compactMap(\.self)
                + side.generations.map(\.entry)
            findings.close(.peer(peer), at: time) { finding in finding.evidence.contains { entries.contains($0) } }
        }
    }
}
