import Drawing
import Sessions
import Text

/// A JSON text with one line for each value, which keeps the order of members and the spelling of values.
enum PrettyJSON {
    /// The maximum number of levels of indentation; deeper levels are not indented further.
    static let indentLimit = 16

    static func lines(_ shown: ShownBytes) -> [Paragraph] {
        let tokens = Array(JSONTokens(shown.bytes))
        var paragraphs: [Paragraph] = []
        var spans: [TextLine.Span] = []
        var depth = 0
        // The end of a secret that spans several tokens.
        var hiddenEnd = 0
        func endLine() {
            let lead = TextLine(text: String(repeating: "  ", count: min(max(0, depth), indentLimit)))
            if !spans.isEmpty { paragraphs.append(Paragraph(TextLine(spans), behind: lead, atSpaces: false)) }
            spans = []
        }
        for (index, token) in tokens.enumerated() {
            guard paragraphs.count <= ShownBytes.lineLimit else { break }
            guard token.range.lowerBound >= hiddenEnd else { continue }
            if let secret = shown.hidden(from: token.range.lowerBound), secret.lowerBound == token.range.lowerBound {
                spans.append(TextLine.Span(Secrets.mask, .chrome))
                hiddenEnd = secret.upperBound
                continue
            }
            let next = index + 1 < tokens.count ? tokens[index + 1].kind : nil
            switch token.kind {
            case .open:
                spans += shown.spans(token.range, .chrome)
                guard next != .close else { continue }
                endLine()
                depth += 1
            case .close:
                if index == 0 || tokens[index - 1].kind != .open {
                    endLine()
                    depth -= 1
                }
                spans += shown.spans(token.range, .chrome)
            case .comma:
                spans += shown.spans(token.range, .chrome)
                endLine()
            case .colon: spans.append(TextLine.Span(": ", .chrome))
            case .string: spans += shown.spans(token.range, next == .colon ? .key : .plain)
            case .word: spans += shown.spans(token.range, Style(.information))
            }
        }
        endLine()
        return shown.bounded(paragraphs)
    }
}
