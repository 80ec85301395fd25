import Analysis
import Connections
import Drawing
import Events
public import Findings
public import Ladders
import Negotiations
import Redaction
public import Sessions
import Text

/// The texts of a ladder: labels of arrows, notes beside them, routes and times.
public struct LadderCaptions {
    public let ladder: Ladder
    public let session: Session

    public init(ladder: Ladder, session: Session) {
        self.ladder = ladder
        self.session = session
    }

    /// Returns the label of the peer in `column`.
    public func name(_ column: Int) -> String { session.roster.label(ladder.columns[column]) }

    // MARK: Labels

    /// Returns the labels of an arrow from the longest to the shortest: `offer #4 2.9K  audio opus`, …, `offer`.
    public static func labels(_ arrow: Ladder.Arrow) -> [String] {
        let short = "\(name(arrow)) #\(arrow.entry)"
        let number = arrow.original.map { ["\(short) = #\($0)"] } ?? []
        let summary = arrow.summary.isEmpty ? [] : ["\(sizedLabel(arrow))  \(Secrets.masked(arrow.summary))"]
        return summary + [sizedLabel(arrow)] + number + [short, name(arrow)]
    }

    /// Returns kind, number and size: `offer #4 2.9K`, or `R candidate #9 = #6 176` for a replay of #6.
    static func sizedLabel(_ arrow: Ladder.Arrow) -> String {
        let original = arrow.original.map { " = #\($0)" } ?? ""
        return "\(name(arrow)) #\(arrow.entry)\(original) \(Format.bytes(arrow.bytes))"
    }

    /// Returns the kind with the operator's mark: R for a replay, E for an edited message, C for a composed one.
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

    /// Returns the labels of a run of candidates from the longest to the shortest: `candidate ×6 (h3 s2 r1) #5…`, ….
    static func labels(_ fold: Ladder.Fold) -> [String] {
        let count = "candidate ×\(fold.count)"
        return ["\(fold.label) #\(fold.first)…", "\(count) #\(fold.first)…", count]
    }

    /// Returns the longest of `labels` that fits `columns`.
    ///
    /// The first label is also returned if at least 10 columns of its summary fit.
    static func fitting(_ labels: [String], columns: Int) -> String {
        let widths = labels.map(Printable.width)
        if labels.count > 1, widths[0] > columns, columns - widths[1] >= 10, labels[0].hasPrefix(labels[1]) {
            return labels[0]
        }
        return zip(labels, widths).first { $0.1 <= columns }?.0 ?? labels.last ?? ""
    }

    /// Returns the route of an arrow; `carol→(dave)` if the message was kept from all its recipients.
    public func route(_ arrow: Ladder.Arrow) -> String {
        let kept = arrow.interceptions.flatMap(\.recipients)
        guard arrow.path.isUnheard, !kept.isEmpty else { return route(arrow.path) }
        return "\(name(arrow.path.from))→(\(InterceptionText.list(kept, session.roster)))"
    }

    /// Returns the route of a path: `carol→dave`, `carol→3 peers` or `carol→nobody`.
    public func route(_ path: Ladder.Path) -> String {
        let recipients = path.to.count > 1 ? "\(path.to.count) peers" : path.to.first.map(name) ?? "nobody"
        return "\(name(path.from))→\(recipients)"
    }

    /// Returns the time that the upstream server took, with a sign if it changed the message: `+12ms`, `Δ +12ms`.
    static func time(_ passage: Ladder.Passage) -> String {
        (passage.isChanged ? "Δ " : "") + Passage.time(passage.elapsed)
    }

    // MARK: Notes

