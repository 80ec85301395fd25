import Analysis
import Events
import Messages
import Screens
import Sessions

/// Which two entries are compared: the two that are marked; else an offer and its answer; else a description and the
/// one before it that its author gave the same peer.
enum DiffChoice {
    /// How many entries away the other one is looked for.
    static let reach = 4096

    /// The two entries, the earlier first; or why there are none.
    enum Outcome: Hashable {
        case pair(Int, Int)
        case obstacle(String)
    }

    static func outcome(_ model: Model) -> Outcome {
        let marked = model.context.marks.numbers
        guard marked.count != 2 else {
            return checked(marked[0], marked[1], model)
        }
        guard model.screen != nil || model.subject == .log else {
            return .obstacle("messages are compared from the log: 2 goes there")
        }
        guard let record = model.currentRecord else { return .obstacle("there is no message to compare yet") }
        let number = record.entry.number
        guard let transit = record.entry.transit else {
            return .obstacle("#\(number) is a fact, not a message: nothing to compare")
        }
        let other: Int?
        switch record.kind {
        case .offer: other = model.context.session.calls.answer(to: number) ?? previous(record, transit, model)
        case .answer: other = model.context.session.calls.reply(number)?.offer ?? previous(record, transit, model)
        case .pranswer: other = previous(record, transit, model)
        default: return .obstacle("#\(number) has no other to compare it with: mark two entries")
        }
        guard let other else {
            let reason = record.kind == .offer ? "has no answer yet, and" : "answers no offer, and"
            return .obstacle("#\(number) \(reason) its author said nothing before: mark two entries")
        }
        return checked(min(number, other), max(number, other), model)
    }

    private static func checked(_ one: Int, _ other: Int, _ model: Model) -> Outcome {
        for number in [one, other] {
            guard let record = model.context.session.journal[number: number] else {
                return .obstacle("#\(number) is no longer in the journal")
            }
            guard let transit = record.entry.transit else {
                return .obstacle("#\(number) is a fact, not a message: nothing to compare")
            }
            if record.kind == .opaque, transit.message.text == nil {
                return .obstacle("#\(number) is no text: nothing to compare line by line")
            }
        }
        return .pair(one, other)
    }

    /// The last description before `record` of the same author, in the same negotiation with one who heard it too.
    private static func previous(_ record: Journal.Record, _ transit: Delivery, _ model: Model) -> Int? {
        let end = model.context.session.journal.index(atOrAfter: record.entry.number)
        let recipients = model.context.session.calls.recipients(of: record.entry)
        return (max(0, end - reach)..<end).reversed().lazy.map { model.context.session.journal[$0] }.first { earlier in
            guard [.offer, .answer, .pranswer].contains(earlier.kind), let said = earlier.entry.transit else {
                return false
            }
            return said.sender == .peer(transit.author) && earlier.negotiationKey == record.negotiationKey
                && model.context.session.calls.recipients(of: earlier.entry).contains(where: recipients.contains)
        }?.entry.number
    }
}
