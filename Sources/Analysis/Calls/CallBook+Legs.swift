import Connections
import Events
import Findings
import HashTreeCollections
import Legs
import Messages
import Negotiations
import SDP

/// Messages through an upstream server: between two clients if the server sends them on, or else with the server.
///
/// ```
/// p1 ─ offer #5 ─▶ server                          pending
///                  server ─ offer #6 ─▶ p3         a client sent it: #5 is an offer of p1 to p3
/// p1 ◀─ answer ─── server                          no client sent it: #5 was an offer to the server
///                  5 s, p3 was connected           swallowed by the server
///                  10 s, p1 was alone              an offer to the server
/// ```
extension CallBook {
    /// The time in which a server sends a message on, in seconds; those that do take milliseconds.
    static let forwardingSeconds = 5

    /// Opens the leg in `room`, if both of its ends have joined.
    mutating func openLeg(in room: String) {
        guard let leg = peers.leg(in: room) else { return }
        legs.open(leg.client, server: leg.server, entry: number)
    }

    /// Folds a message between a client and the server.
    mutating func fold(_ message: LegMessage, _ entry: Entry) {
        if !message.isOperated { recordInterceptions(of: message.delivery, by: message.delivery.author, entry) }
        let isDelivered = !message.delivery.recipients.isEmpty
        if !message.isOperated, isDelivered {
            let observed = ObservedMessage(message)
            checkFrame(of: observed)
            checkUnderstanding(of: observed)
        }
        switch message.direction {
        // What is held or dropped has not reached the server.
        case .inbound: if isDelivered { foldInbound(message) }
        case .outbound: foldOutbound(message, isDelivered: isDelivered)
        }
    }

    // MARK: To the server

    private mutating func foldInbound(_ message: LegMessage) {
        if !message.isOperated {
            peers.learnNames(in: message.parsed, message.delivery.message.payload, of: message.client)
            if !message.parsed.kind.isNegotiation {
                record(ObservedMessage(message))
            } else if isForServer(message) {
                legs.markForServer(message)
                return record(ObservedMessage(message))
            }
        }
        for displaced in legs.add(message) { recordForServer(displaced) }
        guard message.parsed.kind.isNegotiation else { return }
        deadlines.add(
            DeadlineQueue.Item(id: nil, check: .forwarding(entry: message.number)), Self.forwardingSeconds,
            after: message.time)
    }

    /// Whether the server itself is the peer of the negotiation that the message of a client belongs to.
    private func isForServer(_ message: LegMessage) -> Bool {
        let (client, server, parsed) = (message.client, message.server, message.parsed)
        guard let negotiation = self[client, server, parsed.negotiationKey] else { return false }
        switch parsed.kind {
        case .answer, .pranswer:
            guard negotiation.outstanding(of: server) != nil else { return false }
            // The answer may be to the offer of a client.
            return !list.partners(of: client).contains { other in
                other != server
                    && list.current[Pair(client, other)]?.negotiations.contains {
                        $0.outstanding(of: other) != nil
                    } == true
            }
        case .candidate, .endOfCandidates:
            guard negotiation.lastDescription(of: server) != nil else { return false }
            return negotiation[client].generation(of: parsed.usernameFragment ?? legs.userName(of: client)) != nil
        default: return false
        }
    }

    /// Records a message that the server did not send on as one to the server; without an offer, there is nothing that
    /// it can belong to.
    private mutating func recordForServer(_ message: LegMessage) {
        let parsed = message.parsed
        let negotiation = self[message.client, message.server, parsed.negotiationKey]
        switch parsed.kind {
        case .offer: break
        case .answer, .pranswer: guard negotiation?.outstanding(of: message.server) != nil else { return }
        default: guard negotiation?.lastDescription(of: message.client) != nil else { return }
        }
        record(ObservedMessage(message))
    }

