import Drawing
import Events
import Messages
import SDP
import Text

/// An entry laid out in one of the forms that it has.
struct ShownEntry {
    /// The maximum length of the decoded form in bytes of text.
    static let limit = ShownBytes.limit

    let record: Journal.Record
    private let delivery: Delivery?
    private let parsed: ParsedMessage?
    /// The forms that the entry has; at least one.
    let forms: [MessageForm]

    init(_ record: Journal.Record) {
        self.record = record
        delivery = record.entry.delivery
        parsed = record.parsed
        guard let delivery, let parsed else {
            forms = [.decoded]
            return
        }
        forms = MessageForm.allCases.filter { form in
            switch form {
            case .decoded: parsed.kind != .opaque
            case .text: parsed.isText
            case .json: Self.isJSON(delivery.message.payload)
            case .hex: true
            }
        }
    }

    /// Returns whether `payload` is a JSON object or array; other JSON values have only the text form.
    private static func isJSON(_ payload: [UInt8]) -> Bool {
        let first = payload.first { !" \t\r\n".utf8.contains($0) }
        return (first == UInt8(ascii: "{") || first == UInt8(ascii: "[")) && JSONValue(payload) != nil
    }

    /// Returns the entry in one of its ``forms``, wrapped to `width` if the settings say so.
    func lines(_ form: MessageForm, _ context: ViewContext, width: Int) -> [TextLine] {
        let body = paragraphs(form, context, width: width)
        let lines = context.settings.wrap ? body.flatMap { $0.folded(width: width) } : body.map(\.line)
        // The first form also has the facts that are not in the payload.
        guard form == forms.first else { return lines }
        return MessageHead.lines(record, parsed, context, width: width) + lines
    }

    private func paragraphs(_ form: MessageForm, _ context: ViewContext, width: Int) -> [Paragraph] {
        guard let delivery, let parsed else { return [] }
        let payload = delivery.message.payload
        let showsSecrets = context.showsSecrets
        switch form {
        case .decoded:
            return Self.bounded(
                DecodedMessage.lines(parsed, context.inspection(of: record), payload, showsSecrets: showsSecrets))
        case .text: return Self.text(parsed, payload, showsSecrets: showsSecrets).lines(numbered: true)
        case .json: return PrettyJSON.lines(ShownBytes(payload, showsSecrets: showsSecrets))
        case .hex:
            let shown = ShownBytes(payload, limit: HexDump.limit, showsSecrets: showsSecrets)
            return HexDump.lines(shown, width: width)
        }
    }

    /// Returns the text of the description or the candidate, or the whole payload if the message has neither.
    static func text(_ parsed: ParsedMessage, _ payload: [UInt8], showsSecrets: Bool) -> ShownBytes {
        if let text = parsed.descriptionText { return ShownBytes(text.utf8, showsSecrets: showsSecrets) }
        if let line = parsed.candidate?.line { return ShownBytes(line.utf8, showsSecrets: showsSecrets) }
        return ShownBytes(payload, showsSecrets: showsSecrets)
    }

    private static func bounded(_ paragraphs: [Paragraph]) -> [Paragraph] {
        var left = limit
        let shown = paragraphs.prefix { paragraph in
            left -= paragraph.line.text.utf8.count
            return left >= 0
        }
        let rest = shown.count < paragraphs.count ? [Paragraph("… the text form has the rest", .chrome)] : []
        return shown + rest
    }
}

/// A form in which a message is shown.
public enum MessageForm: Int, Hashable, Sendable, CaseIterable {
    /// The fields of the message, explained.
    case decoded = 1
    /// The unchanged text of the description or the candidate, or of the whole message if it has neither.
    case text
    /// The JSON of the message, one line for each value.
    case json
    /// A hex dump.
    case hex

    var name: String {
        switch self {
        case .decoded: "decoded"
        case .text: "text"
        case .json: "JSON"
        case .hex: "hex"
        }
    }

    /// The reason why a message can lack this form.
    public var unavailableReason: String {
        switch self {
        case .decoded: "nothing is understood of this message"
        case .text: "this message is no text"
        case .json: "this message is no JSON"
        case .hex: "this entry has no bytes"
        }
    }
}
