import Analysis
import Connections
import Drawing
import Events
import Exports
import Findings
import Ladders
import Messages
import Negotiations
import Redaction
import SDP
import Sessions
import Text

/// The detail of the selected row of a ladder: the message in full, and a summary of its call.
struct LadderDetail {
    let captions: LadderCaptions
    /// The index of the row.
    let row: Int
    /// The number of the entry under the cursor.
    let entry: Int
    let context: ViewContext

    func draw(in rect: Rect, isSideBySide: Bool, on canvas: inout Canvas) {
        guard isSideBySide, let call = LadderCall(captions, row: row, entry: entry) else {
            return drawMessage(in: rect, on: &canvas)
        }
        // The summary is at the bottom, so that its position does not depend on the message.
        let lines = call.lines(width: rect.columns - 3)
        let rows = min(lines.count + 1, rect.rows * 2 / 3)
        drawMessage(
            in: Rect(row: rect.row, column: rect.column, rows: rect.rows - rows, columns: rect.columns), on: &canvas)
        let lower = Rect(row: rect.row + rect.rows - rows, column: rect.column, rows: rows, columns: rect.columns)
        canvas.put("├", row: lower.row, column: lower.column - 1, .chrome)
        canvas.drawTitle(call.title, in: lower, isFocused: false)
        draw(lines, in: lower.below(1), on: &canvas)
    }

    private func drawMessage(in rect: Rect, on canvas: inout Canvas) {
        let lines = lines(columns: rect.columns)
        let height = rect.rows - 1
        let note = lines.count > height ? "1-\(height)/\(lines.count)" : ""
        canvas.drawTitle(title, note: note, in: rect, isFocused: false)
        draw(lines, in: rect.below(1), on: &canvas)
    }

    private func draw(_ lines: [TextLine], in rect: Rect, on canvas: inout Canvas) {
        for (line, text) in lines.prefix(rect.rows).enumerated() {
            canvas.put(text, row: rect.row + line, column: rect.column + 2, width: rect.columns - 2)
        }
    }

    // MARK: Text

    private var title: String {
        switch captions.ladder.rows[row].content {
        case .fold(let fold): "#\(fold.first)-#\(fold.last) \(fold.label) \(captions.route(fold.path))"
        case .arrow(let arrow): "#\(arrow.entry) \(arrow.label) \(captions.route(arrow))"
        case .fact(let fact): "#\(fact.entry) \(captions.name(fact.column)) \(fact.label)"
        case .gap: ""
        }
    }

    private func lines(columns: Int) -> [TextLine] {
        if case .fold = captions.ladder.rows[row].content {
            let entries = captions.ladder.entries(of: row).filter { context.session.row(of: $0) == $0 }
            let findings = captions.findings(inRow: row).flatMap {
                FindingText.sentence($0, context.session, width: max(1, columns - 3))
            }
            return findings + entries.map(candidate)
        }
        guard let record = context.session.journal[number: entry] else { return gone }
        return EntryDetail.lines(record, context, columns: columns, isCompact: !context.isSideBySide)
    }

    /// Returns a line for a candidate of a run.
    private func candidate(_ number: Int) -> TextLine {
        let isSelected = number == entry
        guard let record = context.session.journal[number: number] else {
            return TextLine(text: "#\(number) is no longer in the journal", style: .chrome)
        }
        let size = record.entry.delivery.map { Format.bytes($0.message.payload.count) } ?? ""
        return TextLine([
            TextLine.Span("#\(number) ", isSelected ? .key : .chrome),
            TextLine.Span("+\(record.entry.time.text) \(size) ", .chrome),
            TextLine.Span(record.summary.isEmpty ? record.kind?.rawValue ?? "" : Secrets.masked(record.summary)),
        ])
    }

    private var gone: [TextLine] {
        let line = TextLine(text: "#\(entry) is no longer in the journal", style: .chrome)
        guard case .arrow(let arrow) = captions.ladder.rows[row].content else { return [line] }
        return [TextLine(text: LadderCaptions.labels(arrow)[0]), line]
    }
}

/// A summary of the call that a row of a ladder belongs to.
struct LadderCall {
    private let negotiation: Negotiation
    private let ended: Instant?
    private let session: Session

    /// Finds the call between the sender and the recipient of row `row`; `nil` if there is none.
    init?(_ captions: LadderCaptions, row: Int, entry: Int) {
        session = captions.session
        guard let pair = Self.pair(captions.ladder, row, session) else { return nil }
        let key = session.journal[number: entry]?.negotiationKey
        let time = captions.ladder.rows[row].time
        if let live = session.calls[pair.first, pair.second, key],
            live.began <= time || !Self.hasEndedCall(pair, session)
        {
            (negotiation, ended) = (live, nil)
            return
        }
        // The latest call that had begun by then, or the first one if the row precedes all calls.
        let calls = session.calls.calls(of: pair.first).filter { $0.pair == pair }
        guard let call = calls.last(where: { $0.began <= time }) ?? calls.first,
            let negotiation = call[key] ?? call.negotiations.last
        else { return nil }
        (self.negotiation, ended) = (negotiation, call.ended)
    }