    /// Records that the server has not sent on the message in an entry, or gives it up once its time is over.
    mutating func checkForwarding(of entry: Int, _ item: DeadlineQueue.Item, _ now: Instant) {
        guard let age = legs.age(of: entry, at: now) else { return }
        guard age < LegBook.window else {
            if let message = legs.expire(entry) { recordForServer(message) }
            return
        }
        deadlines.add(item, Self.forwardingSeconds, after: now)
        guard let message = legs.swallow(entry) else { return }
        let observation = ServerRules.swallowed(
            message.parsed.kind, of: message.client, entry: entry, Self.forwardingSeconds)
        let doubt = legs.doubt(of: message).map { observation.doubted(because: $0.number, of: $0.server) }
        findings.record(doubt ?? observation, .peer(message.client), at: now)
        recordForServer(message)
    }

    // MARK: From the server

    private mutating func foldOutbound(_ message: LegMessage, isDelivered: Bool) {
        let (client, kind) = (message.client, message.parsed.kind)
        if case .connected(let id?)? = message.delivery.message.packet?.content { peers.learn(id: id, of: client) }
        guard !message.isOperated else {
            if kind == .offer, isDelivered { peers[client]?.lastReplayed = message.time }
            return
        }
        switch origin(of: message) {
        case .clients(let joins): if isDelivered { fold(joins, message) }
        case .recipient, .unknown: break
        case .server:
            if kind.isDescription || kind == .candidate { legs.markMadeByServer(message.number) }
            if kind == .answer || kind == .pranswer { recordOffersToServer(message) }
            if isDelivered { record(ObservedMessage(message)) }
        }
    }

    private mutating func origin(of message: LegMessage) -> LegBook.Origin {
        let peers = peers
        return legs.join(message) { client, id in peers.isKnown(client, as: id) }
    }

    /// Records the messages of a client that the server answered itself with `answer`.
    private mutating func recordOffersToServer(_ answer: LegMessage) {
        for message in legs.answer(answer.client, key: answer.parsed.negotiationKey) { recordForServer(message) }
        findings.resolve(.peer(answer.client), at: answer.time, "the server answered in \(entry: answer.number)") {
            $0.rule == .swallowedByServer
        }
    }

    /// Records the messages of a client that the server sent on in `outbound`.
    private mutating func fold(_ joins: [LegBook.Join], _ outbound: LegMessage) {
        // The messages of several clients in one belong to no negotiation.
        guard let join = joins.first, joins.allSatisfy({ $0.exchange.sender == join.exchange.sender }) else { return }
        let (sender, recipient) = (join.exchange.sender, join.exchange.recipient)
        guard !join.message.isOperated else {
            if outbound.parsed.kind == .offer { peers[recipient]?.lastReplayed = outbound.time }
            return
        }
        // A goodbye may go out after its sender has left.
        guard !join.isRepeated, peers[sender] != nil else { return }
        if let name = outbound.parsed.from { peers.learn(id: name, of: sender) }
        let message = ObservedMessage(join, outbound)
        if join.wasSwallowed { resolveSwallowed(join, at: outbound.time) }
        checkSpelling(of: message)
        if join.exchange.change == .description, !message.isEdited {
            findings.record(
                ServerRules.changed(join.exchange, join.message.parsed, outbound.parsed), .peer(sender),
                with: recipient, at: outbound.time)
        }
        record(message)
        list.current[Pair(sender, recipient)]?.last = number
    }

    /// Takes back that the server swallowed a message, which it has sent on now.
    private mutating func resolveSwallowed(_ join: LegBook.Join, at time: Instant) {
        let (client, server, exchange) = (join.message.client, join.message.server, join.exchange)
        findings.resolve(.peer(client), at: time, "the server sent it on in \(entry: exchange.outbound)") {
            $0.rule == .swallowedByServer
                && $0.subject == ServerRules.subject(exchange.inbound, join.message.parsed.kind)
        }
        let pair = Pair(client, server)
        let isOneSided = list.current[pair]?.negotiations.allSatisfy { $0.lastDescription(of: server) == nil }
        if isOneSided == true { endCall(pair, at: time) }
    }
}
