import Testing

@testable import Console
@testable import Events
@testable import Messages
@testable import Routing

@Suite struct FollowingTests {
    /// The number on the line with the cursor.
    private func cursor(_ console: ConsoleScript) -> String? {
        console.screen.split(separator: "\n").last { $0.hasPrefix("▸") && $0.contains("→") }
            .map { String($0.split(separator: " ")[1]) }
    }

    private var console: ConsoleScript {
        var console = ConsoleScript.call()
        for number in 0..<30 { console.arrive(.said(.alice, .text("m\(number)"), to: .bob), at: 3) }
        return console
    }

    @Test func theNewestEntryIsSelectedWhileFollowing() {
        #expect(cursor(console) == "38")
    }

    @Test(arguments: ["k", "<up>", "<pgup>", "<c-b>"])
    func anyUpwardMoveStopsFollowing(key: String) {
        var console = console
        console.type(key)
        let before = console.screen
        for number in 0..<50 { console.arrive(.said(.alice, .text("new \(number)"), to: .bob), at: 4) }
        let (was, now) = (logLines(before), logLines(console.screen))
        #expect(was == now)
    }

    private func logLines(_ screen: String) -> [Substring] {
        screen.split(separator: "\n", omittingEmptySubsequences: false)[6..<17].filter { !$0.contains("─2 Log") }
    }

    @Test(arguments: ["f", "G", "<end>"])
    func followingResumesByItsKeys(key: String) {
        var console = console
        console.type("kkkkk" + key)
        console.arrive(.said(.bob, .text("last"), to: .alice), at: 5)
        #expect(cursor(console) == "39")
    }

    @Test(arguments: ["<enter>", "3", "<tab>"])
    func whatIsOpenedOrReadStays(key: String) {
        var console = ConsoleScript.call()
        console.type(key)
        func title(_ console: ConsoleScript) -> Substring? {
            console.screen.split(separator: "\n").first { $0.contains("3 Detail") || $0.hasPrefix("─Message") }
        }
        #expect(title(console)?.contains("#8 end-of-candidates") == true)
        let before = title(console)
        for number in 0..<5 { console.arrive(.said(.alice, .text("m\(number)"), to: .bob), at: 3) }
        #expect(title(console) == before)
    }

    @Test func aLossIsMadeGoodByACensus() {
        var console = ConsoleScript.call()
        let carol = Peer(id: PeerID(7), name: "carol", room: "demo", isAware: false, address: "")
        console.send(.arrived([], lost: 3))
        #expect(console.effects == [.requestSnapshot])
        console.send(.arrived([.snapshot(Snapshot(peers: [.alice, carol]))], lost: 0))
        #expect(console.screen.contains("  carol "))
        #expect(!console.screen.contains("  bob "))
        #expect(console.line(0).contains("2 peers 1 room"))
    }

    @Test func whatIsReadStaysInPlaceAlsoWhenTheOldestEntriesGo() {
        var limits = Journal.Limits()
        limits.entries = 40
        var console = ConsoleScript(journal: Journal(limits: limits))
        for number in 1...40 { console.arrive(.said(.alice, .text("m\(number)"), to: .bob), at: 3) }
        console.type("kk")
        #expect(cursor(console) == "38")
        let before = logLines(console.screen)
        for number in 41...60 { console.arrive(.said(.alice, .text("m\(number)"), to: .bob), at: 3) }
        #expect(logLines(console.screen) == before)
        for number in 61...90 { console.arrive(.said(.alice, .text("m\(number)"), to: .bob), at: 3) }
        #expect(cursor(console) == "51")
    }

    @Test func firstAndLastReachTheEnds() {
        var console = console
        console.type("g")
        #expect(console.line(7).hasPrefix("▸   1"))
        console.type("G")
        #expect(cursor(console) == "38")
    }

    @Test func aResizeKeepsTheCursorInSight() {
        var console = console
        console.type("kkkkkkk")
        for (columns, rows) in [(200, 60), (60, 12), (100, 30), (60, 13), (80, 24)] {
            console.resize(columns, rows)
            #expect(console.screen.contains("31"), "\(columns)x\(rows)")
        }
        #expect(cursor(console) == "31")
    }
}

