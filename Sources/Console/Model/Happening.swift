import Analysis
internal import DequeModule
import Events
import Messages

/// Something the operator should hear of: a finding, a refusal, the operator's own doing, a loss.
struct Happening: Hashable, Sendable {
    let time: Instant
    /// How bad it is.
    let severity: Severity
    /// In words, as the peers were called then; any text, so made printable when it is drawn.
    let words: String
    /// The entry that it is about; nil where there is none.
    let entry: Int?
}

/// The latest happenings, in order.
struct Happenings: Sendable {
    /// How many are kept.
    static let limit = 1000

    private(set) var all = Deque<Happening>()
    /// How many had to make room.
    private(set) var gone = 0

    mutating func note(_ happening: Happening) {
        all.append(happening)
        if all.count > Self.limit {
            all.removeFirst()
            gone += 1
        }
    }
}

extension Model {
    /// Takes in what the last entry, or the time, has brought to light.
    ///
    /// - Returns: Whether an error is among it that was not there before.
    mutating func noteFindings() -> Bool {
        var isAlarm = false
        for finding in calls.changes {
            if finding.isOpen, finding.severity == .error { isAlarm = true }
            let words = [finding.sentence, finding.resolution?.sentence].compactMap(\.self).map {
                Secrets.masked($0.words(roster.label))
            }
            happenings.note(
                Happening(
                    time: finding.resolution?.time ?? now, severity: finding.isOpen ? finding.severity : .information,
                    words: "\(FindingWords.sign(finding)) \(words.joined(separator: ": "))", entry: finding.proof.last))
        }
        for finding in calls.endings where finding.severity > .information {
            let words = "ended with its call: \(Secrets.masked(finding.sentence.words(roster.label)))"
            happenings.note(Happening(time: now, severity: .information, words: words, entry: finding.proof.last))
        }
        return isAlarm
    }

    /// Takes in an entry that the operator should hear of.
    mutating func noteHappening(_ entry: Entry) {
        let words: (Severity, String)? =
            switch entry.content {
            case .message(let transit):
                if transit.isOperated {
                    (.information, "operator: \(acts(transit)) to \(PassageWords.list(transit.hearers, roster))")
                } else if let interception = transit.interceptions.first, interception.fate == .dropped {
                    (
                        .information,
                        "#\(entry.number) of \(roster.label(transit.author)) \(PassageWords.words(interception))"
                    )
                } else if case .nobody(let fault) = transit.addressee {
                    (.warning, "\(roster.label(transit.author)) was told \(fault.code): \(fault.words)")
                } else {
                    nil
                }
            case .left(let peer, .kicked(let dismissal)):
                (.information, "operator removed \(roster.label(peer)): \(dismissal.reason)")
            case .noted(let notice):
                (
                    notice.isWarning ? .warning : .information,
                    "\(notice.isOperators ? "operator " : "")\(LogLine.kind(notice)): \(notice.words(roster.label))"
                )
            case .refused(let arrival, let refusal): (.warning, "\(arrival.address) was refused: \(refusal.words)")
            case .joined, .left: nil
            }
        guard let (severity, text) = words else { return }
        happenings.note(Happening(time: entry.time, severity: severity, words: text, entry: entry.number))
    }

    /// Says that the console was too slow for so many entries.
    mutating func noteLoss(_ count: Int) {
        guard count > 0 else { return }
        let words = "\(Measure.count(count, "report")) of the relay came too fast to be shown, and none was held up"
        happenings.note(Happening(time: now, severity: .warning, words: words, entry: nil))
    }

    /// `replay of #6`, `edited from #4 offer`.
    private func acts(_ transit: Transit) -> String {
        let notes = PassageWords.notes(transit, roster).first ?? ""
        return transit.original == nil ? "\(notes) \(Reading(transit.message).kind.rawValue)" : notes
    }
}
