import Connections
import Events
import Findings
import HashTreeCollections
import Messages
import Negotiations
import Reports
import SDP

/// The receptions of delivered messages by pages: applied, refused by the browser, or never applied.
extension CallBook {
    // MARK: Never applied

    /// Schedules the check whether a recipient with a probe has applied an answer or a candidate.
    mutating func scheduleReceptionCheck(of message: ObservedMessage, by recipient: PeerID) {
        guard connections.watched.contains(recipient) else { return }
        let check = DeadlineQueue.Check.reception(
            entry: message.number, recipient, message.parsed.kind, delivered: message.time)
        deadlines.add(DeadlineQueue.Item(id: nil, check: check), ReceptionRules.seconds, after: message.time)
    }

    /// Checks again in a second if the page may be so busy that it has not yet reported what it did; returns whether it does.
    private mutating func postponeReceptionCheck(
        _ item: DeadlineQueue.Item, of page: PageID, since delivered: Instant, _ now: Instant
    ) -> Bool {
        let heard = connections.page(page)?.heard ?? delivered
        guard heard.seconds(since: delivered) < Int64(ReceptionRules.seconds),
            now.seconds(since: delivered) < Int64(ReceptionRules.busySeconds)
        else { return false }
        deadlines.add(item, 1, after: now)
        return true
    }

    /// Records that the answer or the candidate in an entry was not applied, if the recipient has a connection that could.
    mutating func checkReception(
        of entry: Int, by recipient: PeerID, _ kind: Kind, delivered: Instant, _ item: DeadlineQueue.Item,
        _ now: Instant
    ) {
        guard !connections.receptions(of: entry).contains(where: { $0.peer == recipient }),
            kind != .candidate || !connections.isReplayed,
            connections.lastLoss.map({ now.seconds(since: $0) > Int64(ReceptionRules.lossSeconds) }) ?? true
        else { return }
        for other in list.partners(of: recipient) {
            for negotiation in list.current[Pair(recipient, other)]?.negotiations ?? [] {
                guard let connection = connections.connection(of: recipient, in: negotiation), !connection.isClosed,
                    connections.page(connection.id.page)?.isPresent == true
                else { continue }
                // Candidates wait for the remote description, and a connected call does not need them.
                if kind == .candidate {
                    guard connection.hasRemoteDescription, connection.connected == nil,
                        let negotiated = connection.negotiated,
                        now.seconds(since: negotiated) >= Int64(ReceptionRules.seconds)
                    else { continue }
                } else {
                    guard negotiation.lastDescription(of: other)?.entry == entry else { continue }
                }
                if postponeReceptionCheck(item, of: connection.id.page, since: delivered, now) { return }
                connections.record(
                    Reception(connection: connection.id, peer: recipient, outcome: .neverApplied, entry: nil),
                    of: entry)
                return findings.record(
                    ReceptionRules.neverApplied(kind, by: recipient, entry: entry), .negotiation(negotiation.id),
                    at: now)
            }
        }
    }

    mutating func resolveNeverApplied(_ entry: Int, by peer: PeerID, at time: Instant) {
        for other in list.partners(of: peer) {
            for negotiation in list.current[Pair(peer, other)]?.negotiations ?? [] {
                findings.resolve(.negotiation(negotiation.id), at: time, "\(peer: peer) applied it") {
                    $0.rule == .neverApplied && $0.evidence.contains(entry)
                }
            }
        }
    }

    // MARK: Reports

    /// Records what a page did with a candidate of another peer.
    mutating func recordCandidate(
        _ call: APICall, of id: ConnectionID, _ report: PageReport, entry: Int?, at time: Instant
    ) {
        let text = call.candidate?.text
        let candidate = text.flatMap { Candidate($0) }
        let delivery = candidate.flatMap { connections.delivery(of: $0, to: id) }
        if let delivery {
            let outcome = call.error.map { Reception.Outcome.refused($0) }
            let after = max(0, report.occurred.nanoseconds + (call.duration ?? 0) * 1000 - delivery.time.nanoseconds)
            connections.record(
                Reception(connection: id, peer: delivery.to, outcome: outcome ?? .applied(after: after), entry: entry),
                of: delivery.entry)
            resolveNeverApplied(delivery.entry, by: delivery.to, at: time)
        }
        if let error = call.error, let entry {
            recordRefusal(error, call, of: id, message: delivery?.entry, entry: entry, at: time)
        }
    }

