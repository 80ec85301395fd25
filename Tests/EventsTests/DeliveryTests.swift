import Messages
import SDP
import Testing

@testable import Events

/// A message on its way.
@Suite struct DeliveryTests {
    private static func delivery(_ text: String) -> Delivery {
        Delivery(message: .text(text), sender: .peer(PeerID(1)), room: "demo", recipients: [PeerID(2)])
    }

    @Test func aMessageIsParsedOnce() {
        let delivery = Self.delivery(#"{"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.4 5 typ host"}}"#)
        var (one, other) = (SDPSummaryCache(), SDPSummaryCache())
        let parsed = delivery.parsed(&one)
        #expect(parsed.kind == .candidate)
        #expect(delivery.parsed(&other) === parsed)
        #expect(delivery == Self.delivery(#"{"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.4 5 typ host"}}"#))
    }

    @Test func threadsMayParseAtTheSameTime() async {
        let delivery = Self.delivery(#"{"type":"bye"}"#)
        let kinds = await withTaskGroup(of: Kind.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    var known = SDPSummaryCache()
                    return delivery.parsed(&known).kind
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kinds == Array(repeating: .bye, count: 16))
    }
}
