public import Messages
import Text

/// What the relay and aware peers say to each other: subprotocol `signal-console.v1`.
///
/// ```
/// relay → peer  {"type":"welcome","id":"p3","room":"demo","name":"…","peers":[{"id":"p1","name":"…"}],"iceServers":[]}
///               {"type":"peer-joined","id":"p4","name":"…"}   {"type":"peer-left","id":"p4","reason":"closed 1000"}
///               {"type":"error","code":"no-such-peer","message":"…"}
/// peer → relay  any JSON object, with "to":"p1" for one peer alone
/// peer → peer   the same bytes, with ,"from":"p3" spliced in before the last brace
/// ```
/// What has a `from` is a peer's, whatever its `type` says: only the relay's own messages have none.
public enum AwareProtocol {
    /// The WebSocket subprotocol (RFC 6455 §1.9) that an aware peer asks for.
    public static let subprotocol = "signal-console.v1"

    public static func welcome(_ peer: Peer, others: [Peer], _ iceServers: [ICEServer] = []) -> Message {
        let list = others.map { "{" + identity($0) + "}" }.joined(separator: ",")
        let room = JSONString.encode(peer.room)
        let servers = iceServers.map(\.json).joined(separator: ",")
        return .text(
            "{\"type\":\"welcome\",\(identity(peer)),\"room\":\(room),\"peers\":[\(list)],\"iceServers\":[\(servers)]}")
    }

    public static func joined(_ peer: Peer) -> Message {
        .text("{\"type\":\"peer-joined\",\(identity(peer))}")
    }

    public static func left(_ peer: PeerID, _ departure: DisconnectReason) -> Message {
        .text("{\"type\":\"peer-left\",\"id\":\"\(peer)\",\"reason\":\(JSONString.encode(departure.words))}")
    }

    public static func error(_ fault: AddressingFault) -> Message {
        .text("{\"type\":\"error\",\"code\":\"\(fault.code)\",\"message\":\(JSONString.encode(fault.words))}")
    }

    private static func identity(_ peer: Peer) -> String {
        "\"id\":\"\(peer.id)\"" + (peer.name.map { ",\"name\":" + JSONString.encode($0) } ?? "")
    }
}
