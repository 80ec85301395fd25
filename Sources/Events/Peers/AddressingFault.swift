/// Why an aware peer's message went nowhere.
public enum AddressingFault: Hashable, Sendable {
    /// It named a sender.
    case fromNotYours
    /// `to` is not a string.
    case toNotAString
    /// Nobody of that id is in its room but, perhaps, itself; the id as the message has it, cut short.
    case noSuchPeer(String)

    /// The error's code on the wire.
    public var code: String {
        switch self {
        case .fromNotYours: "from-not-yours"
        case .toNotAString: "to-not-a-string"
        case .noSuchPeer: "no-such-peer"
        }
    }

    /// What is wrong and what to do.
    public var words: String {
        switch self {
        case .fromNotYours: "leave \"from\" out: the relay says whom a message is from"
        case .toNotAString: "\"to\" is the id of a peer, such as \"p1\""
        case .noSuchPeer(let id): "there is no other peer \(id) in this room"
        }
    }
}
