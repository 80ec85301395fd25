public import Analysis
public import DequeModule
public import Events
import Messages

/// Something that the operator should hear of: a finding, a refusal, an act of the operator, a loss.
public struct EventItem: Hashable, Sendable {
    /// When it was.
    public let time: Instant
    /// How bad it is.
    public let severity: Severity
    /// What it is, with the names that the peers had then; any text, so it is made printable when it is drawn.
    public let words: String
    /// The entry that it is about; `nil` if there is none.
    public let entry: Int?
}

/// The latest notable events, in order.
public struct EventItems: Sendable {
    /// The number that is kept; default 1,000.
    static let limit = 1000

    /// Those that are kept.
    public private(set) var all = Deque<EventItem>()
    /// The number of older ones that were removed to make room.
    public private(set) var gone = 0

    private mutating func append(_ happening: EventItem) {
        all.append(happening)
        if all.count > Self.limit {
            all.removeFirst()
            gone += 1
        }
    }

    /// Adds the findings that the last entry, or the time, has changed.
    mutating func note(_ calls: CallBook, _ roster: Roster, at now: Instant) {
        for finding in calls.changes {
            let words = [finding.sentence, finding.resolution?.sentence].compactMap(\.self).map {
                Secrets.masked($0.words(roster.label))
            }
            append(
                EventItem(
                    time: finding.resolution?.time ?? now, severity: finding.isOpen ? finding.severity : .information,
                    words: "\(finding.sign) \(words.joined(separator: ": "))", entry: finding.proof.last))
        }
        for finding in calls.endings where finding.severity > .information {
            let words = "ended with its call: \(Secrets.masked(finding.sentence.words(roster.label)))"
            append(EventItem(time: now, severity: .information, words: words, entry: finding.proof.last))
        }
    }

    /// Adds `entry`, if the operator should hear of it.
    mutating func note(_ entry: Entry, _ reading: ParsedMessage?, _ roster: Roster) {
        guard let (severity, words) = Self.text(entry, reading, roster) else { return }
        append(EventItem(time: entry.time, severity: severity, words: words, entry: entry.number))
    }

    /// Adds that `count` events were lost.
    mutating func noteLoss(_ count: Int, at now: Instant) {
        let words = "\(Format.count(count, "report")) of the relay came too fast to be shown, and none was held up"
        append(EventItem(time: now, severity: .warning, words: words, entry: nil))
    }

    private static func text(_ entry: Entry, _ reading: ParsedMessage?, _ roster: Roster) -> (Severity, String)? {
        switch entry.content {
        case .message(let transit):
            if transit.isOperated {
                let notes = InterceptionText.notes(transit, roster).first ?? ""
                let act = transit.original == nil ? "\(notes) \(reading?.kind.rawValue ?? "")" : notes
                return (.information, "operator: \(act) to \(InterceptionText.list(transit.hearers, roster))")
            }
            if let interception = transit.interceptions.first, interception.fate == .dropped {
                let author = roster.label(transit.author)
                return (.information, "#\(entry.number) of \(author) \(InterceptionText.words(interception))")
            }
            guard case .nobody(let fault) = transit.addressee else { return nil }
            return (.warning, "\(roster.label(transit.author)) was told \(fault.code): \(fault.words)")
        case .left(let peer, .kicked(let dismissal)):
            return (.information, "operator removed \(roster.label(peer)): \(dismissal.reason)")
        case .noted(let notice):
            let words = "\(LogLine.kind(notice)): \(notice.words(roster.label))"
            return (
                notice.isWarning ? .warning : .information, notice.isOperators ? "operator \(words)" : words
            )
        case .refused(let arrival, let refusal):
            return (.warning, "\(arrival.address) was refused: \(refusal.words)")
        case .joined, .left: return nil
        }
    }
}
