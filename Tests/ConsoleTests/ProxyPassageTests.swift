import Testing

@testable import Console
@testable import Drafts
@testable import Drawing
@testable import Events
@testable import Exports
@testable import Ladders
@testable import Messages
@testable import Routing
@testable import Screens
@testable import Sessions

/// Messages that the server sends on from one client to another, on the screens of a proxy.
@Suite struct ProxyPassageTests {
    private static let candidate = Message.candidate("host", "192.0.2.4", 51234)

    // MARK: Log

    @Test func aMessageThatIsSentOnIsOneRow() {
        var console = ConsoleScript.sockets(2, 160, 45)
        console.exchange(.offer, from: 1, to: 2, at: 2)
        #expect(console.screen.contains(/p1→p3 +offer .* via server \+12ms · audio/))
        #expect(!console.screen.contains("server→p3"))
        #expect(console.screen.contains("2 Log 5 "))
        console.resize(80, 24)
        #expect(console.screen.contains(/p1→p3 +offer +\d+ +via \+12ms · audio/))
    }

    @Test func aBroadcastIsOneRowForAllItsRecipients() {
        var console = ConsoleScript.sockets(3, 160, 45)
        console.exchange(.offer, from: 1, to: 2, at: 2)
        console.arrive(.said(.serverEnd(3), .offer, to: .client(3)), at: 2.015)
        #expect(console.screen.contains(/p1→2 peers +offer/))
    }

    @Test func aKeyShowsBothWays() {
        var console = ConsoleScript.sockets(2, 160, 45)
        console.exchange(.offer, from: 1, to: 2, at: 2)
        console.type("v")
        #expect(console.screen.contains(/server→p3 +offer .*#5 of p1 \+12ms/))
        console.type("v")
        #expect(!console.screen.contains("server→p3"))
        var relay = ConsoleScript.call(120, 30)
        relay.type("v")
        #expect(relay.line(-2).contains("there is no upstream server: this is a relay"))
    }

    @Test func whatTheServerDidIsMarked() {
        var console = ConsoleScript.proxied(220, 50)
        console.arrive(.said(.serverEnd(2), .offer(of: .bob, version: 9), to: .client(2)), at: 12)
        #expect(console.screen.contains(/i *\d+ +1\.502 .*p3→p1 +answer .*changed by the server.* · via server \+21ms/))
        #expect(console.screen.contains(/! *\d+ +1\.600 .*p3→server +candidate .*swallowed by the server/))
        #expect(console.screen.contains(/12\.000 .*server→p3 +offer .*made by the server/))
    }

    @Test func aHeldMessageOfTheServerIsARowOfItsOwn() {
        var console = ConsoleScript.sockets(2, 160, 45)
        console.arrive(.said(.client(1), .offer, to: .serverEnd(1)), at: 2)
        console.arrive(
            .kept(.serverEnd(2), .offer, .held(until: .seconds(30)), .rule(1), from: .client(2)), at: 2.01)
        #expect(console.screen.contains("server→(p3)"))
        #expect(console.screen.contains("p1→server"))
    }

    // MARK: Filters

    /// The row of the client's message matches once the server has sent it on.
    @Test(arguments: ["to:p3 kind:offer", "from:p1 to:p3", "via:server", "peer:p3 kind:offer"])
    func aFilterByTheRecipientFindsTheRowOfTheSender(filter: String) {
        var console = ConsoleScript.sockets(2, 160, 45)
        console.type("/\(filter)<enter>")
        console.arrive(.said(.client(1), .offer, to: .serverEnd(1)), at: 2)
        #expect(!console.screen.contains("p1→"))
        console.arrive(.said(.serverEnd(2), .offer, to: .client(2)), at: 2.012)
        #expect(console.screen.contains("p1→p3"))
        #expect(!console.screen.contains("server→p3"))
        // A new pass gives the same rows.
        console.type("/<c-u>\(filter) OR kind:nothing<c-u>\(filter)<enter>")
        #expect(console.screen.contains("p1→p3") && !console.screen.contains("server→p3"))
    }

    @Test func aRowThatNoLongerMatchesIsRemoved() {
        var console = ConsoleScript.sockets(2, 160, 45)
        console.type("/-via:server kind:offer<enter>")
        console.arrive(.said(.client(1), .offer, to: .serverEnd(1)), at: 2)
        #expect(console.screen.contains("p1→server"))
        console.arrive(.said(.serverEnd(2), .offer, to: .client(2)), at: 2.012)
        #expect(!console.screen.contains("p1→"))
    }

    @Test(arguments: [("is:changed", "p3→p1"), ("is:swallowed", "p3→server")])
    func whatTheServerDidIsFound(filter: String, route: String) {
        var console = ConsoleScript.proxied(160, 45)
        console.type("/\(filter)<enter>")
        #expect(console.screen.contains("2 Log 1/"))
        #expect(console.screen.contains(route))
    }

    // MARK: Messages

