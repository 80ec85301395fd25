import Drawing
import Text

/// A text that is looked for in lines, whatever the case of its letters.
public struct Search: Hashable, Sendable {
    /// Where it was found.
    struct Match: Hashable, Sendable {
        /// The line, counted from 0.
        let line: Int
        /// The columns, counted from 0.
        let columns: Range<Int>
    }

    /// How many places are found; whoever has more looks for something else.
    static let limit = 9999
    /// How a match looks; the current one is selected, too.
    static let style = Style(.match)

    public let query: String
    private let letters: [Unicode.Scalar]
    /// Which of the matches one is at, counted from 0.
    private(set) var index = 0

    /// `nil` if nothing is looked for.
    init?(_ query: String) {
        guard !query.isEmpty else { return nil }
        self.query = query
        letters = query.unicodeScalars.map(Self.folded)
    }

    /// Where it stands in `lines`, in order.
    func matches(in lines: [TextLine]) -> [Match] {
        var matches: [Match] = []
        for (number, line) in lines.enumerated() {
            for range in ranges(in: line) {
                matches.append(Match(line: number, columns: range))
                if matches.count == Self.limit { return matches }
            }
        }
        return matches
    }

    /// The columns of one line, from left to right.
    private func ranges(in line: TextLine) -> [Range<Int>] {
        let scalars = line.spans.flatMap { $0.text.unicodeScalars }
        guard scalars.count >= letters.count else { return [] }
        let folded = scalars.map(Self.folded)
        var ranges: [Range<Int>] = []
        var (start, column) = (0, 0)
        while start + letters.count <= folded.count {
            guard folded[start..<start + letters.count].elementsEqual(letters) else {
                column += Self.width(scalars[start])
                start += 1
                continue
            }
            let end = column + scalars[start..<start + letters.count].reduce(0) { $0 + Self.width($1) }
            ranges.append(column..<end)
            (start, column) = (start + letters.count, end)
        }
        return ranges
    }

    /// `line`, which is at `number`, with its matches marked.
    func marked(_ line: TextLine, _ number: Int, _ matches: [Match]) -> TextLine {
        let here = matches.enumerated().filter { $0.element.line == number }
        guard !here.isEmpty else { return line }
        var spans: [TextLine.Span] = []
        var column = 0
        for span in line.spans {
            for scalar in span.text.unicodeScalars {
                let match = here.first { $0.element.columns.contains(column) }
                let style = match.map { Self.style(isCurrent: $0.offset == index) } ?? span.style
                if spans.last?.style == style {
                    spans[spans.count - 1].text.unicodeScalars.append(scalar)
                } else {
                    spans.append(TextLine.Span(String(scalar), style))
                }
                column += Self.width(scalar)
            }
        }
        return TextLine(spans)
    }

    private static func style(isCurrent: Bool) -> Style {
        Style(style.role, bold: style.isBold, selected: isCurrent)
    }

    // MARK: From one to the next

    /// Goes to the first match at `line` or behind it; to the first where there is none.
    mutating func begin(at line: Int, _ matches: [Match]) {
        index = matches.firstIndex { $0.line >= line } ?? 0
    }

    /// Goes `step` matches on, round at the ends.
    mutating func move(by step: Int, _ matches: [Match]) {
        guard !matches.isEmpty else { return }
        index = (((index + step) % matches.count) + matches.count) % matches.count
    }

    /// The match one is at; `nil` if there is none.
    func current(_ matches: [Match]) -> Match? { index < matches.count ? matches[index] : matches.last }

    /// `3/17`, or that there is none.
    func count(_ matches: [Match]) -> String {
        if matches.isEmpty { return "nowhere" }
        let more = matches.count == Self.limit ? "+" : ""
        return "\(min(index, matches.count - 1) + 1)/\(matches.count)\(more)"
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int { Printable.glyph(scalar)?.width ?? 0 }

    /// The small letter, if it is a single one.
    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII {
            return ("A"..."Z").contains(scalar)
                ? Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) | 0x20) : scalar
        }
        let letters = scalar.properties.lowercaseMapping.unicodeScalars
        return letters.count == 1 ? letters.first ?? scalar : scalar
    }
}