@Suite struct KickTests {
    @Test func aKickAsksAndNamesThePeer() {
        var console = ConsoleScript.call()
        console.type("1jx")
        #expect(console.line(-2) == " p2 bob in demo · 4503 removed by the operator · not banned: many clients come …")
        #expect(console.line(-1) == " kick bob?  y yes  n no  tab reason  b ban")
        #expect(console.effects.isEmpty)
        console.type("y")
        #expect(console.effects == [.command(.kick([PeerID(2)], .standard))])
    }

    @Test(arguments: ["n", "<esc>", "zzn", "q", "<c-c>"])
    func aKickThatIsNotWantedIsNone(keys: String) {
        var console = ConsoleScript.call()
        console.type("1x\(keys)y")
        #expect(!console.effects.contains(.command(.kick([PeerID(1)], .standard))))
        #expect(console.line(-1).contains("? help"))
    }

    @Test func inTheLogTheAuthorOfTheMessageIsMeant() {
        var console = ConsoleScript.call()
        console.type("xy")
        #expect(console.effects == [.command(.kick([PeerID(2)], .standard))])
    }

    @Test func whoHasGoneMeanwhileIsNotKicked() {
        var console = ConsoleScript.call()
        console.type("1jx")
        console.arrive(.left(PeerID(2), .lost), at: 3)
        console.type("y")
        #expect(console.effects.isEmpty)
        #expect(console.line(-2) == " bob has left already")
    }

    @Test func aKeyThatCannotActSaysWhy() {
        var console = ConsoleScript()
        console.type("x")
        #expect(console.line(-2) == " there is no peer to kick")
        console.type("r")
        #expect(console.line(-2) == " there is no message to replay yet")
        console.type("<enter>")
        #expect(console.line(-2) == " there is no line to open yet")
        console.type("b")
        #expect(console.line(-2) == " b does nothing here: ? shows the keys")
        console.type("<esc>")
        #expect(console.line(-2) == " nothing is open to go back from")
        console.type("1r")
        #expect(console.line(-2) == " a message is replayed from the log: 2 goes there")
    }
}

@Suite struct LeavingTests {
    @Test(arguments: ["q", "Q", "<c-c>"])
    func quittingAsksWhilePeersAreConnected(key: String) {
        var console = ConsoleScript.call()
        console.type(key)
        #expect(console.effects.isEmpty)
        #expect(console.line(-2) == " 2 peers are connected; calls stay up, but cannot signal any more")
        #expect(console.line(-1) == " quit?  y yes  n no")
        console.type("n")
        #expect(console.line(-1).contains("? help"))
        console.type("\(key)y")
        #expect(console.effects == [.quit])
    }

    @Test(arguments: ["q", "Q", "<c-c>"])
    func quittingDoesNotAskWhileNobodyIsHere(key: String) {
        var console = ConsoleScript()
        console.type(key)
        #expect(console.effects == [.quit])
    }

    @Test func interruptingTwiceQuits() {
        var console = ConsoleScript.call()
        console.type("<c-c><c-c>")
        #expect(console.effects == [.quit])
    }

    @Test func suspendingAsksWhilePeersAreConnected() {
        var console = ConsoleScript.call()
        console.type("<c-z>")
        #expect(console.line(-2) == " suspending also pauses the relay: 2 peers would wait")
        console.type("y")
        #expect(console.effects == [.suspend])
        var alone = ConsoleScript()
        alone.type("<c-z>")
        #expect(alone.effects == [.suspend])
    }

    @Test func theScreenCanBeDrawnAnew() {
        var console = ConsoleScript()
        console.type("<c-l>")
        #expect(console.effects == [.repaint])
    }

    @Test func backGoesToWhereOneWas() {
        var console = ConsoleScript.call()
        console.type("kk")
        let before = console.screen
        for keys in ["<enter>q", "<enter>jjj<esc>", "?q", "?j<esc>", "??", "<enter>?qq"] {
            console.type(keys)
            #expect(console.screen == before, "\(keys)")
        }
    }
}
