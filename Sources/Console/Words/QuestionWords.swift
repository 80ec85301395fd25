import Signaling

/// A question in words.
struct QuestionWords {
    /// What a yes would do, in the line above.
    let meaning: String
    let prompt: String
    /// Keys and what they do.
    let answers: [(key: String, word: String)]

    init(_ question: Question, _ model: Model) {
        let roster = model.roster
        let yesOrNo = [(key: "y", word: "yes"), (key: "n", word: "no")]
        switch question {
        case .kick(let peer):
            let room = roster[peer]?.peer.room ?? ""
            meaning =
                "\(peer) \(roster[peer]?.peer.name ?? "") in \(room) will be disconnected (4503 removed by the operator)"
            prompt = "kick \(roster.label(peer))?"
            answers = yesOrNo
        case .quit:
            let count = roster.present.count
            meaning = "\(Self.peers(count)) connected; calls stay up, but cannot signal any more"
            prompt = "quit?"
            answers = yesOrNo
        case .suspend:
            meaning = "suspending also pauses the relay: \(Measure.count(roster.present.count, "peer")) would wait"
            prompt = "suspend?"
            answers = yesOrNo
        case .replay(let entry, let targets):
            meaning = Self.replayed(entry, model) + ", sent again byte for byte"
            prompt = "replay #\(entry) to \(Self.list(targets, roster))?"
            answers = [("⏎", "yes"), ("tab", "other peer"), ("esc", "no")]
        case .replayTo(let entry, let targets, let choice):
            let author = (model.journal[number: entry]?.entry.transit?.author).map(roster.label) ?? ""
            let wasHeard = model.journal[number: entry]?.entry.transit?.hearers.isEmpty == false
            meaning =
                Self.replayed(entry, model)
                + (wasHeard ? " can go to another peer" : " was said by \(author) into an empty room")
            prompt = "replay #\(entry) to: " + Self.choices(targets.map(roster.label), choice)
            answers = [("⏎", "send"), ("↑↓", "choose"), ("esc", "no")]
        case .replayMarked(let entries):
            meaning =
                "marked, sent again byte for byte in this order: " + entries.map { "#\($0)" }.joined(separator: " ")
            prompt = "replay \(Measure.count(entries.count, "marked message")), each to who heard it?"
            answers = [("⏎", "yes"), ("esc", "no")]
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
            let names = model.marks.names.sorted { $0.key < $1.key }.map { "\($0.key) #\($0.value)" }
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

    private static func list(_ peers: [PeerID], _ roster: Roster) -> String {
        peers.count > namesAtOnce ? "\(peers.count) peers" : peers.map(roster.label).joined(separator: ", ")
    }

    private static func peers(_ count: Int) -> String {
        count == 1 ? "1 peer is" : "\(count) peers are"
    }

    /// `#6 candidate alice→bob 176 B`.
    private static func replayed(_ entry: Int, _ model: Model) -> String {
        guard let record = model.journal[number: entry] else { return "#\(entry)" }
        let line = LogLine(record, model.roster)
        return "#\(entry) \(line.kind) \(line.route) \(line.size) B"
    }
}