    /// Returns whether a call of the two peers has ended.
    private static func hasEndedCall(_ pair: Pair, _ session: Session) -> Bool {
        session.calls.calls(of: pair.first).contains { $0.pair == pair && $0.ended != nil }
    }

    /// Returns the two peers that a row concerns; `nil` if the ladder has more than two peers and the row has no recipient.
    private static func pair(_ ladder: Ladder, _ row: Int, _ session: Session) -> Pair? {
        if ladder.columns.count == 2 { return Pair(ladder.columns[0], ladder.columns[1]) }
        // Two clients of an upstream server that have a call with each other, and not with the server.
        let clients = ladder.columns.indices.filter { $0 != ladder.server }.map { ladder.columns[$0] }
        if clients.count == 2,
            session.calls.calls(of: clients[0]).contains(where: { $0.pair == Pair(clients[0], clients[1]) })
        {
            return Pair(clients[0], clients[1])
        }
        let path: Ladder.Path
        switch ladder.rows[row].content {
        case .arrow(let arrow): path = arrow.path
        case .fold(let fold): path = fold.path
        case .fact, .gap: return nil
        }
        return path.to.first { $0 != path.from }.map { Pair(ladder.columns[path.from], ladder.columns[$0]) }
    }

    // MARK: Text

    private var pair: Pair { negotiation.id.pair }

    private func name(_ peer: PeerID) -> String { session.roster.label(peer) }

    var title: String { "Call \(name(pair.first)) ⇄ \(name(pair.second))" }

    func lines(width: Int) -> [TextLine] {
        let findings = findings
        var facts: [(String, TextLine)] = [("state", state)] + setupTimes
        for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
            let side = negotiation[one]
            let tally = side.generation?.candidates ?? CandidateTally()
            let count = tally.total == 0 ? "none" : "\(tally.total) (\(tally.text))"
            facts.append(("candidates \(name(one))→\(name(other))", TextLine(text: count)))
        }
        facts.append(("renegotiations", TextLine(text: String(negotiation.renegotiations))))
        facts.append(("ICE restarts", TextLine(text: restarts)))
        let worst = findings.max { ($0.isOpen ? 1 : 0, $0.severity) < ($1.isOpen ? 1 : 0, $1.severity) }
        let count = "\(findings.count)" + (worst.map { " (\($0.rule.title))" } ?? "")
        facts.append(("findings", TextLine(text: count, style: worst.map(FindingText.style) ?? .plain)))
        let column = min(width * 2 / 3, facts.map { Printable.width($0.0) }.reduce(0, max)) + 2
        return facts.map { name, value in
            let padding = String(repeating: " ", count: max(1, column - Printable.width(name)))
            return TextLine([TextLine.Span(name + padding, .chrome)] + value.spans)
        }
    }

    private var state: TextLine {
        guard let ended else {
            let progress = session.calls.progress(of: negotiation)
            let source = progress.isKnown ? " (known)" : " (inferred)"
            return TextLine([
                TextLine.Span(progress.rawValue, NegotiationText.style(progress)), TextLine.Span(source, .chrome),
            ])
        }
        return TextLine(text: "over at +\(ended.text)")
    }

    /// The durations of the steps of call setup.
    private var setupTimes: [(String, TextLine)] {
        let phases = negotiation.setupTimings(joined: session.calls.joined(pair))
        func text(_ nanoseconds: Int64?) -> TextLine {
            TextLine(text: nanoseconds.map(Format.duration) ?? "-")
        }
        let candidate = phases.answerToCandidate.map { $0 < 0 ? -$0 : $0 }
        let isBefore = phases.answerToCandidate.map { $0 < 0 } ?? false
        return [
            ("join→offer", text(phases.joinToOffer)), ("offer→answer", text(phases.offerToAnswer)),
            (isBefore ? "candidate→answer" : "answer→candidate", text(candidate)),
        ]
    }

    /// The number of ICE restarts of the side with more of them; a lower bound if the oldest ones were dropped.
    private var restarts: String {
        let count = max(negotiation[pair.first].generations.count, negotiation[pair.second].generations.count)
        return count >= Side.generationLimit ? "\(count - 1) or more" : String(max(0, count - 1))
    }

    /// The findings about the two peers during the call.
    private var findings: [Finding] {
        let peers = [pair.first, pair.second]
        return session.calls.findings.all.filter { finding in
            finding.time >= negotiation.began && finding.time <= ended ?? finding.time
                && finding.peers.allSatisfy(peers.contains)
        }
    }
}
