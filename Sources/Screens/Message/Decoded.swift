import Drawing
import Messages
import SDP
import Sessions
import Text

/// What a message says, in words.
enum Decoded {
    /// How many faults of a text are told.
    static let faultLimit = 8
    /// How many members of an object are told.
    static let memberLimit = 64

    static func lines(
        _ reading: ParsedMessage, _ inspection: Inspection, _ payload: [UInt8], showsSecrets: Bool
    ) -> [Paragraph] {
        if let description = inspection.description {
            return faults(inspection.faults, showsSecrets: showsSecrets)
                + DecodedDescription(description, showsSecrets: showsSecrets).lines
        }
        if let candidate = reading.candidate { return DecodedCandidate(candidate, reading).lines }
        let summary = showsSecrets ? reading.summary : Secrets.masked(reading.summary)
        let members = members(ShownBytes(payload, showsSecrets: showsSecrets))
        let isRepeated = !members.isEmpty && (summary.isEmpty || summary.hasPrefix("{"))
        let words = isRepeated ? reading.kind.rawValue : "\(reading.kind.rawValue)  \(summary)"
        return [Paragraph(words, Style(bold: true))] + members
    }

    /// What is wrong with a description's text, each with its line and column.
    private static func faults(_ faults: [SDPError], showsSecrets: Bool) -> [Paragraph] {
        guard !faults.isEmpty else { return [] }
        let rows = faults.prefix(faultLimit).map { fault in
            let words = showsSecrets ? fault.description : Secrets.masked(fault.description)
            return Paragraph.row("text", words, Style(fault.isWarning ? .information : .warning))
        }
        let rest = faults.count - faultLimit
        return rows + (rest > 0 ? [Paragraph.row("", "… \(rest) more", .chrome)] : []) + [.blank]
    }

    /// The members of an object, each in a line; nothing of what is none.
    private static func members(_ shown: ShownBytes) -> [Paragraph] {
        var tokens = JSONTokens(shown.bytes)
        guard let first = tokens.next(), first.kind == .open, shown.bytes[first.range.lowerBound] == UInt8(ascii: "{")
        else { return [] }
        var members: [Paragraph] = []
        var name: Range<Int>?
        var value: Range<Int>?
        var depth = 1
        func end() {
            if let name, let value { members.append(member(shown, name, value)) }
            (name, value) = (nil, nil)
        }
        while depth > 0, members.count < memberLimit, let token = tokens.next() {
            if token.kind == .open { depth += 1 }
            if token.kind == .close { depth -= 1 }
            switch (depth, token.kind, name) {
            case (0, _, _), (1, .comma, _): end()
            case (1, .colon, _): break
            case (1, .string, nil): name = token.content
            default: value = (value?.lowerBound ?? token.range.lowerBound)..<token.range.upperBound
            }
        }
        end()
        return depth > 0 && members.count == memberLimit ? members + [Paragraph("…", .chrome)] : members
    }

    private static func member(_ shown: ShownBytes, _ name: Range<Int>, _ value: Range<Int>) -> Paragraph {
        let label = TextLine(shown.spans(name, .key)).text
        let limit = Paragraph.valueLimit
        let cut = value.prefix(limit)
        let body = TextLine(shown.spans(cut) + (cut.count < value.count ? [TextLine.Span("…", .chrome)] : []))
        return Paragraph(
            body, behind: TextLine(text: Printable.padded(Paragraph.cut(label), 10) + "  ", style: .chrome))
    }
}
