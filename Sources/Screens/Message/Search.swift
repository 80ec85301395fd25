import Drawing
import Text

/// A case-insensitive text search in styled lines.
public struct Search: Hashable, Sendable {
    /// The position of a match.
    struct Match: Hashable, Sendable {
        /// The line, counted from 0.
        let line: Int
        /// The columns, counted from 0.
        let columns: Range<Int>
    }

    /// The maximum number of matches.
    static let limit = 9999
    /// The style of a match; the current one is selected as well.
    static let style = Style(.match)

    public let query: String
    private let letters: [Unicode.Scalar]
    /// The index of the current match.
    private(set) var index = 0

    /// Creates a search; `nil` if `query` is empty.
    init?(_ query: String) {
        guard !query.isEmpty else { return nil }
        self.query = query
        letters = query.unicodeScalars.map(Self.folded)
    }

    /// Returns the matches in `lines`, in order.
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

    /// Returns the columns of the matches in one line, from left to right.
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

    /// Returns line `number` with its matches highlighted.
    func marked(_ line: TextLine, _ number: Int, _ matches: [Match]) -> TextLine {
        let lineMatches = matches.enumerated().filter { $0.element.line == number }
        guard !lineMatches.isEmpty else { return line }
        var spans: [TextLine.Span] = []
        var column = 0
        for span in line.spans {
            for scalar in span.text.unicodeScalars {
                let match = lineMatches.first { $0.element.columns.contains(column) }
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

    // MARK: Moving

    /// Moves to the first match at or after `line`, or to the first match if there is none.
    mutating func begin(at line: Int, _ matches: [Match]) {
        index = matches.firstIndex { $0.line >= line } ?? 0
    }

    /// Moves to the match `step` matches after the current one, wrapping around.
    mutating func move(by step: Int, _ matches: [Match]) {
        guard !matches.isEmpty else { return }
        index = (((index + step) % matches.count) + matches.count) % matches.count
    }

    /// Returns the current match; `nil` if there are no matches.
    func current(_ matches: [Match]) -> Match? { index < matches.count ? matches[index] : matches.last }

    /// Returns the index and the number of matches, `3/17`, or `nowhere`.
    func countText(_ matches: [Match]) -> String {
        if matches.isEmpty { return "nowhere" }
        let more = matches.count == Self.limit ? "+" : ""
        return "\(min(index, matches.count - 1) + 1)/\(matches.count)\(more)"
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int { Printable.glyph(scalar)?.width ?? 0 }

    /// Returns the lowercase mapping of a scalar if that is a single scalar, otherwise the scalar itself.
    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII {
            return ("A"..."Z").contains(scalar)
                ? Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) | 0x20) : scalar
        }
        let letters = scalar.properties.lowercaseMapping.unicodeScalars
        return letters.count == 1 ? letters.first ?? scalar : scalar
    }
}
