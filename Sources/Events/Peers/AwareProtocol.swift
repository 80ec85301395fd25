public import Messages
import Text

/// The messages of the subprotocol `signal-console.v1` between the relay and aware peers.
///
/// ```
/// relay → peer  {"type":"welcome","id":"p3","room":"demo","name":"…","peers":[{"id":"p1","name":"…"}],"iceServers":[]}
///               {"type":"peer-joined","id":"p4","name":"…"}   {"type":"peer-left","id":"p4","reason":"closed 1000"}
///               {"type":"error","code":"no-such-peer","message":"…"}
/// peer → relay  any JSON object, with "to":"p1" for one peer alone
/// peer → peer   the same bytes, with ,"from":"p3" spliced in before the last brace
/// ```
/// A message with a `from` is a peer's, whatever its `type` is: only the relay's own messages have none.
public enum AwareProtocol {
    /// The name of the WebSocket subprotocol (RFC 6455 §1.9).
    public static let subprotocol = "signal-console.v1"

    /// The first message to `peer`, with the peers of its room.
    public static func welcome(_ peer: Peer, others: [Peer], _ iceServers: [ICEServer] = []) -> Message {
        let list = others.map { "{" + identity($0) + "}" }.joined(separator: ",")
        let room = JSONString.encode(peer.room)
        let servers = iceServers.map(\.json).joined(separator: ",")
        return .text(
            "{\"type\":\"welcome\",\(identity(peer)),\"room\":\(room),\"peers\":[\(list)],\"iceServers\":[\(servers)]}")
    }

    /// The message that `peer` joined, to the aware peers of its room.
    public static func joined(_ peer: Peer) -> Message {
        .text("{\"type\":\"peer-joined\",\(identity(peer))}")
    }

    /// The message that `peer` left, to the aware peers of its room.
    public static func left(_ peer: PeerID, _ reason: DisconnectReason) -> Message {
        .text("{\"type\":\"peer-left\",\"id\":\"\(peer)\",\"reason\":\(JSONString.encode(reason.text))}")
    }

    /// The response to a message that was not forwarded because of `fault`.
    public static func error(_ fault: AddressingFault) -> Message {
        .text("{\"type\":\"error\",\"code\":\"\(fault.code)\",\"message\":\(JSONString.encode(fault.message))}")
    }

    private static func identity(_ peer: Peer) -> String {
        "\"id\":\"\(peer.id)\"" + (peer.name.map { ",\"name\":" + JSONString.encode($0) } ?? "")
    }
}

/// The reason why a message of an aware peer was not forwarded.
public enum AddressingFault: Hashable, Sendable {
    /// The message has a `from`, which only the relay adds.
    case fromNotYours
    /// The value of `to` is not a string.
    case toNotAString
    /// No other peer of the room has this id; the id as it was sent, truncated.
    case noSuchPeer(String)

    /// The error's code on the wire.
    public var code: String {
        switch self {
        case .fromNotYours: "from-not-yours"
        case .toNotAString: "to-not-a-string"
        case .noSuchPeer: "no-such-peer"
        }
    }

    /// The fault, and its remedy.
    public var message: String {
        switch self {
        case .fromNotYours: "leave \"from\" out: the relay sets it"
        case .toNotAString: "\"to\" is the id of a peer, such as \"p1\""
        case .noSuchPeer(let id): "there is no other peer \(id) in this room"
        }
    }
}
