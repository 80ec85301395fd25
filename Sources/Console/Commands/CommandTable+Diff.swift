import Analysis
import Connections
import Drawing
import Events
import Findings
import Messages
import Negotiations
import Panes
import Screens
import Sessions

extension CommandTable {
    /// Comparing two messages.
    static let diff: [Command] = [
        Command(
            "diff", [.character("d")], .look, "compare two marked entries, or a description with its counterpart",
            hint: "diff", in: [.peers, .log, .detail, .message, .ladder], unless: DisabledReasons.noDiff
        ) { $0.showDiff() },
        Command(
            "compare", [.character("D")], .look,
            "compare two marked calls step by step, or a call with the one before it",
            hint: "compare", in: [.calls], unless: DisabledReasons.noSecondCall
        ) { model in
            guard let (first, second) = model.top(CallsScreen.self)?.compared(model.context) else { return [] }
            return model.show(ComparisonScreen(first, second, model.context))
        },
        Command(
            "next-hunk", [.character("]")], .look, "to the next change", hint: "next change", in: [.diff],
            unless: { DisabledReasons.noHunk(1, $0) }
        ) { $0.changeDiff { $0.show($0.hunk(after: 1), in: $1) } },
        Command(
            "previous-hunk", [.character("[")], .look, "to the previous change", in: [.diff],
            unless: { DisabledReasons.noHunk(-1, $0) }
        ) { $0.changeDiff { $0.show($0.hunk(after: -1), in: $1) } },
        Command(
            "all-lines", [.character("o")], .look, "show lines that are the same, or not", hint: "all lines",
            in: [.diff]
        ) {
            $0.changeDiff { $0.toggleAll(in: $1) }
        },
        Command("beside", [.character("|")], .look, "side by side, or not", hint: "layout", in: [.diff]) {
            $0.changeDiff { $0.toggleForm(in: $1) }
        },
        Command("swap", [.character("s")], .look, "make A of B and B of A", hint: "swap", in: [.diff]) {
            $0.changeDiff { $0.swap(in: $1) }
        },
        Command(
            "ids", [.character("i")], .look, "ignore random ids in the comparison, or not", hint: "ids",
            in: [.diff], unless: DisabledReasons.noIDs
        ) { $0.changeDiff { $0.toggleIDs(in: $1) } },
    ]
}

extension DisabledReasons {
    @Sendable static func noDiff(_ model: Model) -> String? {
        if case .unavailable(let reason) = DiffChoice(model) { reason } else { nil }
    }

    @Sendable static func noSecondCall(_ model: Model) -> String? {
        guard let screen = model.top(CallsScreen.self), screen.compared(model.context) == nil else { return nil }
        return "there is only one call: nothing to compare it with"
    }

    static func noHunk(_ step: Int, _ model: Model) -> String? {
        guard let screen = model.top(DiffScreen.self), screen.hunk(after: step) == nil else { return nil }
        return screen.rows.hunks == 0 ? "both are the same" : "no change \(step > 0 ? "after" : "before") this one"
    }

    @Sendable static func noIDs(_ model: Model) -> String? {
        model.top(DiffScreen.self)?.isDescriptions == false ? "only descriptions have ids" : nil
    }
}

extension Model {
    fileprivate mutating func showDiff() -> [Effect] {
        guard case .pair(let one, let other) = DiffChoice(self) else { return [] }
        guard let screen = DiffScreen(one, other, context) else { return report("one of them is no text") }
        return show(screen)
    }

    fileprivate mutating func changeDiff(_ body: (inout DiffScreen, ViewContext) -> Void) -> [Effect] {
        change(DiffScreen.self, body)
    }
}

/// The two entries to compare: the two marked ones; else the current description as it was sent and as an upstream server
/// changed it; else the current offer or answer and its counterpart; else the
/// current description and the previous one of the same author in the same negotiation.
private enum DiffChoice {
    /// The numbers of the entries, the earlier one first.
    case pair(Int, Int)
    /// There is nothing to compare, for this reason.
    case unavailable(String)

    /// The number of entries in which the previous description is searched.
    private static let reach = 4096

    init(_ model: Model) {
        let (session, marked) = (model.context.session, model.context.marks.numbers)
        if marked.count == 2 {
            self = Self.checked(marked[0], marked[1], session)
            return
        }
        guard model.screen != nil || model.subject == .log else {
            self = .unavailable("messages are compared from the log: 2 goes there")
            return
        }
        guard let record = model.currentRecord else {
            self = .unavailable("there is no message to compare yet")
            return
        }
        if let changed = model.changedCounterpart(of: record.entry.number) {
            self = Self.checked(min(record.entry.number, changed), max(record.entry.number, changed), session)
            return
        }
        self = Self.counterpart(of: record, session)
    }

    private static func counterpart(of record: Journal.Record, _ session: Session) -> DiffChoice {
        let number = record.entry.number
        guard let delivery = record.entry.delivery else {
            return .unavailable("#\(number) is a fact, not a message: nothing to compare")
        }
        let other: Int?
        switch record.kind {
        case .offer: other = session.calls.answer(to: number) ?? previous(record, delivery, session)
        case .answer: other = session.calls.reply(number)?.offer ?? previous(record, delivery, session)
        case .pranswer: other = previous(record, delivery, session)
        default: return .unavailable("#\(number) has no other to compare it with: mark two entries")
        }
        guard let other else {
            let reason = record.kind == .offer ? "has no answer yet, and" : "answers no offer, and"
            return .unavailable("#\(number) \(reason) its author sent no earlier one: mark two entries")
        }
        return checked(min(number, other), max(number, other), session)
    }

    private static func checked(_ one: Int, _ other: Int, _ session: Session) -> DiffChoice {
        for number in [one, other] {
            guard let record = session.journal[number: number] else {
                return .unavailable("#\(number) is no longer in the journal")
            }
            guard let delivery = record.entry.delivery else {
                return .unavailable("#\(number) is a fact, not a message: nothing to compare")
            }
            if record.kind == .opaque, delivery.message.text == nil {
                return .unavailable("#\(number) is no text: nothing to compare line by line")
            }
        }
        return .pair(one, other)
    }

    /// The last description before `record` of the same author and negotiation that had a recipient in common with it.
    private static func previous(_ record: Journal.Record, _ delivery: Delivery, _ session: Session) -> Int? {
        let end = session.journal.index(atOrAfter: record.entry.number)
        let recipients = session.calls.recipients(of: record.entry)
        let index = (max(0, end - reach)..<end).last { index in
            let earlier = session.journal.outline(at: index)
            guard [.offer, .answer, .pranswer].contains(earlier.kind),
                earlier.entry.delivery?.sender == .peer(delivery.author),
                session.calls.recipients(of: earlier.entry).contains(where: recipients.contains)
            else { return false }
            return session.journal[index].negotiationKey == record.negotiationKey
        }
        return index.map { session.journal.number(at: $0) }
    }
}
