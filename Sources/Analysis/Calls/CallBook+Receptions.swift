import Connections
import Events
import Findings
import HashTreeCollections
import Messages
import Negotiations

/// Messages that are delivered to a page and never applied.
extension CallBook {
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
}
