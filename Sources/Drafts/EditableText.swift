public import Messages
import SDP
import Text

/// A message as an operator has it in a text editor, and the way back from there.
///
/// ```
/// {"sdp":{"type":"offer","sdp":"v=0\r\n…"}}    v=0…           its description alone, line by line
/// {"type":"chat","text":"hello"}               the same       JSON as it is written
/// hello                                        the same
/// ```
/// Text that comes back unchanged gives back the very bytes.
public struct EditableText: Hashable, Sendable {
    /// What is to be edited.
    public let text: String
    /// What kind of text it is, as a file's name ends: `sdp`, `json` or `txt`.
    public let fileExtension: String
    private let message: Message
    /// The description that is edited, as the message has it; `nil` if all of the message is.
    private let description: String?

    /// The description that `message` carries, else all of it; `nil` if its bytes are no UTF-8 text.
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

    /// All of `message` as it is; `nil` if its bytes are no UTF-8 text.
    public init?(raw message: Message) {
        guard let text = message.text else { return nil }
        let isJSON = JSONValue(message.payload) != nil
        let fileExtension = isJSON ? "json" : text.utf8.starts(with: "v=0".utf8) ? "sdp" : "txt"
        self.init(text: text, fileExtension: fileExtension, message: message, description: nil)
    }

    /// The message with `edited` in the place of ``text``, of the same opcode.
    ///
    /// A line end behind the last line that ``text`` has not, as editors put there, is left out. A description's lines
    /// end as its first one did.
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
        guard let description else { return Message(message.opcode, Array(edited.utf8)) }
        let ending = DescriptionLines(description).first { _ in true }?.ending ?? .standard
        return message.replacing(description: description, by: Self.lines(edited, ending)) ?? message
    }

    /// `text` with `ending` at each line's end, whatever was there; CRLF where that is none.
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
