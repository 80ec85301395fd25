import Testing

@testable import Events
@testable import Messages
@testable import Routing

/// The syntax of ICE servers (RFC 7064, RFC 7065), and their form in the welcome message.
@Suite struct ICEServerTests {
    @Test(arguments: [
        "stun:stun.example.org", "stun:192.0.2.1:3478", "stuns:[2001:db8::1]:5349", "STUN:example", "stun:a.b,u,p",
        "turn:turn.example.org:3478,alice,secret", "turns:turn.example.org?transport=tcp,alice,secret",
        "turn:h?transport=udp,a,b,c,d", "stun:[::1]", "stun:h:65535",
    ])
    func aValidServerKeepsItsText(text: String) throws {
        #expect(try #require(ICEServer(text)).text == text)
    }

    @Test(arguments: [
        "", "stun", "stun:", "stun://example.org", "http://example.org", "stun:h:", "stun:h:0", "stun:h:65536",
        "stun:h:+1", "stun:h:1x", "stun:h?transport=udp", "turn:h", "turn:h,u", "turn:h,u,", "turn:h,,p", "stun:h,u",
        "turn:h?transport=sctp,u,p", "turn:h?,u,p", "stun:[::1", "stun:[127.0.0.1]", "stun:::1", "stun:a/b", "stun:ä",
        "stun:h\u{0}", "stun: h",
    ])
    func anInvalidServerIsRefused(text: String) {
        #expect(ICEServer(text) == nil)
    }

    @Test func anAwarePeerReceivesTheServers() throws {
        let servers = try ["stun:h", "turn:h:1,al\"ice,s,e"].map { try #require(ICEServer($0)) }
        var switchboard = Switchboard(iceServers: servers)
        let request = ConnectionRequest(id: PeerID(1), name: nil, room: nil, isAware: true, address: "127.0.0.1:1")
        let welcome = """
            {"type":"welcome","id":"p1","room":"lobby","peers":[],"iceServers":[{"urls":"stun:h"},\
            {"urls":"turn:h:1","username":"al\\"ice","credential":"s,e"}]}
            """
        #expect(
            switchboard.receive(.arrived(request), at: .start).contains(.deliver(.text(welcome), to: [PeerID(1)])))
    }
}
