import Drawing
import Text

/// A line of text of any length, which is wrapped to the width of the screen.
///
/// ```
///     111  opus/48000/2  minptime=10;useinbandfec=1
///     └ lead ───────────┘└ body: further lines are indented to its start
/// ```
struct Paragraph: Hashable, Sendable {
    /// The text in front of the first line.
    var lead: TextLine
    var body: TextLine
    /// Whether lines are broken between words.
    var atSpaces: Bool

    init(_ body: TextLine, behind lead: TextLine = .blank, atSpaces: Bool = true) {
        self.lead = lead
        self.body = body
        self.atSpaces = atSpaces
    }

    init(_ text: String, _ style: Style = .plain) {
        self.init(TextLine(text: text, style: style))
    }

    static let blank = Paragraph(.blank)

    /// The maximum length in scalars of a value from a peer that shares its line with others.
    static let valueLimit = 1024
    private static let labelColumns = 12

    /// Returns a labelled value: `setup       actpass`.
    static func row(_ label: String, _ value: String, _ style: Style = .plain, indent: Int = 0) -> Paragraph {
        let label = String(repeating: " ", count: indent) + Printable.padded(label, labelColumns)
        return Paragraph(TextLine(text: cut(value), style: style), behind: TextLine(text: label, style: .chrome))
    }

    /// Truncates `value` to ``valueLimit`` scalars.
    static func cut(_ value: String) -> String {
        guard value.utf8.count > valueLimit else { return value }
        let scalars = value.unicodeScalars.prefix(valueLimit)
        return String(scalars) + (scalars.endIndex < value.endIndex ? "…" : "")
    }

    /// The paragraph as a single line.
    var line: TextLine { lead.text.isEmpty ? body : lead + body }

    /// Wraps the paragraph to lines of at most `width` columns.
    func folded(width: Int) -> [TextLine] {
        let indent = Printable.width(lead.text)
        guard indent + Printable.width(body.text) > width else { return [line] }
        guard indent > 0, indent <= width / 2 else { return line.folded(width: width, atSpaces: atSpaces) }
        let blanks = TextLine(text: String(repeating: " ", count: indent))
        return body.folded(width: width - indent, atSpaces: atSpaces).enumerated().map { index, piece in
            (index == 0 ? lead : blanks) + piece
        }
    }
}
