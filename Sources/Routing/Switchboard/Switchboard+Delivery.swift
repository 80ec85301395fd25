import Events
import Messages
import Text

/// The frames in which messages are delivered.
extension Switchboard {
    /// Returns the deliveries of the unchanged bytes of `message`; plain peers get text in the frames chosen for them.
    func verbatim(_ message: Message, to recipients: [PeerID]) -> [Action] {
        guard message.opcode == .text, message.packet == nil, plainDelivery == .binary || !ownDelivery.isEmpty else {
            return recipients.isEmpty ? [] : [.deliver(message, to: recipients)]
        }
        let (binary, others) = (recipients.filter(getsBinary), recipients.filter { !getsBinary($0) })
        return (others.isEmpty ? [] : [.deliver(message, to: others)])
            + (binary.isEmpty ? [] : [.deliver(Message(.binary, message.payload), to: binary)])
    }

    private func getsBinary(_ peer: PeerID) -> Bool {
        peers[peer]?.isAware == false && (ownDelivery[peer] ?? plainDelivery) == .binary
    }

    /// Sets the frames in which the plain peers of `recipients` get text, and records those for which this is a change.
    mutating func deliver(to recipients: [PeerID], _ delivery: PlainDelivery) -> [Action] {
        let changed = recipients.filter { peers[$0]?.isAware == false && getsBinary($0) != (delivery == .binary) }
        for peer in changed { ownDelivery[peer] = delivery }
        return changed.isEmpty ? [] : [record(.noted(.delivering(changed, delivery)))]
    }
}

/// The outermost members of a message of an aware peer, which are all that the relay parses.
struct Envelope: Sendable {
    /// The member `to`; `nil` if it is missing or null.
    let to: JSONValue?
    /// Whether there is a member `from`, even if its name is escaped (`"fr\u006fm"`).
    let hasFrom: Bool
    private let opcode: Message.Opcode
    private let payload: [UInt8]
    /// The index of the last brace, before which `from` is spliced in.
    private let brace: Int
    private let isEmpty: Bool

    /// Parses the envelope of a text or binary message; returns `nil` if it is not a JSON object.
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

    /// Returns the same bytes with the sender's id appended as the last member, which takes precedence over earlier ones.
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
