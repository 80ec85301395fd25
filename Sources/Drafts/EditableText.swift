public import Messages
import SDP
import Text

/// The text of a message for a text editor, and the conversion back to a message.
///
/// ```
/// {"sdp":{"type":"offer","sdp":"v=0\r\n…"}}    v=0…           only the description, line by line
/// {"type":"chat","text":"hello"}               the same       JSON in its original spelling
/// hello                                        the same
/// ```
/// If the text is not changed, the message is the same byte for byte.
public struct EditableText: Hashable, Sendable {
    /// The text to edit.
    public let text: String
    /// The file name extension for the type of text: `sdp`, `json` or `txt`.
    public let fileExtension: String
    private let message: Message
    /// The description in the message, if only that is edited; otherwise `nil`.
    private let description: String?

    /// Makes text of the description in `message`, or else of the whole message; `nil` if it is not UTF-8.
    public init?(_ message: Message) {
        guard let description = ParsedMessage(message).descriptionText,
            message.replacing(description: description, by: description) != nil
        else {
            self.init(raw: message)
            return
        }
        self.init(
            text: Self.lines(description, .lineFeed), fileExtension: "sdp", message: message, description: description)
    }

    private init(text: String, fileExtension: String, message: Message, description: String?) {
        self.text = text
        self.fileExtension = fileExtension
        self.message = message
        self.description = description
    }

    /// Makes text of the whole `message`; `nil` if it is not UTF-8.
    public init?(raw message: Message) {
        guard let text = message.text else { return nil }
        let isJSON = JSONValue(message.payload) != nil
        let fileExtension = isJSON ? "json" : text.utf8.starts(with: "v=0".utf8) ? "sdp" : "txt"
        self.init(text: text, fileExtension: fileExtension, message: message, description: nil)
    }

    /// Returns the message with `edited` in the place of ``text``, and with the same opcode.
    ///
    /// If an editor added a line ending to the last line, it is removed. The lines of a description get the ending of
    /// its first line.
    public func message(from edited: String) -> Message {
        var edited = edited
        if description != nil { edited = Self.lines(edited, .lineFeed) }
        if text.utf8.last != UInt8(ascii: "\n"), edited.utf8.last == UInt8(ascii: "\n") {
            edited = String(Substring(edited.utf8.dropLast()))
            if edited.utf8.last == UInt8(ascii: "\r"), text.utf8.last != UInt8(ascii: "\r") {
                edited = String(Substring(edited.utf8.dropLast()))
            }
        }
        guard !edited.utf8.elementsEqual(text.utf8) else { return message }
        guard let description else { return message.replacing(Array(edited.utf8)) }
        let ending = DescriptionLines(description).first { _ in true }?.ending ?? .standard
        return message.replacing(description: description, by: Self.lines(edited, ending)) ?? message
    }

    /// Returns `text` with all line endings replaced by `ending`, or by CR LF if that is none.
    private static func lines(_ text: String, _ ending: DescriptionLine.Ending) -> String {
        let ending = ending == .none ? DescriptionLine.Ending.standard : ending
        var result = ""
        for line in DescriptionLines(text) {
            result += line.text
            if line.ending != .none { result += ending.text }
        }
        return result
    }
}
