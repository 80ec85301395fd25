import Testing

@testable import Console
@testable import Events
@testable import Filtering
@testable import Messages
@testable import Routing

/// The operator's hands on the wire, by keys.
@Suite struct InterventionTests {
    @Test func aRuleIsArmedByItsFilter() throws {
        var console = ConsoleScript.call()
        console.type("i")
        #expect(console.line(-1) == " i kind:offer")
        #expect(
            console.line(-2) == " OK  holds what passes, both ways (^T), 30 s at the most · ↑↓ history · tab com…")
        console.type(" from:alice<enter>")
        let rule = try CompiledRule(try Filter("kind:offer from:alice"), .hold(seconds: 30))
        #expect(console.effects == [.command(.addRule(rule))])
    }

    @Test func aRuleCanWorkInOneDirection() throws {
        var console = ConsoleScript.call()
        console.type("1ji<c-t>")
        #expect(console.line(-2).hasPrefix(" OK  holds what passes, from bob (^T)"))
        console.type("<c-t>")
        #expect(console.line(-2).hasPrefix(" OK  holds what passes, to bob (^T)"))
        console.type("<enter>")
        let rule = try CompiledRule(try Filter("kind:offer"), .hold(seconds: 30), .init(to: PeerID(2)))
        #expect(console.effects == [.command(.addRule(rule))])
    }

    @Test func aRuleThatCannotBeSaysWhy() {
        var console = ConsoleScript.call()
        console.type("i is:finding")
        #expect(
            console.line(-2)
                == " 'is:' is not known while a message is on its way: ask for kind, from, to, room…")
        console.type("<enter>")
        #expect(console.effects.isEmpty)
        console.type("i (<enter>")
        #expect(console.line(-2).hasSuffix("nothing is held"), "\(console.line(-2))")
        #expect(console.effects.isEmpty)
    }

    @Test(arguments: [
        (":hold 5 kind:answer", "kind:answer", InterceptRule.Action.hold(seconds: 5)),
        (":hold kind:answer", "kind:answer", .hold(seconds: 30)),
        (":delay 500 to:bob", "to:bob", .delay(milliseconds: 500)),
        (":drop cand:host", "cand:host", .drop),
        (":preset forced-glare", "kind:offer", .holdUntilGlare(seconds: 30)),
        (":preset late-answer", "kind:answer", .delay(milliseconds: 5000)),
        (":preset no-candidates", "kind:candidate|end-of-candidates", .drop),
    ])
    func rulesAreArmedByCommandsToo(line: String, filter: String, action: InterceptRule.Action) throws {
        var console = ConsoleScript.call()
        console.type(line + "<enter>")
        #expect(console.effects == [.command(.addRule(try CompiledRule(try Filter(filter), action)))])
    }

    @Test(arguments: [
        (":delay kind:offer", "'kind:offer' is no number of milliseconds: :delay 500 kind:answer"),
        (":delay 0 x", "0 milliseconds is out of range: from 1 to 3,600,000"),
        (":hold 99999 x", "99999 seconds is out of range: from 1 to 3,600"),
        (":preset x", "no preset is called 'x': forced-glare, late-answer, no-candidates"),
        (":disarm 7", "no rule is called '7'"), (":lift 7", "no ban is called '7': nobody is banned"),
        (":glare-guard maybe", "the glare guard is on or off: :glare-guard on [ROOM]"),
        (":glare-guard", "the glare guard is off: :glare-guard on [ROOM]"),
        (":ban name", "ban what? :ban name NAME [MINUTES] or :ban address ADDRESS [MINUTES]"),
        (":ban address nowhere", "'nowhere' is no IP address, such as 192.0.2.1 or 2001:db8::1"),
        (":drop kind:offr", "column 5: no kind is called 'offr'; did you mean offer?"),
        ("a", "nothing is held: i holds what passes a filter"), (".", "nothing is being replayed"),
        (":compose x", "there is no 'x'; choose offer, answer, candidate"),
        (":keep-codec VP8", "there is no description in it"),
    ])
    func whatCannotBeDoneSaysWhy(keys: String, words: String) {
        var console = ConsoleScript.call(120, 30)
        console.type(keys.hasPrefix(":") ? keys + "<enter>" : keys)
        #expect(console.effects.isEmpty)
        #expect(console.line(-2).hasPrefix(" " + words), "\(console.line(-2))")
    }

    @Test func theSelectedHeldMessageIsLetGoOrElseTheOldest() {
        var console = ConsoleScript.held()
        console.type("a")
        #expect(console.effects == [.command(.release([11], overtaking: false))])
        console.type(":at 12<enter>a")
        #expect(console.line(-1) == " let #12 overtake #11?  y yes  n no")
        console.type("y")
        #expect(console.effects.last == .command(.release([12], overtaking: true)))
        console.type("A")
        #expect(console.effects.last == .command(.releaseAll))
    }

    /// A browser's candidates follow its offer at once, and the log follows them.
    @Test func whatWaitsForItsTurnMeansWhatItWaitsBehindWhileTheLogFollows() {
        var console = ConsoleScript.held()
        let candidate = Message.candidate("host", "192.0.2.4", 51235)
        console.arrive(.kept(.alice, candidate, .queuedBehind(entry: 12), .order, from: .bob), at: 12)
        #expect(console.line(-2) == " #11 held 28s: a releases it, D drops it")
        console.type("a")
        #expect(console.effects == [.command(.release([11], overtaking: false))])
        console.type("D")
        #expect(console.line(-1) == " drop #11?  y yes  n no")
        console.type("n:keep-codec opus<enter>")
        #expect(console.line(1).hasPrefix("─Draft in place of held #11 "))
    }

    @Test func droppingAHeldMessageAsks() {
        var console = ConsoleScript.held()
        console.type("D")
        #expect(console.line(-1) == " drop #11?  y yes  n no")
        console.type("n")
        #expect(console.effects.isEmpty)
        console.type("Dy")
        #expect(console.effects == [.command(.discard([11]))])
    }

    @Test func theHeaderCountsWhatIsArmedAndHeldAndHowLongItStays() {
        var console = ConsoleScript.held(120, 30)
        #expect(console.line(0).contains("2 rules, 2 held 28s"))
        console.send(.tick(.seconds(20)))
        #expect(console.line(0).contains("2 rules, 2 held 20s"))
        console.arrive(
            .message(
                Delivery(
                    message: .offer, sender: .peer(PeerID(1)), room: "demo", recipients: [PeerID(2)],
                    release: Release(entry: 11, nanoseconds: 10, .operator))), at: 21)
        #expect(console.line(0).contains("2 rules, 1 held  "))
    }

    @Test func quittingAsksWhatBecomesOfWhatIsHeld() {
        var console = ConsoleScript.held()
        console.type("Q")
        #expect(console.line(-2) == " 2 messages held: release or drop before quitting")
        #expect(console.line(-1) == " quit?  r release and quit  d drop and quit  n no")
        console.type("y")
        #expect(console.effects.isEmpty)
        console.type("d")
        #expect(console.effects == [.command(.discard([11, 12])), .quit])
        var other = ConsoleScript.held()
        other.type("Qr")
        #expect(other.effects == [.command(.releaseAll), .quit])
    }

    @Test func rulesAndBansAreTakenAwayOnTheirScreen() {
        var console = ConsoleScript.held()
        console.type("Ix")
        #expect(console.effects == [.command(.removeRule(1))])
        console.type("Gx")
        #expect(console.effects.last == .command(.lift(ban: 1)))
        console.type("kx")
        #expect(console.line(-2) == " a held message is released by a and dropped by D")
    }

    @Test func theScreenOfRulesIsRightAgainAfterALoss() {
        var console = ConsoleScript.held()
        console.send(.arrived([.snapshot(Snapshot(peers: [.alice, .bob]))], lost: 3))
        #expect(!console.line(0).contains("held"))
        console.type("I")
        #expect(console.screen.contains("Nothing is held, delayed or dropped, and nobody is banned."))
    }

    @Test func allMarkedPeersAreKickedAndBannedByNameOrAddress() {
        var console = ConsoleScript.call(120, 30)
        console.type("1  ")
        #expect(console.screen.contains("2 peers marked"))
        console.type("x")
        #expect(console.line(-1) == " kick alice, bob?  y yes  n no  tab reason  b ban")
        console.type("<tab>")
        #expect(console.line(-2).contains("4003 please connect again"))
        console.type("bb")
        #expect(console.line(-2).contains("banned for 10 min: 2 of them"))
        console.type("y")
        let reconnect = KickReason(CloseCode(rawValue: 4003), reason: "please connect again")
        #expect(
            console.effects == [
                .command(.ban(.name("alice"), seconds: 600)), .command(.ban(.name("bob"), seconds: 600)),
                .command(.kick([PeerID(1), PeerID(2)], reconnect)),
            ])
    }

    @Test func aReasonOfTheOperatorsOwnGoesWithTheClose() {
        var console = ConsoleScript.call()
        console.type(":kick wrong room, sorry<enter>y")
        #expect(
            console.effects == [
                .command(.kick([PeerID(2)], KickReason(CloseCode(rawValue: 4503), reason: "wrong room, sorry")))
            ])
    }

    @Test func aRoomIsClosed() {
        var console = ConsoleScript.call()
        console.type("X")
        #expect(console.line(-1) == " close room demo (2 peers)?  y yes  n no  tab reason  b ban")
        console.type("y")
        let reason = KickReason(CloseCode(rawValue: 4503), reason: "the room was closed by the operator")
        #expect(console.effects == [.command(.kick([PeerID(1), PeerID(2)], reason))])
    }

    @Test func aReplayKeepsItsGapsWhereThatIsWantedAndShowsHowFarItIs() {
        var console = ConsoleScript.call(120, 30)
        console.type(":at 3<enter> :at 6<enter> r<right>")
        #expect(console.line(-1).contains("←→ with its gaps"))
        console.type("<right><enter>")
        guard case .command(.send(let sendings)) = console.effects.first else {
            Issue.record("nothing is sent")
            return
        }
        #expect(sendings.map(\.delay) == [0, 75_500_000], "twice as fast")
        #expect(console.line(0).contains("replay 0/2"))
        console.arrive(
            .message(
                Delivery(
                    message: .offer, sender: .operated(.replay(entry: 3), author: PeerID(1)), room: "demo",
                    recipients: [PeerID(2)])), at: 3)
        #expect(console.line(0).contains("replay 1/2"))
        console.type("r")
        #expect(console.line(-2) == " a replay is under way: . stops it")
        console.type(".")
        #expect(console.effects.last == .command(.stopSending))
        console.arrive(.noted(.replayed(sent: 1, of: 2)), at: 3)
        #expect(!console.line(0).contains("replay"))
    }

    @Test func aReplayToARoomGoesToAllButItsAuthor() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>r<tab><tab><tab>")
        #expect(console.line(-1) == " replay #3 to room demo?  ⏎ yes  tab other peer  esc no")
        console.type("<enter>")
        #expect(
            console.effects == [
                .command(
                    .send([Sending(.offer, .replay(entry: 3), author: PeerID(1), room: "demo", to: .room("demo"))]))
            ])
    }

    /// RFC 8866 §5.2: a later version; W3C `usernameFragment`: another ICE session.
    @Test func aReplayThatTheNegotiationHasLeftBehindWarns() {
        var console = ConsoleScript.crossing(120, 30)
        console.type(":at 3<enter>r")
        #expect(console.line(-2) == " ! alice has sent version 3 since (#9): #3 is 2")
        console.type("<enter>")
        #expect(console.effects.count == 1, "a warning, not a prohibition")
    }

    @Test func nothingIsDoneWhereOnlyLookingIsAllowed() {
        var console = ConsoleScript.held()
        console.makeReadOnly()
        let acts = CommandTable.all.filter { $0.group == .act && $0.name != "rules" }
        #expect(acts.count > 20)
        for command in acts {
            for keys in command.keys where command.placeNames.contains("log") {
                console.send(.key(keys))
                #expect(
                    console.line(-2) == " nothing is done to the peers: started with --read-only", "\(command.name)")
            }
            guard command.keys.isEmpty else { continue }
            console.type(":\(command.name) 1 x<enter>")
            #expect(console.line(-2) == " nothing is done to the peers: started with --read-only", "\(command.name)")
        }
        #expect(console.effects.isEmpty)
    }

    @Test func plainPeersAreHandedTextInBinaryFrames() {
        var console = ConsoleScript()
        let alice = Peer(id: PeerID(1), name: "alice", room: "demo", isAware: false, address: "127.0.0.1:1")
        let bob = Peer(id: PeerID(2), name: "bob", room: "demo", isAware: true, address: "127.0.0.1:2")
        console.arrive(.joined(alice), at: 0)
        console.arrive(.joined(bob), at: 0)
        console.type("1gb")
        #expect(console.effects.last == .command(.deliver([PeerID(1)], .binary)))
        console.arrive(.noted(.delivering([PeerID(1)], .binary)), at: 1)
        console.type("b")
        #expect(console.effects.last == .command(.deliver([PeerID(1)], .verbatim)))
        console.type(":deliver binary<enter>")
        #expect(console.effects.last == .command(.deliver([PeerID(1)], .binary)))
        console.type("jb")
        #expect(console.line(-2).contains("bob is an aware client"), "\(console.line(-2))")
    }
}
