public import Messages
import SDP

extension Message {
    /// Returns the message with `new` in the place of each string that is exactly `old`, which is a
    /// ``ParsedMessage/descriptionText``; `nil` if there is no such string.
    ///
    /// The string may be the whole message, a JSON string at any depth, or inside of strings that contain JSON or
    /// base64. The opcode and all other bytes are preserved, except for the escapes in strings that contain JSON, which
    /// are encoded again. All occurrences are replaced, as it is not known which one a client uses.
    public func replacing(description old: String, by new: String) -> Message? {
        let bytes = CarriedStrings.replaced(in: payload) { string in
            // Compared by bytes, since canonically equivalent strings differ.
            string.utf8.elementsEqual(old.utf8) ? new : nil
        }
        return bytes.map { Message(opcode, $0) }
    }
}
