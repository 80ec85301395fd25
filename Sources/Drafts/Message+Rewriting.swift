public import Messages
import SDP

extension Message {
    /// The same message with `new` wherever a string of it holds exactly `old`, as ``ParsedMessage/descriptionText`` says it;
    /// `nil` if none does.
    ///
    /// The string may be all of the message, a JSON string at any depth, one inside JSON strings that are JSON again,
    /// or inside base64. The opcode and all other bytes are kept, but for the escapes of a string that is JSON again,
    /// which is written anew. If `old` is there several times, each becomes `new`: which of them a client reads is not
    /// known.
    public func replacing(description old: String, by new: String) -> Message? {
        let bytes = CarriedStrings.replaced(in: payload) { string in
            // By their bytes: texts that only look alike are not the same.
            string.utf8.elementsEqual(old.utf8) ? new : nil
        }
        return bytes.map { Message(opcode, $0) }
    }
}
