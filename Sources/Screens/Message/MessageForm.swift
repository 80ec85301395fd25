/// A way to look at a message.
public enum MessageForm: Int, Hashable, Sendable, CaseIterable {
    /// What it says, in words.
    case decoded = 1
    /// Its description, its candidate, or all of it, as it stands.
    case text
    /// All of it, a line for each value.
    case json
    /// Its bytes.
    case hex

    var name: String {
        switch self {
        case .decoded: "decoded"
        case .text: "text"
        case .json: "JSON"
        case .hex: "hex"
        }
    }

    /// Why a message may not have it.
    public var absence: String {
        switch self {
        case .decoded: "nothing is understood of this message"
        case .text: "this message is no text"
        case .json: "this message is no JSON"
        case .hex: "this entry has no bytes"
        }
    }
}
