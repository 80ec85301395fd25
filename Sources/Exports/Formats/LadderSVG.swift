import Drawing
import Events
public import Ladders
import Messages
public import Sessions
import Text

/// Exports a ladder as a self-contained SVG on a light background.
///
/// ```
///  +1.351   ├──────────── offer #4 2.9K ──────────▶│
/// ```
public enum LadderSVG {
    /// The maximum number of rows; of a longer ladder, the latest rows are drawn.
    public static let rowLimit = 2000
    /// The maximum length of a label in scalars.
    private static let labelLimit = 64

    // Lengths in pixels.
    private static let gutter = 96.0
    private static let spacing = 260.0
    private static let notes = 260.0
    private static let rowHeight = 26.0
    private static let head = 56.0

    /// Returns the SVG document of `ladder`, limited to its latest ``rowLimit`` rows.
    public static func text(_ ladder: Ladder, _ session: Session) -> String {
        let captions = LadderCaptions(ladder: ladder, session: session)
        let first = max(0, ladder.rows.count - rowLimit)
        let lanes = Double(max(1, ladder.columns.count - 1))
        let facts = ladder.rows[first...].compactMap { row -> Double? in
            guard case .fact(let fact) = row.content else { return nil }
            return x(fact.column) + 24 + textWidth(fact.label)
        }
        let width = facts.reduce(gutter + 60 + lanes * spacing + notes, max)
        let height = head + Double(ladder.rows.count - first + 1) * rowHeight
        let lines = (first..<ladder.rows.count).flatMap {
            row($0, y: head + Double($0 - first + 1) * rowHeight, captions)
        }
        return ([open(width, height)] + heads(captions, height) + lines + ["</svg>"]).map { $0 + "\n" }.joined()
    }

