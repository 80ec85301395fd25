import SignalingSupport
import Testing

@testable import Events

@Suite struct BanTests {
    private var conversation = Conversation()

    @Test mutating func bannedNamesAndAddressesAreRefusedUntilTheBanExpires() {
        conversation.play(
            """
            >> p1 joins name=mallory
            << entry: p1 joined lobby
            >> operator bans name mallory for 60
            << entry: ban 1: name mallory
            >> operator kicks p1
            << p1 is closed 4503: removed by the operator
            << entry: p1 left: kicked
            >> p2 joins name=mallory
            << p2 is closed 4503: banned by the operator for 60 s more
            << entry: p2 refused: banned by the operator for 60 s more (name mallory)
            >> p3 joins name=alice
            << entry: p3 joined lobby
            >> 61 seconds pass
            >> p4 joins name=mallory
            << entry: p4 joined lobby
            >> operator bans address 192.0.2.5
            << entry: ban 2: address 192.0.2.5
            >> p5 joins address=192.0.2.5:5000
            << p5 is closed 4503: banned by the operator
            << entry: p5 refused: banned by the operator (address 192.0.2.5)
            >> operator lifts 2
            << entry: ban 2: address 192.0.2.5
            >> p5 joins
            << entry: p5 joined lobby
            """
        )
    }

    /// RFC 6177: a host has a /64 network; RFC 4291 §2.5.6: except for link-local addresses.
    @Test(arguments: [
        ("[2001:db8::1]:5000", "network 2001:db8:0:0::/64"), ("[2001:db8::ffff:1]:1", "network 2001:db8:0:0::/64"),
        ("[::ffff:192.0.2.1]:1", "address 192.0.2.1"), ("192.0.2.1:80", "address 192.0.2.1"),
        ("[fe80::1:2]:1", "address fe80::0:0:1:2"), ("[FEBF::1]:1", "address fe80::0:0:0:1"),
    ])
    func anIPv6AddressIsBannedWithItsNetwork(address: String, words: String) {
        #expect(Ban.Subject(address: address)?.text == words)
    }

    @Test func allLinkLocalAddressesAreOneNetwork() {
        let link = ["[fe80::1]:1", "[fe80::2]:1", "[FEBF::1]:1"].map { Ban.Subject(address: $0) }
        #expect(link[0] != link[1] && link[0] != nil)
        #expect(Set(link.map { $0?.network }).count == 1)
        for address in ["192.0.2.1:1", "[2001:db8::1]:1", "[::1]:1"] {
            #expect(Ban.Subject(address: address)?.network == Ban.Subject(address: address))
        }
    }

    @Test func invalidAddressesCannotBeBanned() {
        for text in ["", "unknown", "[::g]:1", "1.2.3:80", "[fe80::1%eth0]:1"] {
            #expect(Ban.Subject(address: text) == nil, "\(text)")
        }
    }

    @Test func aKickReasonIsShortenedToFitACloseFrame() {
        #expect(KickReason(.kicked, reason: String(repeating: "é", count: 100)).reason.utf8.count == 122)
    }
}
