import Connections
public import Events
import Findings
import HashTreeCollections
import Legs
import Messages
import Negotiations

/// Deliveries between peers, and peers that end a call, leave or are lost.
extension CallBook {
    // MARK: Deliveries

    /// Checks the delivery of a message, whatever its content.
    mutating func checkDelivery(of message: ObservedMessage) {
        checkFrame(of: message)
        if let name = message.parsed.from { checkIdentity(name, message) }
        checkSpelling(of: message)
    }

    /// Checks the addressee and the frame of a message.
    mutating func checkFrame(of message: ObservedMessage) {
        for observation in DeliveryRules.check(message.delivery, message.parsed, entry: message.number) {
            findings.record(observation, .peer(message.author), at: message.time)
        }
    }

    /// Compares the spelling of a description or candidate with those of the recipients.
    mutating func checkSpelling(of message: ObservedMessage) {
        switch message.parsed.kind {
        case .offer: checkSpelling(of: .offer, message)
        case .answer: checkSpelling(of: .answer, message)
        case .candidate: checkSpelling(of: .candidate, message)
        default: break
        }
    }

    /// Compares the author's first spelling of `subject` with the spellings of the recipients.
    private mutating func checkSpelling(of subject: PeerState.Spelling.Subject, _ message: ObservedMessage) {
        let author = message.author
        guard !peers.isSettled(subject.check, for: author), let shape = message.parsed.envelopeFormat else { return }
        if let state = peers[author] {
            peers.settle(subject.check, for: author)
            guard state.spellings[subject] == nil else { return }
        }
        let spelling = PeerState.Spelling(
            shape: shape, entry: message.number, isUnknown: message.parsed.hasUnknownFormat)
        peers[author]?.spellings[subject] = spelling
        // One client may have names of its own for the caller's candidates and the callee's.
        guard !message.parsed.hasUnknownFormat else { return }
        for recipient in message.recipients {
            guard let other = peers[recipient]?.spellings[subject], !other.isUnknown, other.shape != shape else {
                continue
            }
            findings.record(
                DeliveryRules.mixedDialects(
                    recipient, other.shape, author, shape, entries: [other.entry, spelling.entry]),
                .peer(author), at: message.time)
        }
    }

    /// Records the name that the author gives itself, and whether another peer in the room has the same name.
    private mutating func checkIdentity(_ name: String, _ message: ObservedMessage) {
        let claim = Claim(room: message.delivery.room, name: name, entry: message.number)
        guard let (owner, entry) = peers.record(claim, of: message.author) else { return }
        findings.record(
            DeliveryRules.duplicateIdentity(name, by: owner, and: message.author, entries: [entry, message.number]),
            .peer(message.author), at: message.time)
    }

    /// Exempts the peers of a held or dropped message from the rules that presume delivery, and records what the glare
    /// guard did.
    mutating func recordInterceptions(of delivery: Delivery, by author: PeerID, _ entry: Entry) {
        guard !delivery.interceptions.isEmpty || delivery.release != nil else { return }
        let intercepted = delivery.interceptions.flatMap(\.recipients)
        findings.exempt(
            [author] + intercepted + (delivery.release == nil ? [] : delivery.recipients), at: entry.time)
        for interception in delivery.interceptions {
            guard let observation = DeliveryRules.glareGuard(interception, by: author, entry: entry.number) else {
                continue
            }
            findings.record(observation, .peer(author), with: interception.recipients.first, at: entry.time)
        }
    }

    // MARK: Ends

    /// Ends the negotiation that a goodbye names by its key, or the whole call if it names none.
    mutating func recordGoodbye(_ message: ObservedMessage, to recipient: PeerID) {
        let pair = Pair(message.author, recipient)
        guard let call = list.current[pair] else { return }
        if let key = message.parsed.negotiationKey {
            guard let negotiation = call.negotiations.first(where: { $0.id.key == key }) else { return }
            if call.negotiations.count > 1 {
                list.current[pair]?.remove(key)
                return closeFindings(about: negotiation, at: message.time)
            }
        }
        endCall(pair, at: message.time)
    }

    /// Ends the calls of a peer that left, and schedules the check whether a partner waits for it.
    mutating func recordDeparture(of peer: PeerID, _ reason: DisconnectReason, _ entry: Entry) {
        let partners = list.partners(of: peer)
        var departed: [Departure] = []
        for partner in partners {
            let pair = Pair(peer, partner)
            list.current[pair]?.last = entry.number
            guard findings.exemptionEnd(of: [peer, partner], at: entry.time) == nil else { continue }
            for negotiation in list.current[pair]?.negotiations ?? []
            where !hasOtherRecipients(offerIn: negotiation, than: peer) {
                let vanished = DeliveryRules.peerVanished(
                    peer, reason, in: negotiation, entry: entry.number, at: entry.time)
                guard let vanished else { continue }
                let observation = doubted(vanished, of: [peer], at: entry.time)
                departed.append(Departure(observation: observation, peer: peer, partner: partner))
            }
        }
        if !departed.isEmpty {
            departures[entry.number] = departed
            deadlines.add(
                DeadlineQueue.Item(id: nil, check: .departure(entry: entry.number)), Self.departureSeconds,
                after: entry.time)
        }
        for partner in partners { endCall(Pair(peer, partner), at: entry.time) }
        peers.remove(peer)
        findings.close(.peer(peer), at: entry.time)
        findings.endExemption(of: peer)
    }

    /// Whether the offer in `negotiation` that `peer` has not answered is outstanding with another peer, too.
    private func hasOtherRecipients(offerIn negotiation: Negotiation, than peer: PeerID) -> Bool {
        guard let offerer = negotiation.id.pair.other(than: peer), let offer = negotiation.outstanding(of: offerer)
        else { return false }
        return list.partners(of: offerer).contains { other in
            other != peer
                && list.current[Pair(offerer, other)]?.negotiations.contains {
                    $0.outstanding(of: offerer)?.entry == offer.entry
                } == true
        }
    }

    // MARK: Lost entries

    /// Makes `present` the connected peers, after entries were lost that may have recorded joins and departures.
    public mutating func correct(_ present: [Peer], at now: Instant) {
        findings.beginChanges()
        for peer in peers.update(to: present) { findings.close(.peer(peer), at: now) }
        let servers = present.filter { $0.role == .server }
        if !servers.isEmpty || !legs.isEmpty {
            legs.update(to: servers.compactMap { peers.leg(in: $0.room) }, entry: number)
        }
    }

    /// Ends all calls, because entries are missing that may have changed or ended them.
    mutating func invalidate(at time: Instant) {
        for pair in list.current.keys { endCall(pair, at: time) }
        resolveDepartures(at: time)
        peers.invalidate()
        legs.invalidate()
        deadlines.removeAll()
    }
}
