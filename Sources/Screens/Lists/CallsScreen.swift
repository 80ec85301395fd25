public import Analysis
import Connections
public import Drawing
import Events
import Exports
import Findings
import Negotiations
import SDP
import Sessions
import Text

/// The list of calls, active and ended, with the selected one described below.
///
/// ```
/// ─Calls 2 ─────────────────────────────────────────────────────────────────
///     #  PEERS        ROOM   STATE     +BEGAN  OFFER  ANSWER  CANDIDATE  FOUND
/// ▸   2  alice ⇄ bob  demo   answered   1.351  147ms  151ms   5ms
/// ```
public struct CallsScreen: Screen {
    public static let place = FocusArea.calls

    /// The number of the call under the cursor; `nil` to stay on the latest call.
    private var cursor: Int?
    /// The screen line of the cursor, counted from 0; it is kept when calls are added.
    private var line = 0
    /// The numbers of the marked calls, two at most.
    private var marked: [Int] = []

    public init() {}

    // MARK: Marks

    /// Marks the call under the cursor, or unmarks it; of three marked calls, the first is unmarked.
    public mutating func toggleMark(in context: ViewContext) {
        guard let number = selected(context)?.number else { return }
        if let index = marked.firstIndex(of: number) {
            marked.remove(at: index)
        } else {
            marked = marked.suffix(1) + [number]
        }
    }

    /// Returns the two calls to compare, the earlier one first: the marked ones, or the marked and the selected one, or the
    /// selected one and the one before it; `nil` if there are no two.
    public func compared(_ context: ViewContext) -> (Call, Call)? {
        let calls = context.session.calls
        var numbers = marked.filter { calls.index(ofCall: $0) != nil }
        if numbers.count < 2, let selected = selected(context)?.number, !numbers.contains(selected) {
            numbers.append(selected)
        }
        if numbers.count == 1, let previous = calls.call(at: index(context) + 1) { numbers.append(previous.number) }
        let both = numbers.sorted().compactMap { calls.index(ofCall: $0).flatMap { calls.call(at: $0) } }
        return both.count == 2 ? (both[0], both[1]) : nil
    }

    // MARK: Position

    // The latest call is the first in the list.

    /// Returns the call under the cursor; `nil` if there are no calls.
    public func selected(_ context: ViewContext) -> Call? { context.session.calls.call(at: index(context)) }

    public func entry(_ context: ViewContext) -> Int? {
        selected(context).flatMap { context.session.journal[number: $0.first] }?.entry.number
    }

    /// Returns the index of the call under the cursor.
    private func index(_ context: ViewContext) -> Int {
        cursor.flatMap { context.session.calls.index(ofCall: $0) } ?? 0
    }

    public mutating func move(by lines: Int, in context: ViewContext) {
        guard context.session.calls.callCount > 0 else { return }
        let index = index(context)
        let target = min(max(0, index + lines), context.session.calls.callCount - 1)
        line += target - index
        cursor = target == 0 ? nil : context.session.calls.call(at: target)?.number
    }

    public mutating func click(row: Int, in context: ViewContext) -> Bool {
        let (index, target) = (index(context), top(context) + row - 2)
        guard row >= 2, row - 2 < Self.lines(context.size), target < context.session.calls.callCount else {
            return false
        }
        move(by: target - index, in: context)
        return target == index
    }

    public func page(_ context: ViewContext) -> Int { max(1, Self.lines(context.size) - 1) }

    /// Returns the index of the first visible call.
    private func top(_ context: ViewContext) -> Int {
        Scrolling.top(
            index(context), atLine: line, count: context.session.calls.callCount, lines: Self.lines(context.size))
    }

    public mutating func updatePosition(in context: ViewContext) { line = index(context) - top(context) }

    public func status(_ context: ViewContext) -> TextLine {
        guard let call = selected(context) else { return TextLine(text: "no call yet", style: .chrome) }
        return TextLine(text: "call \(call.number) from #\(call.first) to #\(call.last) · ⏎ draws it", style: .chrome)
    }

    // MARK: Drawing

    private static func detailRows(_ size: Size) -> Int { size.rows < 18 ? 0 : max(5, size.rows / 4) }
    private static func lines(_ size: Size) -> Int { max(1, size.body.rows - 2 - detailRows(size)) }