    @Test func theMessageScreenListsTheWaysAndOpensThem() {
        var console = ConsoleScript.sockets(2, 120, 40)
        console.exchange(.offer, from: 1, to: 2, at: 2)
        console.type(":at 5<enter><enter>")
        #expect(console.line(1).contains("#5 offer p1→p3"))
        #expect(console.screen.contains("sent on by the server to p3 as #6 +12ms, unchanged"))
        console.type("v")
        #expect(console.line(1).contains("#6 offer server→p3"))
        #expect(console.screen.contains("sent on from #5 of p1 +12ms"))
        console.type("v")
        #expect(console.line(1).contains("#5 offer p1→p3"))
    }

    @Test func aChangedDescriptionIsComparedWithWhatWasSent() {
        var console = ConsoleScript.proxied(120, 40)
        console.type("/kind:answer<enter>k<enter>")
        #expect(console.screen.contains("with a changed description (d compares)"))
        console.type("d")
        #expect(console.screen.contains("a=recvonly"))
    }

    // MARK: Ladder

    @Test(arguments: [(80, 24), (160, 45)])
    func theLadderHasOneLaneForTheServer(columns: Int, rows: Int) {
        var console = ConsoleScript.sockets(2, columns, rows)
        console.exchange(.offer, from: 1, to: 2, at: 2)
        console.exchange(.answer, from: 2, to: 1, at: 2.1, after: 21)
        console.type("l")
        #expect(console.line(1).contains("p1 ⇄ p3 via server"))
        #expect(console.line(2).contains(/p1 +server +p3/))
        #expect(console.screen.contains(/├─+ offer #5 [^│]*─┼─+ \+12ms ─+▶│/))
        #expect(console.screen.contains(/│◀─+ \+21ms ─+┼─+ answer #7 [^│]*─┤/))
    }

    @Test func aRunOfCandidatesIsOneArrowToTheClient() {
        var console = ConsoleScript.sockets(2, 160, 45)
        console.arrive(.said(.client(1), Self.candidate, to: .serverEnd(1)), at: 2)
        let other = Message.candidate("srflx", "203.0.113.5", 51234)
        console.arrive(.said(.client(1), other, to: .serverEnd(1)), at: 2.001)
        console.arrive(.said(.serverEnd(2), Self.candidate, to: .client(2)), at: 2.009)
        console.arrive(.said(.serverEnd(2), other, to: .client(2)), at: 2.01)
        console.type("l")
        #expect(console.screen.contains("candidate ×2 (h1 s1)"))
        #expect(console.screen.contains(/┼.*\+9ms.*▶│/))
        #expect(!console.screen.contains("×1"))
    }

    @Test func messagesOfTheServerAloneBeginAndEndAtItsLane() {
        var console = ConsoleScript.proxied(160, 45)
        console.type("l")
        #expect(console.screen.contains("swallowed by the server"))
        #expect(console.screen.contains(/1\.600.*│ +│ *◀.*candidate/))
    }

    @Test func theLadderIsTheSameAfterARebuild() {
        var console = ConsoleScript.proxied(160, 45)
        console.type("l")
        let before = console.screen
        console.type("vv")
        #expect(console.screen == before)
    }

    // MARK: Exports

    @Test func exportsDrawTheServerToo() throws {
        var console = ConsoleScript.sockets(2, 160, 45)
        console.exchange(.offer, from: 1, to: 2, at: 2)
        console.arrive(.said(.client(2), Self.candidate, to: .serverEnd(2)), at: 2.1)
        console.type("l")
        let ladder = try #require(console.model.top(LadderScreen.self)?.ladder)
        let session = console.model.context.session
        let text = LadderText.text(ladder, session)
        #expect(text.contains("signal-console: p1 ⇄ p3 via server"))
        #expect(text.contains("  server · http://localhost:3000"))
        #expect(text.contains(/├─+ offer #5 .* ─+┼─+ \+12ms ─+▶│/), "\n\(text)")
        let mermaid = LadderMermaid.text(ladder, session)
        #expect(mermaid.contains("    participant p1 as p1\n    participant p2 as server\n    participant p3 as p3\n"))
        #expect(mermaid.contains("p1->>p3: offer #35;5 581 via server +12ms +2.000"), "\n\(mermaid)")
        #expect(mermaid.contains("p3-->>p2: candidate"))
        let svg = LadderSVG.text(ladder, session)
        #expect(svg.contains(">+12ms</text>") && svg.contains(">server</text>"))
    }

    // MARK: Composing

    @Test func aMessageCanBeSentToAClientAndToTheServer() {
        var console = ConsoleScript.sockets(2, 120, 30)
        console.type("1:compose bye<enter>")
        #expect(console.line(1).contains("server → p1"), "\(console.line(1))")
        console.type("<tab>")
        #expect(console.line(1).contains("p1 → server"), "\(console.line(1))")
        console.type("<enter>")
        guard case .command(.send(let sendings))? = console.effects.last else {
            Issue.record("nothing is sent: \(console.line(-2))")
            return
        }
        #expect(sendings.map(\.author) == [PeerID(1)])
        #expect(sendings.map(\.destination) == [.peers([PeerID(2)])])
    }
}
