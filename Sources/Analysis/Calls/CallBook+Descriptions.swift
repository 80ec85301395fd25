import Connections
import Events
import Findings
import HashTreeCollections
import Messages
import Negotiations
import SDP

/// Descriptions by themselves, offers and rollbacks.
extension CallBook {
    /// Records the description of a message in each negotiation that it belongs to.
    mutating func recordDescription(_ message: ObservedMessage) {
        let (number, time, author, kind) = (message.number, message.time, message.author, message.parsed.kind)
        let description = SignaledDescription(
            entry: number, time: time, author: author, isOffer: kind == .offer,
            terms: message.parsed.descriptionSummary)
        if !message.isEdited { check(description, kind) }
        let recipients = message.recipients
        guard !recipients.isEmpty else {
            if case .nobody = message.delivery.addressee { return }
            return findings.record(
                DeliveryRules.unheardDescription(message.delivery, kind, entry: number), .peer(author), at: time)
        }
        findings.resolve(.peer(author), at: time, "its \(entry: number) was delivered") {
            $0.rule == .unheardDescription
        }
        switch kind {
        case .offer: recordOffer(description, to: recipients, message)
        case .answer: recordAnswer(description, to: recipients, message)
        default:
            for recipient in recipients { recordPranswer(description, to: recipient, message) }
        }
    }

    /// Checks a description by itself; the findings about the author's previous one that no longer apply are resolved.
    private mutating func check(_ description: SignaledDescription, _ kind: Kind) {
        let scope = FindingBook.Scope.peer(description.author)
        for observation in DescriptionRules.check(description, kind: kind) {
            findings.record(observation, scope, at: description.time)
        }
        findings.resolve(scope, at: description.time, "\(entry: description.entry) is in order") {
            $0.rule.family == .description && $0.evidence.last.map { $0 < description.entry } == true
        }
    }

    // MARK: Offers

    private mutating func recordOffer(
        _ offer: SignaledDescription, to recipients: [PeerID], _ message: ObservedMessage
    ) {
        // For a peer that has joined since, an author repeats the offer that the others have already.
        let isRepeated = recipients.contains { !list.current.keys.contains(Pair(offer.author, $0)) }
        var compared: [Int] = []
        var replaced: [SignaledDescription] = []
        for recipient in recipients {
            let old = recordOffer(offer, to: recipient, message, isRepeated: isRepeated, &compared)
            if let old, replaced.last?.entry != old.entry { replaced.append(old) }
        }
        for old in replaced { cancelDeadline(of: old) }
        deadlines.add(Self.deadline(of: offer), OrderRules.answerSeconds, after: offer.time)
    }

    /// Records an offer to one recipient; returns the outstanding offer that it replaces, or `nil` if there is none.
    ///
    /// The entries of the descriptions that the offer was compared with so far are in `compared`.
    private mutating func recordOffer(
        _ offer: SignaledDescription, to recipient: PeerID, _ message: ObservedMessage, isRepeated: Bool,
        _ compared: inout [Int]
    ) -> SignaledDescription? {
        let pair = Pair(offer.author, recipient)
        let (room, key, time) = (message.delivery.room, message.parsed.negotiationKey, offer.time)
        list.begin(pair, room: room, entry: offer.entry, at: time)
        touch(offer.author, recipient, at: time)
        guard let change = list.current[pair]?.offer(offer, key, entry: number) else { return nil }
        for evicted in change.evicted { closeFindings(about: evicted, at: message.time) }
        let (id, earlier) = (change.id, change.own)
        let crossing = change.wasAnsweredElsewhere ? nil : change.other
        for observation in OrderRules.offer(
            offer, to: recipient, earlier: change.wasAnsweredElsewhere ? nil : earlier, crossing: crossing)
        {
            if observation.rule == .supersededOffer, isRepeated { continue }
            // An offer to a large room replaces one offer to each recipient; that is one finding.
            let scope: FindingBook.Scope = observation.rule == .glare ? .negotiation(id) : .peer(offer.author)
            findings.record(observation, scope, with: recipient, at: time)
        }
        if let previous = change.previous, !compared.contains(previous.entry),
            !message.isEdited
        {
            compared.append(previous.entry)
            compare(previous, with: offer, partner: recipient) { $0.rule != .duplicateDescription || !isRepeated }
        }
        findings.resolve(.peer(offer.author), at: time, "\(entry: offer.entry) took its place") {
            $0.rule == .unansweredOffer && earlier?.entry == $0.evidence.first
        }
        if let crossing {
            let second = max(crossing.entry, offer.entry)
            deadlines.add(
                DeadlineQueue.Item(id: id, check: .glare(second: second)), OrderRules.glareSeconds, after: time)
        }
        if change.beginsGeneration { scheduleTypeCheck(of: offer, id) }
        return earlier
    }

    /// The check that finds `offer` unanswered.
    private static func deadline(of offer: SignaledDescription) -> DeadlineQueue.Item {
        DeadlineQueue.Item(id: nil, check: .unanswered(offer: offer.entry, offer.author))
    }

    /// Cancels the deadline of `offer`, unless it is still outstanding in another negotiation.
    mutating func cancelDeadline(of offer: SignaledDescription) {
        let isOutstanding = list.partners(of: offer.author).contains { other in
            list.current[Pair(offer.author, other)]?.isOutstanding(offer) == true
        }
        if !isOutstanding { deadlines.remove(Self.deadline(of: offer), OrderRules.answerSeconds, after: offer.time) }
    }

    /// Compares a description with the previous one of its author, and records the observations that `isIncluded`
    /// accepts.
    mutating func compare(
        _ earlier: SignaledDescription?, with later: SignaledDescription, partner: PeerID,
        where isIncluded: (Observation) -> Bool
    ) {
        guard let earlier, earlier.entry < later.entry else { return }
        for observation in SuccessionRules.check(earlier: earlier, later: later) where isIncluded(observation) {
            findings.record(observation, .peer(later.author), with: partner, at: later.time)
        }
    }

    // MARK: Rollbacks

    /// Records that the author of a message took its offer back.
    mutating func recordRollback(_ message: ObservedMessage) {
        let (number, time) = (message.number, message.time)
        findings.record(
            OrderRules.rollback(by: message.author, entry: number), .peer(message.author), at: time)
        for recipient in message.recipients {
            let pair = Pair(message.author, recipient)
            guard let index = list.current[pair]?.index(message.parsed.negotiationKey) else { continue }
            let offer = list.current[pair]?.negotiations[index].outstanding(of: message.author)
            list.current[pair]?.change(index) { $0.rollback(by: message.author) }
            if let offer { cancelDeadline(of: offer) }
        }
    }
}
