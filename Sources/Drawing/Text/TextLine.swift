import Text

/// A line of styled text.
public struct TextLine: Hashable, Sendable {
    /// A piece of a line in one style.
    public struct Span: Hashable, Sendable {
        public var text: String
        public var style = Style.plain

        public init(_ text: String, _ style: Style = .plain) {
            self.text = text
            self.style = style
        }
    }

    public var spans: [Span]

    public init(_ spans: [Span]) {
        self.spans = spans
    }

    /// Creates a line in one style.
    public init(text: String, style: Style = .plain) {
        spans = [Span(text, style)]
    }

    public static let blank = TextLine(text: "")

    public var text: String { spans.count == 1 ? spans[0].text : spans.map(\.text).joined() }
    /// The number of columns of the line.
    public var width: Int { spans.reduce(0) { $0 + Printable.width($1.text) } }
    /// The style of the first span.
    public var style: Style { spans.first?.style ?? .plain }

    /// Returns the line without its first `columns` columns; a wide character that is cut in half becomes a blank.
    public func dropping(_ columns: Int) -> TextLine {
        guard columns > 0 else { return self }
        var hidden = columns
        return TextLine(
            spans.map { span in
                let width = Printable.width(span.text)
                let rest = Span(hidden < width ? Printable.dropping(hidden, from: span.text) : "", span.style)
                hidden = max(0, hidden - width)
                return rest
            })
    }

    public static func + (first: TextLine, second: TextLine) -> TextLine { TextLine(first.spans + second.spans) }

    // MARK: Wrapping

    /// Wraps each of `lines` at spaces.
    public static func folded(_ lines: [TextLine], width: Int) -> [TextLine] {
        lines.flatMap { $0.folded(width: width) }
    }

    /// Wraps `text` with a hanging indent: the first line starts with `sign`, the others are indented by its width.
    public static func hanging(_ sign: String, _ text: String, _ style: Style, width: Int) -> [TextLine] {
        let indent = Printable.width(sign) + 1
        let pieces = TextLine(text: text, style: style).folded(width: max(1, width - indent))
        return pieces.enumerated().map { index, piece in
            let start = index == 0 ? sign + " " : String(repeating: " ", count: indent)
            return TextLine(text: start + piece.text, style: style)
        }
    }

    /// Wraps the line into lines of at most `width` columns.
    ///
    /// - Parameters:
    ///   - width: The number of columns; a single character that is wider has a line of its own.
    ///   - atSpaces: Whether to break after the last space that fits, if there is one.
    /// - Returns: At least one line.
    public func folded(width: Int, atSpaces: Bool = true) -> [TextLine] {
        let scalars = spans.flatMap { span in span.text.unicodeScalars.map { ($0, span.style) } }
        var lines: [TextLine] = []
        var start = 0
        var used = 0
        var afterSpace: Int?
        for (index, (scalar, _)) in scalars.enumerated() {
            let scalarWidth = Printable.glyph(scalar)?.width ?? 0
            // A second break is needed if a wide scalar does not fit behind the word that moved to the new line.
            while used + scalarWidth > width, index > start {
                let end = atSpaces ? afterSpace ?? index : index
                lines.append(Self.joined(scalars[start..<end]))
                (start, afterSpace) = (end, nil)
                used = scalars[start..<index].reduce(0) { $0 + (Printable.glyph($1.0)?.width ?? 0) }
            }
            used += scalarWidth
            if scalar == " " { afterSpace = index + 1 }
        }
        return lines + [Self.joined(scalars[start...])]
    }

    /// Joins scalars to a line, merging neighbours of equal style.
    private static func joined(_ scalars: ArraySlice<(Unicode.Scalar, Style)>) -> TextLine {
        var spans: [Span] = []
        for (scalar, style) in scalars {
            if spans.last?.style == style {
                spans[spans.count - 1].text.unicodeScalars.append(scalar)
            } else {
                spans.append(Span(String(scalar), style))
            }
        }
        return TextLine(spans.isEmpty ? [Span("")] : spans)
    }
}

extension Canvas {
    /// Draws `line` in one row, starting at `column`; text beyond `width` columns is truncated.
    ///
    /// - Returns: The number of columns used.
    @discardableResult
    public mutating func put(_ line: TextLine, row: Int, column: Int, width: Int = .max) -> Int {
        var used = 0
        let end = min(width, max(0, size.columns - column))
        for (index, span) in line.spans.enumerated() where used < end {
            // A span that ends exactly at the edge while more text follows must be truncated too, to show the ellipsis.
            let isFollowed = line.spans[(index + 1)...].contains { !$0.text.isEmpty }
            let fits = used + Printable.width(span.text) < end || !isFollowed
            used += put(
                fits ? span.text : span.text + "  ", row: row, column: column + used, width: end - used, span.style)
        }
        return used
    }
}
