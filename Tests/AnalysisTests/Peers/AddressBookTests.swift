import Connections
import Findings
import Negotiations
import SignalingSupport
import TestSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Ladders
@testable import Messages
@testable import SDP

/// Calls of three and four plain clients in one room, which name each other in members of their own.
@Suite struct AddressBookTests {
    /// The spellings of sender and addressee of families of clients; `<me>` and `<you>` are the names that the clients
    /// give themselves, `<body>` is the content.
    private static let families: [(name: String, announcement: String, message: String)] = [
        ("uuid and dest", #"{"uuid":"<me>","dest":"all"}"#, #"{"uuid":"<me>","dest":"<you>",<body>}"#),
        ("userid and to", #"{"type":"join","userid":"<me>"}"#, #"{"userid":"<me>","to":"<you>",<body>}"#),
        ("from and to", #"{"type":"join","from":"<me>"}"#, #"{"from":"<me>","to":"<you>",<body>}"#),
        ("numbers", #"{"op":"hello","myId":<me>}"#, #"{"myId":<me>,"destId":<you>,<body>}"#),
        ("two constants", #"{"type":"ready","src":"<me>"}"#, #"{"src":"<me>","dst":"<you>",<body>}"#),
        ("nested", #"{"hello":true,"from":{"id":"<me>"}}"#, #"{"from":{"id":"<me>"},"to":{"id":"<you>"},<body>}"#),
        ("unnamed", #"{"zork":"<me>"}"#, #"{"zork":"<me>","blip":"<you>",<body>}"#),
        ("addressee alone", #"{"type":"register","name":"<me>"}"#, #"{"target":"<you>",<body>}"#),
        ("a string", #"{"a":"{\"who\":\"<me>\"}"}"#, #"{"who":"<me>","callTo":"<you>",<body>}"#),
    ]

    private static func description(_ peer: Int, of kind: String, ufrag: String) -> String {
        let setup = kind == "offer" ? "actpass" : "active"
        let text = """
            v=0\\r\\no=- \(1000 + peer) 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\n\
            c=IN IP4 0.0.0.0\\r\\na=mid:0\\r\\na=ice-ufrag:\(ufrag)\\r\\na=ice-pwd:\(ufrag)+0123456789abcdefghijk\\r\\n\
            a=fingerprint:sha-256 \(Array(repeating: "\(10 + peer)", count: 32).joined(separator: ":"))\\r\\n\
            a=setup:\(setup)\\r\\na=rtcp-mux\\r\\na=rtpmap:111 opus/48000/2\\r\\n
            """
        return #""sdp":{"type":"\#(kind)","sdp":"\#(text)"}"#
    }

    /// The script of a mesh of `count` peers: each one announces itself, and receives an offer from all others.
    private func mesh(_ count: Int, _ family: (name: String, announcement: String, message: String)) -> [String] {
        let isNumber = family.announcement.contains(#":<me>"#)
        func name(_ peer: Int) -> String { isNumber ? "\(40 + peer)" : "client-\(peer)x\(peer * 7919)" }
        func filled(_ text: String, _ me: Int, _ you: Int, _ body: String) -> String {
            text.replacing("<me>", with: name(me)).replacing("<you>", with: name(you)).replacing("<body>", with: body)
        }
        var lines: [String] = []
        var time = 0.0
        func say(_ peer: Int, _ text: String) {
            time += 0.05
            lines.append("\(time) p\(peer) sends \(text)")
        }
        for peer in 1...count {
            time += 0.5
            lines.append("\(time) p\(peer) joins demo")
            say(peer, filled(family.announcement, peer, 0, ""))
            for other in 1..<peer {
                let (mine, theirs) = ("o\(other)x\(peer)y", "a\(peer)x\(other)y")
                say(other, filled(family.message, other, peer, Self.description(other, of: "offer", ufrag: mine)))
                say(other, filled(family.message, other, peer, Self.candidate(mine)))
                say(peer, filled(family.message, peer, other, Self.description(peer, of: "answer", ufrag: theirs)))
                say(peer, filled(family.message, peer, other, Self.candidate(theirs)))
            }
        }
        return lines + ["\(time + 30) -"]
    }

    private static func candidate(_ ufrag: String) -> String {
        #""ice":{"candidate":"candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host","sdpMid":"0","usernameFragment":"\#(ufrag)"}"#
    }

    @Test(arguments: families.indices, [3, 4])
    func everyPairOfAMeshHasACallWithoutFindings(family: Int, count: Int) throws {
        let family = Self.families[family]
        let scene = Scene(mesh(count, family).joined(separator: "\n"))
        #expect(scene.found.filter { !$0.hasPrefix("information") && !$0.hasPrefix("over") } == [], "\(family.name)")
        #expect(scene.book.callCount == count * (count - 1) / 2, "\(family.name)")
        for one in 1..<count {
            for other in one + 1...count {
                let negotiation = scene.book[PeerID(one), PeerID(other)]
                #expect(negotiation?.rounds == 1, "\(family.name): p\(one) and p\(other)")
                for peer in [one, other] {
                    #expect(negotiation?[PeerID(peer)].candidates.total == 1, "\(family.name): p\(peer)")
                }
            }
        }
    }

    @Test func anAddressedMessageIsDrawnToItsAddressee() throws {
        let scene = Scene(mesh(4, Self.families[0]).joined(separator: "\n"))
        let messages = scene.entries.filter {
            $0.delivery != nil && ParsedMessage($0.delivery!.message).kind.isNegotiation
        }
        #expect(messages.count == 24)
        for entry in messages.dropFirst(4) { #expect(scene.book.recipients(of: entry).count == 1) }
        var ladder = Ladder(of: [PeerID(1), PeerID(2)])
        for entry in scene.entries { ladder.append(Journal.Record(entry), to: scene.book.recipients(of: entry)) }
        // The call of the two, and what each said to everybody: that it is here.
        let kinds = ladder.rows.compactMap { row -> Kind? in
            if case .arrow(let arrow) = row.content { arrow.kind } else { nil }
        }
        #expect(kinds.filter(\.isNegotiation) == [.offer, .candidate, .answer, .candidate])
    }

    @Test func anAmbiguousNameHasNoAddressee() {
        var book = AddressBook()
        func items(_ text: String) -> [MemberPaths.Item] { MemberPaths.items(of: Array(text.utf8), limit: 16) }
        let peers = (1...3).map(PeerID.init)
        for (peer, name) in zip(peers, ["alpha-1", "beta-22", "gamma-3"]) {
            book.learn(items(#"{"me":"\#(name)","app":"version-7"}"#), of: peer)
        }
        func named(_ text: String) -> PeerID? {
            book.addressee(in: items(text), of: peers[0], among: Array(peers.dropFirst())) { _, _ in false }
        }
        #expect(named(#"{"x":"beta-22"}"#) == peers[1])
        #expect(named(#"{"x":"beta-22","y":"gamma-3"}"#) == nil)
        #expect(named(#"{"x":"version-7"}"#) == nil)
        #expect(named(#"{"x":"alpha-1"}"#) == nil)
        #expect(named(#"{"x":"delta-4"}"#) == nil)
        book.forget(peers[1])
        #expect(named(#"{"x":"beta-22"}"#) == nil)
    }

    @Test func aPageThatReconnectsKeepsItsName() {
        var book = AddressBook()
        func items(_ text: String) -> [MemberPaths.Item] { MemberPaths.items(of: Array(text.utf8), limit: 16) }
        book.learn(items(#"{"uid":"alpha-1"}"#), of: PeerID(1))
        book.learn(items(#"{"uid":"beta-22"}"#), of: PeerID(2))
        book.learn(items(#"{"uid":"beta-22"}"#), of: PeerID(3))
        book.forget(PeerID(2))
        #expect(book.isIdentity("beta-22", of: PeerID(3)))
        #expect(!book.isIdentity("beta-22", of: PeerID(2)))
    }
}