    private static func open(_ width: Double, _ height: Double) -> String {
        let size = "\(number(width)) \(number(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(number(width))" \
            height="\(number(height))" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="12">
            <style>text{fill:#24292f}.m{text-anchor:middle}\
            .e{text-anchor:end;fill:#6e7781}.n{font-weight:bold;text-anchor:middle}.l{stroke:#d0d7de}\
            .o{stroke:#8250df;fill:#8250df}\
            .offer{stroke:#1a7f37;fill:#1a7f37}.answer{stroke:#0969da;fill:#0969da}\
            .candidate{stroke:#9a6700;fill:#9a6700}.plain{stroke:#57606a;fill:#57606a}\
            .error{stroke:#cf222e;fill:#cf222e}.warning{fill:#bc4c00}.information{fill:#0969da}.chrome{fill:#6e7781}\
            .a{fill:none;stroke-width:1.5}.d{stroke-dasharray:5 4}text .o,text .error{stroke:none}</style>
            <rect width="100%" height="100%" fill="#fff"/>
            """
    }

    private static func heads(_ captions: LadderCaptions, _ height: Double) -> [String] {
        captions.ladder.columns.indices.flatMap { column in
            let x = number(x(column))
            return [
                #"<text class="n" x="\#(x)" y="28">\#(Markup.escaped(captions.name(column), limit: 32))</text>"#,
                #"<path class="l" d="M\#(x) 40V\#(number(height))"/>"#,
            ]
        }
    }

    // MARK: Rows

    private static func row(_ index: Int, y: Double, _ captions: LadderCaptions) -> [String] {
        let row = captions.ladder.rows[index]
        let time = #"<text class="e" x="\#(number(gutter))" y="\#(number(y + 4))">+\#(row.time.text)</text>"#
        switch row.content {
        case .arrow(let arrow):
            let isDashed = arrow.kind == .candidate || arrow.kind == .endOfCandidates
            let role = arrow.isOperated ? "o" : name(LogLine.role(arrow.kind))
            let label = LadderCaptions.sizedLabel(arrow)
            let lines =
                arrows(
                    arrow.path, label: label, role: role, isDashed: isDashed, isOperated: arrow.isOperated, y: y,
                    in: captions.ladder)
                + Self.time(arrow.passage, arrow.path, y: y)
            return [time] + lines + notes(index, y: y, captions)
        case .fold(let fold):
            let label = LadderCaptions.labels(fold)[0]
            let lines =
                arrows(
                    fold.path, label: label, role: "candidate", isDashed: true, isOperated: false, y: y,
                    in: captions.ladder
                ) + Self.time(fold.passage, fold.path, y: y)
            return [time] + lines + notes(index, y: y, captions)
        case .fact(let fact):
            let x = x(fact.column)
            let label = Markup.escaped(fact.label, limit: labelLimit)
            return [
                time, #"<circle class="plain" cx="\#(number(x))" cy="\#(number(y))" r="4"/>"#,
                #"<text x="\#(number(x + 12))" y="\#(number(y + 4))">\#(label)</text>"#,
            ] + notes(index, y: y, captions)
        case .gap(let nanoseconds):
            let end = number(x(max(1, captions.ladder.columns.count - 1)) + 20)
            return [
                #"<path class="l d" d="M\#(number(gutter + 20)) \#(number(y))H\#(end)"/>"#,
                #"<text class="e" x="\#(number(gutter))" y="\#(number(y + 4))">\#(LadderCaptions.idle(nanoseconds))</text>"#,
            ]
        }
    }

    private static func arrows(
        _ path: Ladder.Path, label: String, role: String, isDashed: Bool, isOperated: Bool, y: Double, in ladder: Ladder
    ) -> [String] {
        let from = x(path.from)
        // A message without recipients, or received by its sender only, ends before the next lane.
        let isLast = path.from > 0 && path.from == ladder.columns.count - 1
        let stub = from + (isLast ? -0.8 : 0.8) * spacing
        let isStub = path.isUnheard || path.to == [path.from]
        let ends = isStub ? [stub] : path.to.map(x)
        let passed = ends + [path.via.map(x)].compactMap(\.self)
        let (low, high) = (passed.reduce(from, min), passed.reduce(from, max))
        let line = "M\(number(low)) \(number(y))H\(number(high))"
        var parts = [#"<path class="a \#(role)\#(isDashed ? " d" : "")" d="\#(line)"/>"#]
        if isOperated, isStub { parts.append(head(x: from, y: y, isLeft: stub > from, role: role)) }
        for end in ends where end != from && !(isOperated && isStub) {
            let isEcho = !path.isUnheard
            parts.append(
                isStub
                    ? stop(x: end, y: y, isEcho: isEcho, role: role)
                    : head(x: end, y: y, isLeft: end < (path.via.map(x) ?? from), role: role))
        }
        // The label is in front of the server's lane, and the time that the server took behind it.
        let near = path.via.map(x) ?? ends.min { abs($0 - from) < abs($1 - from) } ?? stub
        return parts + self.label(label, at: (from + near) / 2, y: y)
    }

    /// Returns the time that the upstream server took, between its lane and the nearest recipient.
    private static func time(_ passage: Ladder.Passage?, _ path: Ladder.Path, y: Double) -> [String] {
        guard let passage, let server = path.via, let target = path.to.min(by: { abs($0 - server) < abs($1 - server) })
        else { return [] }
        return label(LadderCaptions.time(passage), at: (x(server) + x(target)) / 2, y: y)
    }

    private static func textWidth(_ text: String) -> Double { Double(min(Printable.width(text), labelLimit)) * 7.3 }

    /// Returns `text` on the line of an arrow.
    private static func label(_ text: String, at middle: Double, y: Double) -> [String] {
        let width = textWidth(text) + 10
        let position = #"x="\#(number(middle - width / 2))" y="\#(number(y - 8))""#
        return [
            #"<rect \#(position) width="\#(number(width))" height="16" fill="white"/>"#,
            #"<text class="m" x="\#(number(middle))" y="\#(number(y + 4))">\#(Markup.escaped(text, limit: labelLimit))</text>"#,
        ]
    }

    /// Returns an arrowhead with its tip at (`x`, `y`).
    private static func head(x: Double, y: Double, isLeft: Bool, role: String) -> String {
        let back = number(isLeft ? x + 9 : x - 9)
        return
            #"<path class="\#(role)" d="M\#(number(x)) \#(number(y))L\#(back) \#(number(y - 4))V\#(number(y + 4))Z"/>"#
    }

    /// Returns the end of an arrow that reaches no lane: a cross, or a ring if only its sender received the message.
    private static func stop(x: Double, y: Double, isEcho: Bool, role: String) -> String {
        isEcho
            ? #"<circle class="a \#(role)" cx="\#(number(x))" cy="\#(number(y))" r="5"/>"#
            : #"<path class="a \#(role)" d="M\#(number(x - 5)) \#(number(y - 5))l10 10m0-10l-10 10"/>"#
    }

    private static func notes(_ index: Int, y: Double, _ captions: LadderCaptions) -> [String] {
        let x = number(x(max(1, captions.ladder.columns.count - 1)) + 24)
        let spans = captions.notes(forRow: index).spans.filter { !$0.text.isEmpty }.map { span in
            #"<tspan class="\#(name(span.style.role))">\#(Markup.escaped(span.text, limit: 48))</tspan>"#
        }
        return spans.isEmpty ? [] : [#"<text x="\#(x)" y="\#(number(y + 4))">\#(spans.joined())</text>"#]
    }

    private static func x(_ column: Int) -> Double { gutter + 60 + Double(column) * spacing }

    private static func number(_ length: Double) -> String { Markup.length(length) }

    private static func name(_ role: Role) -> String {
        switch role {
        case .offer: "offer"
        case .answer: "answer"
        case .candidate: "candidate"
        case .operated: "o"
        case .error: "error"
        case .warning: "warning"
        case .information: "information"
        case .chrome: "chrome"
        default: "plain"
        }
    }
}
