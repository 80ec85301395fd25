import Events
import Messages
import Text

/// What the relay reads of a message to or from an aware peer: the outermost members, and nothing else.
struct Envelope: Sendable {
    /// The member `to`; `nil` if there is none, or it is null.
    let to: JSONValue?
    /// Whether there is a member `from`, however its name is spelled (`"fr\u006fm"`).
    let hasFrom: Bool
    private let opcode: Message.Opcode
    private let payload: [UInt8]
    /// Where `from` is spliced in: before the last brace.
    private let brace: Int
    private let isEmpty: Bool

    /// The envelope of `message`, text or binary; `nil` if it is not a JSON object.
    init?(_ message: Message) {
        guard message.payload.contains(UInt8(ascii: "{")), let value = JSONValue(message.payload), value.isObject
        else { return nil }
        to = value["to"].flatMap { $0.isNull ? nil : $0 }
        hasFrom = value["from"] != nil
        opcode = message.opcode
        payload = message.payload
        brace = value.lastIndex
        isEmpty = value.isEmptyObject
    }

    /// The same bytes with the sender's id as the last member, where it wins over any `from` before it.
    func stamped(from sender: PeerID) -> Message {
        var bytes: [UInt8] = []
        let member = "\(isEmpty ? "" : ",")\"from\":\"\(sender)\""
        bytes.reserveCapacity(payload.count + member.utf8.count)
        bytes += payload[..<brace]
        bytes += Array(member.utf8)
        bytes += payload[brace...]
        return Message(opcode, bytes)
    }
}