    mutating func recordRemote(
        _ call: APICall, of id: ConnectionID, _ report: PageReport, entry: Int?, at time: Instant
    ) {
        guard let key = DescriptionKey(call.description), !call.isPending else { return }
        // A refused offer tells at least whose connection it is.
        if call.error == nil || connections[id]?.remote == nil { connections.setRemote(key, of: id) }
        if call.hasSucceeded { connections.change(id) { $0.hasRemoteDescription = true } }
        let isOwned = connections.owner(of: id) != nil
        connections.change(id) { $0.pendingRemote = isOwned ? nil : (call, report, entry) }
        if isOwned { recordReception(call, key, of: id, report, entry: entry, at: time) }
        guard let error = call.error, let entry, !isOwned else { return }
        let message = connections.presumedDelivery(of: key, to: id)
        recordRefusal(error, call, of: id, message: message, entry: entry, at: time)
    }

    /// Records the remote description and the candidates that a page applied before it was known whose page it is.
    mutating func recordPending(of id: ConnectionID, at time: Instant) {
        guard let connection = connections[id], connections.owner(of: id) != nil else { return }
        connections.change(id) { $0.removePending() }
        if let (call, report, entry) = connection.pendingRemote, let key = DescriptionKey(call.description) {
            recordReception(call, key, of: id, report, entry: entry, at: time)
        }
        for (call, report, entry) in connection.pendingCandidates {
            recordCandidate(call, of: id, report, entry: entry, at: time)
        }
    }

    /// Records what a page did with the description of another peer.
    private mutating func recordReception(
        _ call: APICall, _ key: DescriptionKey, of id: ConnectionID, _ report: PageReport, entry: Int?,
        at time: Instant
    ) {
        let applied = call.description?.text.map(DescriptionDigest.digest)
        let isOffer = call.description?.kind == "offer"
        guard let (signaled, peer) = connections.delivery(of: key, digest: applied, isOffer: isOffer, to: id) else {
            if let error = call.error, let entry {
                recordRefusal(error, call, of: id, message: nil, entry: entry, at: time)
            }
            return
        }
        let message = signaled.description.entry
        let end = report.occurred.nanoseconds + (call.duration ?? 0) * 1000
        let after = max(0, end - signaled.description.time.nanoseconds)
        let isChanged = applied.flatMap { applied in signaled.digest.map { $0 != applied } } ?? false
        let outcome: Reception.Outcome =
            if let error = call.error { .refused(error) } else if isChanged { .appliedChanged(after: after) } else {
                .applied(after: after)
            }
        connections.record(Reception(connection: id, peer: peer, outcome: outcome, entry: entry), of: message)
        resolveNeverApplied(message, by: peer, at: time)
        guard let entry else { return }
        if let error = call.error {
            recordRefusal(error, call, of: id, message: message, entry: entry, at: time)
        } else if isChanged {
            findings.record(
                ReceptionRules.appliedChanged(peer, message: message, entry: entry), scope(of: id), at: time)
        }
    }

    mutating func recordRefusal(
        _ error: ReportedError, _ call: APICall, of id: ConnectionID, message: Int?, entry: Int, at time: Instant
    ) {
        // In glare, the side that ignores an offer cannot add its candidates either (W3C webrtc-pc, perfect negotiation).
        if call.candidate != nil, connections[id]?.states[.signaling] == "have-local-offer" { return }
        let peer = connections.presumedOwner(of: id)
        findings.record(
            ReceptionRules.refused(error, call, by: peer, id.page, message: message, entry: entry), scope(of: id),
            at: time)
    }
}
