import Text

/// A line of text in a pane, in pieces that each look one way.
public struct TextLine: Hashable, Sendable {
    /// A piece of a line.
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

    /// A line that looks one way.
    public init(text: String, style: Style = .plain) {
        spans = [Span(text, style)]
    }

    public static let blank = TextLine(text: "")

    public var text: String { spans.count == 1 ? spans[0].text : spans.map(\.text).joined() }
    /// The columns it takes.
    public var width: Int { spans.reduce(0) { $0 + Printable.width($1.text) } }
    /// How its first piece looks.
    public var style: Style { spans.first?.style ?? .plain }

    /// The line without what stands in its first `columns`.
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

    // MARK: In pieces that fit a width

    /// `lines` in words, in lines that fit the width.
    public static func folded(_ lines: [TextLine], width: Int) -> [TextLine] {
        lines.flatMap { $0.folded(width: width) }
    }

    /// `text` in lines that fit the width, the first behind `sign` and the others as far in.
    public static func hanging(_ sign: String, _ text: String, _ style: Style, width: Int) -> [TextLine] {
        let indent = Printable.width(sign) + 1
        let pieces = TextLine(text: text, style: style).folded(width: max(1, width - indent))
        return pieces.enumerated().map { index, piece in
            let start = index == 0 ? sign + " " : String(repeating: " ", count: indent)
            return TextLine(text: start + piece.text, style: style)
        }
    }

    /// The line in lines that fit the width, cut behind the last space where that is wanted and there is one.
    public func folded(width: Int, atSpaces: Bool = true) -> [TextLine] {
        let scalars = spans.flatMap { span in span.text.unicodeScalars.map { ($0, span.style) } }
        var lines: [TextLine] = []
        var start = 0
        var used = 0
        var afterSpace: Int?
        for (index, (scalar, _)) in scalars.enumerated() {
            let columns = Printable.glyph(scalar)?.width ?? 0
            // Twice where a wide one does not fit behind what was left of a word.
            while used + columns > width, index > start {
                let end = atSpaces ? afterSpace ?? index : index
                lines.append(Self.joined(scalars[start..<end]))
                (start, afterSpace) = (end, nil)
                used = scalars[start..<index].reduce(0) { $0 + (Printable.glyph($1.0)?.width ?? 0) }
            }
            used += columns
            if scalar == " " { afterSpace = index + 1 }
        }
        return lines + [Self.joined(scalars[start...])]
    }

    /// Pieces of one look joined again.
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
    /// Draws `line` in one row from `column` on, at most `width` columns of it.
    ///
    /// - Returns: The columns that it took.
    @discardableResult
    public mutating func put(_ line: TextLine, row: Int, column: Int, width: Int = .max) -> Int {
        var used = 0
        let end = min(width, max(0, size.columns - column))
        for (index, span) in line.spans.enumerated() where used < end {
            // What does not fit ends in a sign: a piece that ends at the edge while others follow must show it too.
            let rest = line.spans[(index + 1)...].contains { !$0.text.isEmpty }
            let fits = used + Printable.width(span.text) < end || !rest
            used += put(
                fits ? span.text : span.text + "  ", row: row, column: column + used, width: end - used, span.style)
        }
        return used
    }
}
