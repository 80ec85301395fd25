import Events
import Messages

/// The frames in which messages are delivered.
extension Switchboard {
    /// Returns the deliveries of the unchanged bytes of `message`; plain peers get text in the frames chosen for them.
    func verbatim(_ message: Message, to receivers: [PeerID]) -> [Action] {
        guard message.opcode == .text, plainDelivery == .binary || !ownDelivery.isEmpty else {
            return receivers.isEmpty ? [] : [.deliver(message, to: receivers)]
        }
        let (binary, others) = (receivers.filter(getsBinary), receivers.filter { !getsBinary($0) })
        return (others.isEmpty ? [] : [.deliver(message, to: others)])
            + (binary.isEmpty ? [] : [.deliver(Message(.binary, message.payload), to: binary)])
    }

    private func getsBinary(_ peer: PeerID) -> Bool {
        peers[peer]?.isAware == false && (ownDelivery[peer] ?? plainDelivery) == .binary
    }

    /// Sets the frames in which the plain peers of `receivers` get text, and records those for which this is a change.
    mutating func deliver(to receivers: [PeerID], _ delivery: PlainDelivery) -> [Action] {
        let changed = receivers.filter { peers[$0]?.isAware == false && getsBinary($0) != (delivery == .binary) }
        for peer in changed { ownDelivery[peer] = delivery }
        return changed.isEmpty ? [] : [record(.noted(.delivering(changed, delivery)))]
    }
}
