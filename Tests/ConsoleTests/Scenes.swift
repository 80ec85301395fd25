@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages

extension ConsoleScript {
    /// What the two say, and when.
    static let contents: [(Double, Entry.Content)] = [
        (0.8, .joined(.alice)),
        (1.204, .joined(.bob)),
        (1.351, .said(.alice, .offer, to: .bob)),
        (1.353, .said(.alice, .candidate("host", "192.0.2.4", 51234), to: .bob)),
        (1.36, .said(.alice, .candidate("srflx", "203.0.113.5", 51234), to: .bob)),
        (1.502, .said(.bob, .answer, to: .alice)),
        (1.507, .said(.bob, .candidate("host", "2001:db8::7", 40112), to: .alice)),
        (1.508, .said(.bob, .text("{\"candidate\":null}"), to: .alice)),
    ]

    /// Alice and bob in room demo, and how far they have come.
    static func call(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = ConsoleScript(columns, rows, charset: charset)
        for (seconds, content) in contents { console.arrive(content, at: seconds) }
        console.send(.tick(.seconds(2)))
        return console
    }

    /// The same call in which both offer again within a millisecond, which neither has answered up to now.
    static func crossing(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = call(columns, rows, charset: charset)
        console.arrive(.said(.alice, .offer(of: .alice, version: 3), to: .bob), at: 7.69)
        console.arrive(.said(.bob, .offer(of: .bob, version: 3), to: .alice), at: 7.691)
        return console
    }

    /// The same when so much time has gone by that neither will give way.
    static func glare(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = crossing(columns, rows, charset: charset)
        console.send(.tick(.seconds(12)))
        return console
    }

    /// Offers that crossed and that bob gave way in, an offer that he answered late, and one of his own that nobody
    /// answers.
    static func troubles(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = crossing(columns, rows, charset: charset)
        console.arrive(.said(.bob, .answer(of: .bob, version: 4), to: .alice), at: 7.8)
        console.arrive(.said(.alice, .offer(of: .alice, version: 4), to: .bob), at: 20)
        console.send(.tick(.seconds(31)))
        console.arrive(.said(.bob, .answer(of: .bob, version: 5), to: .alice), at: 33)
        console.arrive(.said(.bob, .offer(of: .bob, version: 6), to: .alice), at: 40)
        console.send(.tick(.seconds(52)))
        return console
    }

    /// Two calls of alice, the second of which is not answered.
    static func twoCalls(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = call(columns, rows, charset: charset)
        console.arrive(.left(PeerID(2), .lost), at: 10)
        console.arrive(.joined(.carol), at: 20)
        console.arrive(.said(.alice, .offer(of: .alice, version: 4), to: .carol), at: 21)
        console.send(.tick(.seconds(40)))
        return console
    }

    /// The call in which offers are held from now on: one of alice's with her candidate behind it, a candidate that was
    /// dropped and one that was released; mallory is banned.
    static func held(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = call(columns, rows, charset: charset)
        for (seconds, content) in heldContents { console.arrive(content, at: seconds) }
        console.send(.tick(.seconds(12)))
        return console
    }

    private static var heldContents: [(Double, Entry.Content)] {
        let hold = InterceptRule("kind:offer", .hold(seconds: 30))
        let drop = InterceptRule("cand:relay", .drop)
        let candidate = Message.candidate("host", "192.0.2.4", 51234)
        return [
            (9, .noted(.ruleAdded(1, hold))),
            (9.5, .noted(.ruleAdded(2, drop))),
            (10, .kept(.alice, .offer(of: .alice, version: 3), .held(until: .seconds(40)), .rule(1), from: .bob)),
            (10.1, .kept(.alice, candidate, .queuedBehind(entry: 11), .order, from: .bob)),
            (10.2, .kept(.bob, .candidate("relay", "198.51.100.7", 3478), .dropped, .rule(2), from: .alice)),
            (
                10.3,
                .message(
                    Delivery(
                        message: candidate, sender: .peer(Peer.bob.id), room: "demo", recipients: [Peer.alice.id],
                        release: Release(entry: 7, nanoseconds: 2_500_000_000, .operator, isEdited: true)))
            ),
            (10.4, .noted(.banned(Ban(number: 1, subject: .name("mallory"), until: .seconds(600))))),
        ]
    }
}

extension Entry.Content {
    /// Something that was kept from `recipient`.
    static func kept(
        _ sender: Peer, _ message: Message, _ fate: Interception.Fate, _ cause: Interception.Cause, from recipient: Peer
    ) -> Self {
        .message(
            Delivery(
                message: message, sender: .peer(sender.id), room: sender.room, recipients: [],
                interceptions: [Interception(fate, cause, recipients: [recipient.id])]))
    }
}
