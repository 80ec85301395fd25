import Analysis
import Connections
public import DequeModule
public import Events
public import Findings
import Messages
import Negotiations
import Redaction
import Reports

/// A notable event: a finding, a refusal, an act of the operator, or a loss of entries.
public struct EventItem: Hashable, Sendable {
    /// The time of the event.
    public let time: Instant
    /// The severity.
    public let severity: Severity
    /// The event in a line, with the names of that time.
    ///
    /// It may contain text of peers, so it is made printable when it is drawn.
    public let text: String
    /// The number of the entry that the event is about; `nil` if there is none.
    public let entry: Int?
}

/// The latest notable events, in order.
public struct EventItems: Sendable {
    /// The limit of events that are kept.
    static let limit = 1000

    /// The events that are kept.
    public private(set) var all = Deque<EventItem>()
    /// The number of older events that were removed.
    public private(set) var gone = 0

    private mutating func append(_ item: EventItem) {
        all.append(item)
        if all.count > Self.limit {
            all.removeFirst()
            gone += 1
        }
    }

    /// Adds `entry`, if it is notable, and the changes of findings with it.
    ///
    /// Changes before the entry precede it, as they would if the time had been advanced to them.
    mutating func append(_ entry: Entry, _ parsed: ParsedMessage?, _ changes: [FindingChange], _ roster: Roster) {
        let earlier = changes.prefix { $0.time < entry.time }
        append(earlier, roster)
        append(entry, parsed, roster)
        append(changes.dropFirst(earlier.count), roster)
    }

    /// Adds the changes of findings; the ends of informations are not notable.
    mutating func append(_ changes: some Sequence<FindingChange>, _ roster: Roster) {
        for change in changes where !change.isEnding || change.finding.severity > .information {
            let finding = change.finding
            let sentences = [finding.sentence, finding.resolution?.sentence].compactMap(\.self).map {
                Secrets.masked($0.text(roster.label))
            }
            let text = sentences.joined(separator: ": ")
            append(
                EventItem(
                    time: change.time,
                    severity: finding.isOpen && !change.isEnding ? finding.severity : .information,
                    text: change.isEnding ? "ended with its call: \(text)" : "\(finding.sign) \(text)",
                    entry: finding.evidence.last))
        }
    }

    /// Adds `entry`, if it is notable.
    private mutating func append(_ entry: Entry, _ parsed: ParsedMessage?, _ roster: Roster) {
        guard let (severity, words) = Self.text(entry, parsed, roster) else { return }
        append(EventItem(time: entry.time, severity: severity, text: words, entry: entry.number))
    }

    /// Adds a loss of `count` events.
    mutating func appendLoss(of count: Int, at now: Instant) {
        let events = "\(Format.count(count, "event")) of the relay \(count == 1 ? "was" : "were") lost"
        let words = "\(events): the console could not keep up (deliveries were not delayed)"
        append(EventItem(time: now, severity: .warning, text: words, entry: nil))
    }

    private static func text(_ entry: Entry, _ parsed: ParsedMessage?, _ roster: Roster) -> (Severity, String)? {
        switch entry.content {
        case .message(let delivery):
            if delivery.isOperated {
                let notes = InterceptionText.notes(delivery, roster).first ?? ""
                let act = delivery.original == nil ? "\(notes) \(parsed?.kind.rawValue ?? "")" : notes
                return (.information, "operator: \(act) to \(InterceptionText.list(delivery.recipients, roster))")
            }
            if let interception = delivery.interceptions.first, interception.fate == .dropped {
                let author = roster.label(delivery.author)
                return (.information, "#\(entry.number) of \(author) \(InterceptionText.text(interception))")
            }
            guard case .nobody(let fault) = delivery.addressee else { return nil }
            return (.warning, "\(roster.label(delivery.author)) received error \(fault.code): \(fault.message)")
        case .left(let peer, .kicked(let reason)):
            return (.information, "operator removed \(roster.label(peer)): \(reason.reason)")
        case .joined, .left: return nil
        case .reported(let report):
            guard report.report.isFailure else { return nil }
            return (.warning, "\(report.page): \(Secrets.masked(report.report.text))")
        case .noted(let notice):
            guard !notice.isRoutine else { return nil }
            let words = "\(LogLine.kind(notice)): \(notice.text(roster.label))"
            return (
                notice.isWarning ? .warning : .information, notice.isOperatorAct ? "operator \(words)" : words
            )
        case .refused(let request, let refusal):
            return (.warning, "\(request.address) was refused: \(refusal.text)")
        }
    }
}