    /// Returns the notes of a row: its findings, the offer that it answers, interception, and whether it was delivered.
    func notes(forRow index: Int) -> TextLine {
        var notes = FindingText.short(findings(inRow: index)).map { [$0.spans] } ?? []
        switch ladder.rows[index].content {
        case .arrow(let arrow):
            if let reply = session.calls.reply(arrow.entry) {
                let text = "re:#\(reply.offer) \(Format.duration(reply.nanoseconds))"
                notes.append([TextLine.Span(text, .chrome)])
            }
            notes += passageNotes(arrow.entry, forRow: index)
            if arrow.isOperated { notes.append([TextLine.Span("operator", Style(.operated))]) }
            if let release = arrow.release {
                let text = release.isEdited ? "edited from #\(release.entry)" : "was #\(release.entry)"
                notes.append([TextLine.Span(text, Style(.operated))])
            }
            notes += arrow.interceptions.map { [TextLine.Span(InterceptionText.text($0), Style(.operated))] }
            if arrow.interceptions.isEmpty { notes += Self.deliveryNotes(arrow.path, isReplay: arrow.isOperated) }
        case .fold(let fold):
            notes += passageNotes(fold.first, forRow: index)
            notes += Self.deliveryNotes(fold.path, isReplay: false)
        case .fact, .gap: break
        }
        return TextLine(Array(notes.joined(separator: [TextLine.Span(" · ", .chrome)])))
    }

    /// Returns what the upstream server did to the message of entry `number`, apart from passing it on.
    private func passageNotes(_ number: Int, forRow index: Int) -> [[TextLine.Span]] {
        guard let passage = session.passage(of: number),
            let note = passage.note(session.roster, besides: findings(inRow: index))
        else { return [] }
        return [[TextLine.Span(note, passage == .made ? .chrome : Style(.warning))]]
    }

    private static func deliveryNotes(_ path: Ladder.Path, isReplay: Bool) -> [[TextLine.Span]] {
        if path.isUnheard { return [[TextLine.Span("undelivered", Style(.warning))]] }
        return path.to == [path.from] && !isReplay ? [[TextLine.Span("own echo", .chrome)]] : []
    }

    /// Returns the findings that the entries of a row prove, without duplicates: open ones first, then by severity.
    public func findings(inRow index: Int) -> [Finding] {
        var numbers: Set<Int> = []
        var findings: [Finding] = []
        for entry in ladder.entries(of: index) where session.calls.findings.isEvidence(entry: entry) {
            findings += session.calls.findings.of(entry: entry).filter { numbers.insert($0.number).inserted }
        }
        return findings.sorted { ($0.isOpen ? 1 : 0, $0.severity) > ($1.isOpen ? 1 : 0, $1.severity) }
    }

    // MARK: Times

    /// Returns the time since the previous row, in milliseconds: `+147`; from 100 s on in seconds: `+104s`.
    static func delta(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        return milliseconds < 100_000 ? "+\(milliseconds)" : "+\(milliseconds / 1000)s"
    }

    /// Returns the length of an idle period: `4.2 s idle`, `12 min idle` or `3 h idle`.
    static func idle(_ nanoseconds: Int64) -> String {
        let tenths = nanoseconds / 100_000_000
        return switch tenths {
        case ..<600: "\(tenths / 10).\(tenths % 10) s idle"
        case ..<36_000: "\(tenths / 600) min idle"
        default: "\(tenths / 36_000) h idle"
        }
    }

    // MARK: Title

    /// The peers, `alice ⇄ bob`; their number if there are more than three; `alice ⇄ bob via server` with an upstream server.
    public var peerNames: String {
        let clients = clientColumns
        let names = clients.count > 3 ? "\(clients.count) peers" : clients.map(name).joined(separator: " ⇄ ")
        guard let server = ladder.server else { return names }
        return clients.count > 1 ? "\(names) via \(name(server))" : "\(names) ⇄ \(name(server))"
    }

    /// The columns of the peers, without that of the upstream server.
    private var clientColumns: [Int] { ladder.columns.indices.filter { $0 != ladder.server } }

    /// The rooms of the peers, without duplicates; peers that the roster no longer has are skipped.
    public var rooms: [String] {
        var rooms: [String] = []
        for room in clientColumns.compactMap({ session.roster[ladder.columns[$0]]?.peer.room })
        where !rooms.contains(room) {
            rooms.append(room)
        }
        return rooms
    }
}
