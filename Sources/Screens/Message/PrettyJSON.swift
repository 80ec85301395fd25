import Drawing
import Sessions
import Text

/// A JSON text with a line for each value, in its own order and its own spelling.
enum PrettyJSON {
    /// How many levels are set in; what is deeper stands below one another.
    static let indentLimit = 16

    static func lines(_ shown: ShownBytes) -> [Paragraph] {
        let tokens = Array(JSONTokens(shown.bytes))
        var paragraphs: [Paragraph] = []
        var spans: [TextLine.Span] = []
        var depth = 0
        // The end of a secret that takes several tokens.
        var hiddenEnd = 0
        func end() {
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
                end()
                depth += 1
            case .close:
                if index == 0 || tokens[index - 1].kind != .open {
                    end()
                    depth -= 1
                }
                spans += shown.spans(token.range, .chrome)
            case .comma:
                spans += shown.spans(token.range, .chrome)
                end()
            case .colon: spans.append(TextLine.Span(": ", .chrome))
            case .string: spans += shown.spans(token.range, next == .colon ? .key : .plain)
            case .word: spans += shown.spans(token.range, Style(.information))
            }
        }
        end()
        return shown.bounded(paragraphs)
    }
}
