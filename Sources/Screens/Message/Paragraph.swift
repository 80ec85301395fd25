public import Drawing
import Text

/// A line of something that is read, however long: the screen's width says in how many lines it stands.
///
/// ```
///     111  opus/48000/2  minptime=10;useinbandfec=1
///     └ lead ───────────┘└ body: what does not fit goes on below its beginning
/// ```
public struct Paragraph: Hashable, Sendable {
    /// What stands in front of the first of its lines.
    var lead: TextLine
    var body: TextLine
    /// Whether it is cut between words.
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

    /// How long a value may be that a peer wrote, in scalars, where it stands beside others.
    static let valueLimit = 1024
    private static let labelColumns = 12

    /// A value and what it is: `setup       actpass`, as far in as `indent`.
    static func row(_ label: String, _ value: String, _ style: Style = .plain, indent: Int = 0) -> Paragraph {
        let label = String(repeating: " ", count: indent) + Printable.padded(label, labelColumns)
        return Paragraph(TextLine(text: cut(value), style: style), behind: TextLine(text: label, style: .chrome))
    }

    /// The first ``valueLimit`` scalars of `value`.
    static func cut(_ value: String) -> String {
        guard value.utf8.count > valueLimit else { return value }
        let scalars = value.unicodeScalars.prefix(valueLimit)
        return String(scalars) + (scalars.endIndex < value.endIndex ? "…" : "")
    }

    /// In one line, however long.
    var line: TextLine { lead.text.isEmpty ? body : lead + body }

    /// In lines that fit `width`.
    public func folded(width: Int) -> [TextLine] {
        let indent = Printable.width(lead.text)
        guard indent + Printable.width(body.text) > width else { return [line] }
        guard indent > 0, indent <= width / 2 else { return line.folded(width: width, atSpaces: atSpaces) }
        let blanks = TextLine(text: String(repeating: " ", count: indent))
        return body.folded(width: width - indent, atSpaces: atSpaces).enumerated().map { index, piece in
            (index == 0 ? lead : blanks) + piece
        }
    }
}
