public import Analysis
public import Events
import Filtering
import Messages

/// What the log says of an entry, in the words of its columns.
public struct LogLine: Hashable, Sendable {
    /// `!` where a finding stands that this entry proves, `i` for one that is worth knowing alone, `✓` for one that was
    /// got over; `R` for a message that the operator sent again.
    public let mark: String
    /// The entry's number.
    public let number: Int
    /// When it was.
    public let time: Instant
    /// From whom to whom: `alice→bob`.
    public let route: String
    /// The message's kind, with a question mark if it is a guess, or the name of the event.
    public let kind: String
    /// Bytes of the message; empty for a fact.
    public let size: String
    /// What it says; any text, so made printable when it is drawn.
    public let summary: String
    /// The findings that this entry proves, in a few words; nil where there are none.
    let findings: TextLine?
    let role: Role

    /// The line of `record`; the offer that an answer belongs to is `reply`, what it proves `findings`, the worst first.
    public init(_ record: Journal.Record, _ roster: Roster, reply: Reply? = nil, findings: [Finding] = []) {
        let entry = record.entry
        self.findings = FindingWords.short(findings)
        let sign = findings.first.map(FindingWords.sign)
        number = entry.number
        time = entry.time
        size = entry.transit.map { Measure.bytes($0.message.payload.count) } ?? ""
        switch entry.content {
        case .message(let transit):
            kind = (record.kind?.rawValue ?? "") + (record.isGuess ? "?" : "")
            route = Self.route(transit, roster)
            var notes = [Secrets.masked(record.summary)]
            if let reply { notes.insert("re:#\(reply.offer) +\(Measure.duration(reply.nanoseconds))", at: 0) }
            if case .nobody(let fault) = transit.addressee { notes.insert("\(fault.code): \(fault.words)", at: 0) }
            notes.insert(contentsOf: PassageWords.notes(transit, roster), at: 0)
            let passage = PassageWords.mark(transit)
            mark = sign ?? passage ?? ""
            role = passage == nil ? Self.role(record.kind) : .operated
            summary = notes.filter { !$0.isEmpty }.joined(separator: " · ")
        case .joined(let peer):
            (mark, route, kind, role) = (sign ?? "", roster.label(peer.id), "joined", .fact)
            summary = "room \(peer.room) · \(peer.isAware ? "aware" : "plain") client"
        case .left(let peer, let departure):
            let isKick = departure.isKick
            (mark, route, kind) = (sign ?? "", roster.label(peer), isKick ? "kicked" : "left")
            role = isKick ? .operated : .fact
            summary = Self.words(departure)
        case .refused(let arrival, let refusal):
            (mark, kind, role) = (sign ?? "", "refused", .warning)
            route = arrival.id == .relay ? arrival.name ?? "-" : arrival.id.description
            summary = "\(refusal.words) · from \(arrival.address)"
        case .noted(let notice):
            let subject = notice.isOperators ? "op" : "relay"
            route = if case .discarded(let discard) = notice { roster.label(discard.sender) } else { subject }
            role = notice.isWarning ? .warning : .operated
            (mark, kind) = (sign ?? "", Self.kind(notice))
            summary = notice.words(roster.label)
        }
    }

    /// `removed by the operator (4503)`, `closed 1000`.
    private static func words(_ departure: Departure) -> String {
        guard case .kicked(let dismissal) = departure else { return departure.words }
        return "\(dismissal.reason) (\(dismissal.code.rawValue))"
    }

    /// Which act it is, in a word: `armed`, `banned`.
    static func kind(_ notice: Notice) -> String { Entry(number: 0, time: .start, content: .noted(notice)).kindName }

    /// `alice→bob`, `alice→3 peers`, `op→bob`, `alice→nobody`.
    static func route(_ transit: Transit, _ roster: Roster) -> String {
        let sender =
            switch transit.sender {
            case .peer(let peer): roster.label(peer)
            case .operated: "op"
            }
        let kept = transit.interceptions.flatMap(\.receivers)
        let hearers =
            switch transit.hearers.count {
            // Whom it has not reached stands in parentheses.
            case 0 where kept.count == 1: "(\(roster.label(kept[0])))"
            case 0 where !kept.isEmpty: "(\(kept.count) peers)"
            case 0: "nobody"
            case 1: roster.label(transit.hearers[0])
            default: "\(transit.hearers.count) peers"
            }
        return "\(sender)→\(hearers)"
    }

    static func role(_ kind: Kind?) -> Role {
        switch kind {
        case .offer, .rollback: .offer
        case .answer, .pranswer: .answer
        case .candidate, .endOfCandidates: .candidate
        case .error: .error
        default: .plain
        }
    }
}
