package import Events
import Messages
package import Routing

/// The language of conversations, which turns a line into an event for a switchboard.
///
/// A line begins with a peer, such as `p1`, or with `operator`: ``OperatorScript`` lists the operator's commands, and
/// ``MessageScript`` the messages of a peer, and ``ReportScript`` the reports of pages. Peers also join and leave, and the relay ends:
///
/// ```
/// p1 joins             p1 joins demo name=alice aware address=192.0.2.1:5000             p1 joins room=
/// p1 joins socket partner=p2               p2 joins socket partner=p1 server
/// p1 leaves            p1 leaves lost            p1 leaves closed            p1 leaves closed 4000 until tomorrow
/// p4 passes #7         p4 passes #7,#8      p4 passes #7 changing "to":"p3" => "from":"p1"; VP8 => VP9
/// relay ends
/// ```
///
/// A participant passes messages of earlier entries on as a server does: with other text in some places, or several of
/// them as an array.
///
/// Without further words a peer joins the lobby, and leaves as a closed page does, with code 1001.
package struct EventScript {
    private var messages = MessageScript()

    package init() {}

    /// Returns the event that `line` stands for; `nil` if the line is not understood.
    ///
    /// `delivery` returns the delivery with an entry number, which the operator replays.
    package mutating func event(_ line: Substring, delivery: (Int) -> Delivery? = { _ in nil }) -> Switchboard.Event? {
        let words = line.split(separator: " ").map(String.init)
        guard words.count >= 2 else { return nil }
        if words == ["relay", "ends"] { return .ending }
        if words[0] == "operator" {
            return OperatorScript.command(line, words, delivery: delivery).map { .command($0) }
        }
        if words[0].hasPrefix("page") { return ReportScript.event(line, words, delivery) }
        guard let peer = PeerID(words[0]) else { return nil }
        let rest = line.dropFirst(words[0].count + words[1].count + 2)
        switch words[1] {
        case "joins": return Self.request(peer, words.dropFirst(2)).map { .arrived($0) }
        case "leaves": return Self.reason(rest).map { .left(peer, $0) }
        case "passes": return Self.passed(rest, delivery).map { .received(peer, $0) }
        default: return messages.message(words[1], rest, from: peer).map { .received(peer, $0) }
        }
    }

    private static func request(_ peer: PeerID, _ words: ArraySlice<String>) -> ConnectionRequest? {
        var request = ConnectionRequest(id: peer, address: "127.0.0.1:\(50_000 + peer.number)")
        for (index, word) in words.enumerated() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch (parts[0], parts.dropFirst().first) {
            case ("aware", nil): request.isAware = true
            case ("name", let name?): request.name = name
            case ("address", let address?): request.address = address
            case ("room", let room?): request.room = room
            case ("partner", let partner?): request.partner = PeerID(partner)
            case ("server", nil): request.role = .server
            case (let room, nil) where index == 0: request.room = room
            default: return nil
            }
        }
        return request
    }

    /// Returns the message of an entry as a server sends it on, or an array of those of several entries.
    private static func passed(_ text: Substring, _ delivery: (Int) -> Delivery?) -> Message? {
        let parts = text.split(separator: " changing ", maxSplits: 1)
        let numbers = parts.first?.split(separator: ",").compactMap { Int($0.dropFirst()) } ?? []
        let messages = numbers.compactMap { delivery($0)?.message }
        guard let first = messages.first, messages.count == numbers.count else { return nil }
        guard messages.count > 1 || parts.count > 1 else { return first }
        var payload = messages.compactMap(\.text).joined(separator: ",")
        if messages.count > 1 { payload = "[\(payload)]" }
        for change in (parts.dropFirst().first ?? "").split(separator: "; ") {
            let sides = change.split(separator: " =>", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, payload.contains(sides[0]) else { return nil }
            payload.replace(sides[0], with: sides[1].dropFirst())
        }
        return Message(first.opcode, Array(payload.utf8))
    }

    private static func reason(_ text: Substring) -> DisconnectReason? {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        switch words.first {
        case nil: return .closed(CloseCode(rawValue: 1001), reason: "")
        case "lost" where words.count == 1: return .lost
        case "closed" where words.count == 1: return .closed(nil, reason: "")
        case "closed":
            return UInt16(words[1]).map {
                .closed(CloseCode(rawValue: $0), reason: words.count > 2 ? words[2] : "")
            }
        default: return nil
        }
    }
}
