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
    public var absence: String {
        switch self {
        case .decoded: "nothing is understood of this message"
        case .text: "this message is no text"
        case .json: "this message is no JSON"
        case .hex: "this entry has no bytes"
        }
    }
}
