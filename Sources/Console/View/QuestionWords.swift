import Events
import Screens
import Sessions

/// A question in words.
struct QuestionWords {
    /// What a yes would do, in the line above.
    let meaning: String
    let prompt: String
    /// Keys and what they do.
    let answers: [(key: String, word: String)]

    init(_ question: Question, _ model: Model) {
        let roster = model.context.session.roster
        let yesOrNo = [(key: "y", word: "yes"), (key: "n", word: "no")]
        switch question {
        case .kick(let plan):
            (meaning, prompt) = (Self.meaning(of: plan, model), Self.prompt(of: plan, roster))
            let ban = plan.banTime == .none ? [] : [(key: "a", word: plan.isByAddress ? "by name" : "by address")]
            answers = [("y", "yes"), ("n", "no"), ("tab", "reason"), ("b", "ban")] + ban
        case .overtake(let entry, let earlier):
            meaning = "#\(earlier) was said before it, to the same peer, and still waits: A lets all go in their order"
            prompt = "let #\(entry) overtake #\(earlier)?"
            answers = yesOrNo
        case .leaveDraft:
            meaning = "nothing of it is sent; a held message stays held"
            prompt = "leave this draft?"
            answers = yesOrNo
        case .discard(let entry):
            meaning = Self.replayed(entry, model) + " would never be heard"
            prompt = "drop #\(entry)?"
            answers = yesOrNo
        case .quit where !model.context.session.interventions.held.isEmpty:
            meaning =
                "\(Format.count(model.context.session.interventions.held.count, "message")) held: they go on, or are dropped"
            prompt = "quit?"
            answers = [("r", "release and quit"), ("d", "drop and quit"), ("n", "no")]
        case .quit:
            let count = roster.present.count
            meaning = "\(Self.peers(count)) connected; calls stay up, but cannot signal any more"
            prompt = "quit?"
            answers = yesOrNo
        case .suspend:
            meaning = "suspending also pauses the relay: \(Format.count(roster.present.count, "peer")) would wait"
            prompt = "suspend?"
            answers = yesOrNo
        case .replay(let plan):
            let isOne = plan.entries.count == 1
            let what = isOne ? "#\(plan.entries[0])" : Format.count(plan.entries.count, "message")
            let destination =
                plan.target == .hearers && !isOne
                ? "as before" : "to \(plan.target.words(plan.entries, model.context.session))"
            let warning = model.staleness(plan).map { "! \($0)" }
            let subject = isOne ? Self.replayed(plan.entries[0], model) : Self.numbers(plan.entries)
            let unheard = isOne && model.receivers(of: plan.entries[0], .hearers).isEmpty
            meaning = warning ?? "\(subject)\(unheard ? " reached nobody who is here" : ", sent again byte for byte")"
            prompt = "replay \(what) \(destination)?"
            let pace = isOne ? [] : [(key: "←→", word: ReplayDialog.words(plan.pace))]
            let other = plan.targets.count > 1 ? [(key: "tab", word: "other peer")] : []
            answers = [("⏎", "yes")] + other + pace + [("esc", "no")]
        case .filterBy(let terms, let choice):
            meaning = "shows only what has this, of what is shown now: \\ shows all again"
            prompt = "by: " + Self.choices(terms, choice)
            answers = [("⏎", "filter"), ("↑↓", "choose"), ("esc", "no")]
        case .export(let formats, let choice):
            let format = ExportFormat.all.first { $0.name == formats[choice] }
            meaning = "\(format?.help ?? ""), in \(format?.file ?? ""); :export FORMAT FILE puts it elsewhere"
            prompt = "export: " + Self.choices(formats, choice)
            answers = [("⏎", "write"), ("↑↓", "choose"), ("esc", "no")]
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

    /// How many names fit a question on a narrow screen.
    private static let namesAtOnce = 3

    /// The choice comes first where there are many: the end of a long line is not in sight.
    private static func choices(_ names: [String], _ choice: Int) -> String {
        let first = names.count > namesAtOnce ? choice : 0
        return names[first...].enumerated().map { ($0 + first == choice ? "▸ " : "  ") + $1 }.joined(separator: " ")
    }

    /// `#3 #5 #6 …`: as many as are read.
    private static func numbers(_ entries: [Int]) -> String {
        entries.prefix(8).map { "#\($0)" }.joined(separator: " ") + (entries.count > 8 ? " …" : "")
    }

    /// `p1 alice in demo · 4503 removed by the operator · not banned: many clients come back by themselves`.
    private static func meaning(of plan: KickDialog, _ model: Model) -> String {
        let first = plan.peers.first
        let peer = first.flatMap { model.context.session.roster[$0]?.peer }
        let who =
            plan.peers.count == 1
            ? "\(first?.description ?? "") \(peer?.name ?? "") in \(peer?.room ?? "")"
            : InterceptionText.list(plan.peers, model.context.session.roster)
        let words = "\(who) · \(plan.dismissal.code.rawValue) \(plan.dismissal.reason) · \(plan.banTime.words)"
        guard plan.banTime != .none else { return words + ": many clients come back by themselves" }
        let subjects = plan.bans(model.context.session.roster)
        return words + (subjects.count == 1 ? ": \(subjects[0].words)" : ": \(subjects.count) of them")
    }

    private static func prompt(of plan: KickDialog, _ roster: Roster) -> String {
        if let room = plan.room { return "close room \(room) (\(Format.count(plan.peers.count, "peer")))?" }
        return "kick \(InterceptionText.list(plan.peers, roster))?"
    }

    private static func peers(_ count: Int) -> String {
        count == 1 ? "1 peer is" : "\(count) peers are"
    }

    /// `#6 candidate alice→bob 176 B`.
    private static func replayed(_ entry: Int, _ model: Model) -> String {
        guard let record = model.context.session.journal[number: entry] else { return "#\(entry)" }
        let line = LogLine(record, model.context.session.roster)
        return "#\(entry) \(line.kind) \(line.route) \(line.size) B"
    }
}
