@testable import Drawing
@testable import Events
@testable import Messages

extension ConsoleScript {
    /// Five in a room: alice calls bob, and all hear it; carol and dave talk to each other; erin never says a word.
    static func room(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = ConsoleScript(columns, rows, charset: charset)
        for (index, peer) in [Peer.alice, .bob, .carol, .dave, .erin].enumerated() {
            console.arrive(.joined(peer), at: 0.5 + Double(index) / 10)
        }
        console.arrive(.said(.alice, .offer, to: .bob, .carol, .dave, .erin), at: 2)
        console.arrive(.said(.carol, .offer(of: .carol), to: .dave), at: 2.25)
        console.arrive(.said(.dave, .answer(of: .dave), to: .carol), at: 2.5)
        console.arrive(.said(.bob, .answer, to: .alice, .carol, .dave, .erin), at: 2.75)
        console.arrive(.said(.carol, .candidate("host", "192.0.2.9", 5000), to: .dave), at: 2.76)
        console.arrive(.said(.carol, .candidate("relay", "198.51.100.9", 5001), to: .dave), at: 2.77)
        console.arrive(.said(.dave, .text("{\"type\":\"bye\"}"), to: .carol), at: 4)
        return console
    }

    /// A call in which the operator sends something again, something is delivered to nobody, and somebody leaves.
    static func mishaps(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = call(columns, rows, charset: charset)
        console.arrive(.again(4, .candidate("host", "192.0.2.4", 51234), of: .alice, to: .bob), at: 6.22)
        console.arrive(.said(.bob, .text("{\"type\":\"bye\"}")), at: 6.5)
        console.arrive(.said(.alice, .text("{\"type\":\"bye\"}"), to: .alice), at: 6.6)
        console.arrive(.again(3, .offer, of: .alice, to: .alice), at: 6.7)
        console.arrive(.left(Peer.bob.id, .lost), at: 6.8)
        return console
    }
}

extension Peer {
    static let carol = Peer(id: PeerID(3), name: "carol", room: "demo", isAware: true, address: "127.0.0.1:52120")
    static let dave = Peer(id: PeerID(4), name: "dave", room: "demo", isAware: true, address: "127.0.0.1:52121")
    static let erin = Peer(id: PeerID(5), name: "erin", room: "demo", isAware: true, address: "127.0.0.1:52122")
}

extension Entry.Content {
    /// What `author` said in entry `entry`, sent again by the operator.
    static func again(_ entry: Int, _ message: Message, of author: Peer, to recipients: Peer...) -> Entry.Content {
        .message(
            Delivery(
                message: message, sender: .operated(.replay(entry: entry), author: author.id), room: author.room,
                recipients: recipients.map(\.id)))
    }
}