    private enum Name: Hashable, Sendable {
        case number, peers, room, state, connected, path, rate, began, offer, answer, candidate, rounds, candidates,
            findings
    }

    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let (count, top, height) = (context.session.calls.callCount, top(context), Self.lines(context.size))
        let last = min(count, top + height)
        let note = count > height ? "\(top + 1)-\(last)/\(count)" : ""
        canvas.drawTitle("Calls \(count)", note: note, in: rect, isFocused: true)
        guard let selected = selected(context) else {
            canvas.put("No call yet: the first offer that is delivered begins one.", row: rect.row + 2, column: 2)
            return
        }
        let newest = context.session.calls.call(at: 0)?.number ?? 0
        let table = Self.columns(
            rect.columns - 2, newest: newest, hasReports: !context.session.calls.connections.isEmpty)
        table.drawHeads(row: rect.row + 1, column: 2, on: &canvas)
        for (line, index) in (min(top, last)..<last).enumerated() {
            guard let call = context.session.calls.call(at: index) else { continue }
            let row = rect.row + 2 + line
            let phases = call.negotiations.last?.setupTimings(
                joined: call.ended == nil ? context.session.calls.joined(call.pair) : nil)
            table.draw(row: row, column: 2, on: &canvas) { Self.text($0.name, call, phases, context) }
            if marked.contains(call.number) { canvas.put("●", row: row, column: 1, .key) }
            guard call.number == selected.number else { continue }
            canvas.put("▸", row: row, column: 0, .key)
            canvas.select(row: row, column: 0, width: rect.columns)
        }
        let detail = rect.below(rect.rows - Self.detailRows(context.size))
        if detail.rows > 1 { drawSelected(selected, context, in: detail, on: &canvas) }
    }

    private func drawSelected(_ call: Call, _ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        canvas.drawTitle("call \(call.number)", in: rect, isFocused: false)
        let width = max(1, rect.columns - 3)
        let findings = call.negotiations.flatMap(context.session.calls.activeFindings)
        let lines =
            findings.flatMap { FindingText.sentence($0, context.session, width: width) }
            + NegotiationText.lines(of: call, context.session, width: width)
        for (line, text) in lines.prefix(rect.rows - 1).enumerated() {
            canvas.put(text, row: rect.row + 1 + line, column: 2, width: rect.columns - 2)
        }
    }

    /// Returns the columns that fit `width`, with room for call numbers up to `newest`.
    private static func columns(_ width: Int, newest: Int, hasReports: Bool) -> TableColumns<Name> {
        // Columns that would be empty take no room.
        let reports: [TableColumns<Name>.Column] =
            hasReports
            ? [
                .init(name: .connected, head: "SETUP", width: 6, alignment: .right, rank: 1),
                .init(name: .path, head: "PATH", width: 22, rank: 2),
                .init(name: .rate, head: "RATE", width: 28, rank: 4),
            ] : []
        return TableColumns(
            [
                .init(name: .number, head: "#", width: max(3, String(newest).count), alignment: .right),
                .init(name: .peers, head: "PEERS", width: width >= 110 ? 28 : 20),
                .init(name: .room, head: "ROOM", width: 10, rank: 4),
                .init(name: .state, head: "STATE", width: hasReports ? 13 : 10),
            ] + reports + [
                .init(name: .began, head: "+BEGAN", width: 8, alignment: .right),
                .init(name: .offer, head: "→OFFER", width: 7, alignment: .right, rank: 3),
                .init(name: .answer, head: "→ANSWER", width: 7, alignment: .right, rank: 1),
                .init(name: .candidate, head: "→CAND", width: 7, alignment: .right, rank: 2),
                .init(name: .rounds, head: "AGAIN", width: 5, alignment: .right, rank: 5),
                .init(name: .candidates, head: "CANDIDATES", width: 22, rank: 6),
                .init(name: .findings, head: "FOUND", width: 5),
            ], width: width)
    }

    private static func text(_ name: Name, _ call: Call, _ phases: SetupTimings?, _ context: ViewContext) -> TextLine {
        func duration(_ nanoseconds: Int64?) -> TextLine {
            TextLine(text: nanoseconds.map { $0 < 0 ? "-" + Format.duration(-$0) : Format.duration($0) } ?? "-")
        }
        let negotiation = call.negotiations.last
        switch name {
        case .number: return TextLine(text: String(call.number), style: .chrome)
        case .peers:
            return TextLine(
                text:
                    "\(context.session.roster.label(call.pair.first)) ⇄ \(context.session.roster.label(call.pair.second))"
            )
        case .room: return TextLine(text: call.room)
        case .state:
            let progress = context.session.calls.progress(of: call)
            return TextLine(text: progress.rawValue, style: NegotiationText.style(progress))
        case .connected: return duration(negotiation.flatMap { ConnectionText.setupTime(of: $0, context.session) })
        case .path: return negotiation.map { ConnectionText.path(of: $0, context.session) } ?? TextLine(text: "-")
        case .rate: return negotiation.map { ConnectionText.rate(of: $0, context.session) } ?? TextLine(text: "-")
        case .began: return TextLine(text: Format.time(call.began))
        case .offer: return duration(phases?.joinToOffer)
        case .answer: return duration(phases?.offerToAnswer)
        case .candidate: return duration(phases?.answerToCandidate)
        case .rounds: return TextLine(text: String(negotiation?.renegotiations ?? 0))
        case .candidates:
            let sides = [call.pair.first, call.pair.second].map { negotiation?[$0].candidates.text ?? "-" }
            return TextLine(text: sides.map { $0.isEmpty ? "0" : $0 }.joined(separator: " / "))
        case .findings:
            let findings = call.negotiations.flatMap(context.session.calls.activeFindings)
            guard let worst = findings.map(\.severity).max() else { return TextLine(text: "-") }
            return TextLine(
                text: "\(worst == .information ? "i" : "!") \(findings.count)", style: FindingText.style(worst))
        }
    }
}
