import Drawing
import Messages
import SDP
import Sessions
import Text

/// The decoded form of a message: its description or candidate explained, or the members of its JSON object.
enum DecodedMessage {
    /// The maximum number of syntax errors of a description that are listed.
    static let faultLimit = 8
    /// The maximum number of members of a JSON object that are listed.
    static let memberLimit = 64

    static func lines(
        _ parsed: ParsedMessage, _ inspection: Inspection, _ payload: [UInt8], showsSecrets: Bool
    ) -> [Paragraph] {
        if let description = inspection.description {
            return faults(inspection.faults, showsSecrets: showsSecrets)
                + DecodedDescription(description, showsSecrets: showsSecrets).lines
        }
        if let candidate = parsed.candidate { return DecodedCandidate(candidate, parsed).lines }
        let summary = showsSecrets ? parsed.summary : Secrets.masked(parsed.summary)
        let members = members(ShownBytes(payload, showsSecrets: showsSecrets))
        let isRepeated = !members.isEmpty && (summary.isEmpty || summary.hasPrefix("{"))
        let title = isRepeated ? parsed.kind.rawValue : "\(parsed.kind.rawValue)  \(summary)"
        return [Paragraph(title, Style(bold: true))] + members
    }

    /// Returns the syntax errors of a description, each with its line and column.
    private static func faults(_ faults: [SDPError], showsSecrets: Bool) -> [Paragraph] {
        guard !faults.isEmpty else { return [] }
        let rows = faults.prefix(faultLimit).map { fault in
            let text = showsSecrets ? fault.description : Secrets.masked(fault.description)
            return Paragraph.row("text", text, Style(fault.isWarning ? .information : .warning))
        }
        let rest = faults.count - faultLimit
        return rows + (rest > 0 ? [Paragraph.row("", "… \(rest) more", .chrome)] : []) + [.blank]
    }

    /// Returns the members of a JSON object, each in a line; empty if the payload is no object.
    private static func members(_ shown: ShownBytes) -> [Paragraph] {
        var tokens = JSONTokens(shown.bytes)
        guard let first = tokens.next(), first.kind == .open, shown.bytes[first.range.lowerBound] == UInt8(ascii: "{")
        else { return [] }
        var members: [Paragraph] = []
        var name: Range<Int>?
        var value: Range<Int>?
        var depth = 1
        func endMember() {
            if let name, let value { members.append(member(of: shown, name: name, value: value)) }
            (name, value) = (nil, nil)
        }
        while depth > 0, members.count < memberLimit, let token = tokens.next() {
            if token.kind == .open { depth += 1 }
            if token.kind == .close { depth -= 1 }
            switch (depth, token.kind, name) {
            case (0, _, _), (1, .comma, _): endMember()
            case (1, .colon, _): break
            case (1, .string, nil): name = token.content
            default: value = (value?.lowerBound ?? token.range.lowerBound)..<token.range.upperBound
            }
        }
        endMember()
        return depth > 0 && members.count == memberLimit ? members + [Paragraph("…", .chrome)] : members
    }

    private static func member(of shown: ShownBytes, name: Range<Int>, value: Range<Int>) -> Paragraph {
        let label = TextLine(shown.spans(name, .key)).text
        let limit = Paragraph.valueLimit
        let cut = value.prefix(limit)
        let body = TextLine(shown.spans(cut) + (cut.count < value.count ? [TextLine.Span("…", .chrome)] : []))
        return Paragraph(
            body, behind: TextLine(text: Printable.padded(Paragraph.cut(label), 10) + "  ", style: .chrome))
    }
}
