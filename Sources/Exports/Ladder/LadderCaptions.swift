public import Analysis
import Drawing
import Events
public import Sessions
import Text

/// What a ladder says of its rows, in words.
public struct LadderWords {
    public let ladder: Ladder
    public let session: Session

    public init(ladder: Ladder, session: Session) {
        self.ladder = ladder
        self.session = session
    }

    /// What the peer of `column` is called.
    public func name(_ column: Int) -> String { session.roster.label(ladder.columns[column]) }

    // MARK: On the arrow

    /// What stands on an arrow, from the longest form to the shortest: `offer #4 2.9K  audio opus`, …, `offer`.
    public static func labels(_ arrow: Ladder.Arrow) -> [String] {
        let short = "\(name(arrow)) #\(arrow.entry)"
        let number = arrow.original.map { ["\(short) = #\($0)"] } ?? []
        let summary = arrow.summary.isEmpty ? [] : ["\(sized(arrow))  \(Secrets.masked(arrow.summary))"]
        return summary + [sized(arrow)] + number + [short, name(arrow)]
    }

    /// `offer #4 2.9K`, `R candidate #9 = #6 176` for what the operator sent again, E for what it changed.
    static func sized(_ arrow: Ladder.Arrow) -> String {
        let original = arrow.original.map { " = #\($0)" } ?? ""
        return "\(name(arrow)) #\(arrow.entry)\(original) \(Format.bytes(arrow.bytes))"
    }

    private static func name(_ arrow: Ladder.Arrow) -> String {
        let mark =
            switch arrow.origin {
            case .replay: "R "
            case .edit: "E "
            case .composition: "C "
            case nil: arrow.release?.isEdited == true ? "E " : ""
            }
        return mark + arrow.label
    }

    /// The same for a run of candidates: `candidate ×6 (h3 s2 r1) #5…`.
    static func labels(_ fold: Ladder.Fold) -> [String] {
        let count = "candidate ×\(fold.count)"
        return ["\(fold.label) #\(fold.first)…", "\(count) #\(fold.first)…", count]
    }

    /// The one of `labels` that says most in so many columns; a summary may be cut where some of it can be read.
    static func fitting(_ labels: [String], columns: Int) -> String {
        let widths = labels.map(Printable.width)
        if labels.count > 1, widths[0] > columns, columns - widths[1] >= 10, labels[0].hasPrefix(labels[1]) {
            return labels[0]
        }
        return zip(labels, widths).first { $0.1 <= columns }?.0 ?? labels.last ?? ""
    }

    /// `carol→(dave)` for what was kept from all, else as of its path.
    public func route(_ arrow: Ladder.Arrow) -> String {
        let kept = arrow.interceptions.flatMap(\.receivers)
        guard arrow.path.isUnheard, !kept.isEmpty else { return route(arrow.path) }
        return "\(name(arrow.path.from))→(\(InterceptionText.list(kept, session.roster)))"
    }

    /// `carol→dave`, `carol→3 peers`, `carol→nobody`.
    public func route(_ path: Ladder.Path) -> String {
        let hearers = path.to.count > 1 ? "\(path.to.count) peers" : path.to.first.map(name) ?? "nobody"
        return "\(name(path.from))→\(hearers)"
    }

    // MARK: Beside it

    /// What is noted of the row at `index`: findings that it proves, the offer it answers, that nobody heard it.
    func notes(_ index: Int) -> TextLine {
        var notes = FindingWords.short(findings(index)).map { [$0.spans] } ?? []
        switch ladder.rows[index].content {
        case .arrow(let arrow):
            if let reply = session.calls.reply(arrow.entry) {
                let words = "re:#\(reply.offer) \(Format.duration(reply.nanoseconds))"
                notes.append([TextLine.Span(words, .chrome)])
            }
            if arrow.isOperated { notes.append([TextLine.Span("operator", Style(.operated))]) }
            if let release = arrow.release {
                let words = release.isEdited ? "edited from #\(release.entry)" : "was #\(release.entry)"
                notes.append([TextLine.Span(words, Style(.operated))])
            }
            notes += arrow.interceptions.map { [TextLine.Span(InterceptionText.words($0), Style(.operated))] }
            if arrow.interceptions.isEmpty { notes += Self.hearing(arrow.path, isReplay: arrow.isOperated) }
        case .fold(let fold): notes += Self.hearing(fold.path, isReplay: false)
        case .fact, .gap: break
        }
        return TextLine(Array(notes.joined(separator: [TextLine.Span(" · ", .chrome)])))
    }

    private static func hearing(_ path: Ladder.Path, isReplay: Bool) -> [[TextLine.Span]] {
        if path.isUnheard { return [[TextLine.Span("unheard", Style(.warning))]] }
        return path.to == [path.from] && !isReplay ? [[TextLine.Span("own echo", .chrome)]] : []
    }

    /// What the entries of the row at `index` prove, the worst first, each once.
    public func findings(_ index: Int) -> [Finding] {
        var numbers: Set<Int> = []
        var findings: [Finding] = []
        for entry in ladder.entries(of: index) where session.calls.findings.marks(entry: entry) {
            findings += session.calls.findings.of(entry: entry).filter { numbers.insert($0.number).inserted }
        }
        return findings.sorted { ($0.isOpen ? 1 : 0, $0.severity) > ($1.isOpen ? 1 : 0, $1.severity) }
    }

    // MARK: Times

    /// The time since the row before, in milliseconds: `+147`, from 100 s on in seconds: `+104s`.
    static func delta(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        return milliseconds < 100_000 ? "+\(milliseconds)" : "+\(milliseconds / 1000)s"
    }

    /// `4.2 s idle`, `12 min idle`, `3 h idle`.
    static func idle(_ nanoseconds: Int64) -> String {
        let tenths = nanoseconds / 100_000_000
        return switch tenths {
        case ..<600: "\(tenths / 10).\(tenths % 10) s idle"
        case ..<36_000: "\(tenths / 600) min idle"
        default: "\(tenths / 36_000) h idle"
        }
    }

    // MARK: The whole

    /// `alice ⇄ bob`; from four on how many they are.
    public var parties: String {
        ladder.columns.count > 3
            ? "\(ladder.columns.count) peers" : ladder.columns.indices.map(name).joined(separator: " ⇄ ")
    }

    /// The rooms of the peers, as far as that is known.
    public var rooms: [String] {
        var rooms: [String] = []
        for room in ladder.columns.compactMap({ session.roster[$0]?.peer.room }) where !rooms.contains(room) {
            rooms.append(room)
        }
        return rooms
    }
}
