import Drawing
import Events
import Messages
import SDP
import Text

/// An entry in all its forms.
struct ShownEntry {
    /// How much is laid out at once, in bytes of text.
    static let limit = ShownBytes.limit

    let record: Journal.Record
    private let transit: Delivery?
    private let reading: ParsedMessage?
    let forms: [MessageForm]

    init(_ record: Journal.Record) {
        self.record = record
        transit = record.entry.transit
        reading = record.parsed
        guard let transit, let reading else {
            forms = [.decoded]
            return
        }
        forms = MessageForm.allCases.filter { form in
            switch form {
            case .decoded: reading.kind != .opaque
            case .text: reading.isText
            case .json: Self.isJSON(transit.message.payload)
            case .hex: true
            }
        }
    }

    /// Whether it is an object or an array: all else is better read as a text.
    private static func isJSON(_ payload: [UInt8]) -> Bool {
        let first = payload.first { !" \t\r\n".utf8.contains($0) }
        return (first == UInt8(ascii: "{") || first == UInt8(ascii: "[")) && JSONValue(payload) != nil
    }

    /// One of its ``forms``, in lines that are `width` wide, or as long as they are where they are not to be wrapped.
    func lines(_ form: MessageForm, _ context: ViewContext, width: Int) -> [TextLine] {
        let body = paragraphs(form, context, width: width)
        let lines = context.settings.wrap ? body.flatMap { $0.folded(width: width) } : body.map(\.line)
        // Whatever the first one is, it begins with what the relay knows.
        guard form == forms.first else { return lines }
        return MessageHead.lines(record, reading, context, width: width) + lines
    }

    private func paragraphs(_ form: MessageForm, _ context: ViewContext, width: Int) -> [Paragraph] {
        guard let transit, let reading else { return [] }
        let payload = transit.message.payload
        let showsSecrets = context.showsSecrets
        switch form {
        case .decoded:
            return Self.bounded(
                DecodedMessage.lines(reading, context.inspection(of: record), payload, showsSecrets: showsSecrets))
        case .text: return Self.text(reading, payload, showsSecrets: showsSecrets).lines(numbered: true)
        case .json: return PrettyJSON.lines(ShownBytes(payload, showsSecrets: showsSecrets))
        case .hex:
            let shown = ShownBytes(payload, limit: HexDump.limit, showsSecrets: showsSecrets)
            return HexDump.lines(shown, width: width)
        }
    }

    /// The description or the candidate in a message, else all of it.
    static func text(_ reading: ParsedMessage, _ payload: [UInt8], showsSecrets: Bool) -> ShownBytes {
        if let text = reading.descriptionText { return ShownBytes(text.utf8, showsSecrets: showsSecrets) }
        if let line = reading.candidate?.line { return ShownBytes(line.utf8, showsSecrets: showsSecrets) }
        return ShownBytes(payload, showsSecrets: showsSecrets)
    }

    private static func bounded(_ paragraphs: [Paragraph]) -> [Paragraph] {
        var left = limit
        let shown = paragraphs.prefix { paragraph in
            left -= paragraph.line.text.utf8.count
            return left >= 0
        }
        let rest = shown.count < paragraphs.count ? [Paragraph("… the text has the rest", .chrome)] : []
        return shown + rest
    }
}
