import Events
import Exports
import Screens
import Sessions

/// The text of a question.
struct QuestionText {
    /// The consequence of answering with yes, for the line above the question.
    let meaning: String
    let prompt: String
    /// The keys that answer the question, and their meaning.
    private(set) var answers = [(key: "y", word: "yes"), (key: "n", word: "no")]

    init(_ question: Question, _ model: Model) {
        let session = model.context.session
        let roster = session.roster
        switch question {
        case .kick(let dialog):
            (meaning, prompt) = (Self.meaning(of: dialog, roster), Self.prompt(of: dialog, roster))
            let ban =
                dialog.banTime == .none ? [] : [(key: "a", word: dialog.isByAddress ? "by name" : "by address")]
            answers = [("y", "yes"), ("n", "no"), ("tab", "reason"), ("b", "ban")] + ban
        case .overtake(let entry, let earlier):
            meaning = "#\(earlier) was sent first to the same peer, and is still held: A releases all in order"
            prompt = "let #\(entry) overtake #\(earlier)?"
        case .leaveDraft:
            meaning = "nothing of it is sent; a held message stays held"
            prompt = "leave this draft?"
        case .discard(let entry):
            meaning = Self.summary(of: entry, session) + " will not be delivered"
            prompt = "drop #\(entry)?"
        case .quit where !session.intercepts.held.isEmpty:
            let count = Format.count(session.intercepts.held.count, "message")
            meaning = "\(count) held: release or drop before quitting"
            prompt = "quit?"
            answers = [("r", "release and quit"), ("d", "drop and quit"), ("n", "no")]
        case .quit:
            let count = roster.present.count
            meaning =
                "\(count == 1 ? "1 peer is" : "\(count) peers are") connected; calls stay up, but cannot signal any more"
            prompt = "quit?"
        case .suspend:
            meaning = "suspending also pauses the relay: \(Format.count(roster.present.count, "peer")) would wait"
            prompt = "suspend?"
        case .replay(let dialog):
            let isOne = dialog.entries.count == 1
            let messages = isOne ? "#\(dialog.entries[0])" : Format.count(dialog.entries.count, "message")
            let destination =
                dialog.target == .recipients && !isOne
                ? "as before" : "to \(dialog.target.text(dialog.entries, session))"
            let subject = isOne ? Self.summary(of: dialog.entries[0], session) : Self.numbers(dialog.entries)
            let isUnheard =
                isOne && SendTarget.recipients.recipients(of: dialog.entries[0], in: session).isEmpty
            let effect = isUnheard ? ": no recipient is connected" : ", sent again byte for byte"
            meaning = dialog.warning(session).map { "! \($0)" } ?? subject + effect
            prompt = "replay \(messages) \(destination)?"
            let pace = isOne ? [] : [(key: "←→", word: dialog.paceText)]
            let other = dialog.targets.count > 1 ? [(key: "tab", word: "other peer")] : []
            answers = [("⏎", "yes")] + other + pace + [("esc", "no")]
        case .filterBy(let terms, let choice):
            meaning = "shows only what has this, of what is shown now: \\ shows all again"
            prompt = "by: " + Self.choices(terms, choice)
            answers = [("⏎", "filter"), ("↑↓", "choose"), ("esc", "no")]
        case .export(let dialog):
            let format = dialog.format
            let secrets = dialog.isRedacted ? "without passwords and addresses" : "with passwords and addresses"
            meaning = "\(format.help), in \(format.fileName), \(secrets); :export FORMAT FILE puts it elsewhere"
            prompt = "export: " + Self.choices(dialog.formats.map(\.rawValue), dialog.choice)
            answers = [
                ("⏎", "write"), ("r", dialog.isRedacted ? "keep secrets" : "redact"), ("↑↓", "choose"), ("esc", "no"),
            ]
        case .nameMark(let entry):
            meaning = "a letter by which ' finds it again"
            prompt = "call #\(entry):"
            answers = [("a-z", "its letter"), ("esc", "no")]
        case .goToMark:
            let names = model.context.marks.names.sorted { $0.key < $1.key }.map { "\($0.key) #\($0.value)" }
            meaning = "marks: " + names.joined(separator: " · ")
            prompt = "go to:"
            answers = [("a-z", "the mark"), ("esc", "no")]
        }
    }

    /// The number of choices that fit on a narrow screen.
    private static let visibleChoices = 3

    /// The choices in one line; a long list begins with the chosen one: its end may be cut.
    private static func choices(_ names: [String], _ choice: Int) -> String {
        let first = names.count > visibleChoices ? choice : 0
        return names[first...].enumerated().map { ($0 + first == choice ? "▸ " : "  ") + $1 }.joined(separator: " ")
    }

    /// `#3 #5 #6 …`: eight numbers at most.
    private static func numbers(_ entries: [Int]) -> String {
        entries.prefix(8).map { "#\($0)" }.joined(separator: " ") + (entries.count > 8 ? " …" : "")
    }

    /// `p1 alice in demo · 4503 removed by the operator · not banned: many clients come back by themselves`.
    private static func meaning(of dialog: KickDialog, _ roster: Roster) -> String {
        let first = dialog.peers.first
        let peer = first.flatMap { roster[$0]?.peer }
        let peers =
            dialog.peers.count == 1
            ? "\(first?.description ?? "") \(peer?.name ?? "") in \(peer?.room ?? "")"
            : InterceptionText.list(dialog.peers, roster)
        let text = "\(peers) · \(dialog.reason.code.rawValue) \(dialog.reason.reason) · \(dialog.banTime.text)"
        guard dialog.banTime != .none else { return text + ": many clients come back by themselves" }
        let subjects = dialog.bans(roster)
        return text + (subjects.count == 1 ? ": \(subjects[0].text)" : ": \(subjects.count) of them")
    }

    private static func prompt(of dialog: KickDialog, _ roster: Roster) -> String {
        if let room = dialog.room { return "close room \(room) (\(Format.count(dialog.peers.count, "peer")))?" }
        return "kick \(InterceptionText.list(dialog.peers, roster))?"
    }

    /// `#6 candidate alice→bob 176 B`.
    private static func summary(of entry: Int, _ session: Session) -> String {
        guard let record = session.journal[number: entry] else { return "#\(entry)" }
        let line = session.line(record)
        return "#\(entry) \(line.kind) \(line.route) \(line.size) B"
    }
}
