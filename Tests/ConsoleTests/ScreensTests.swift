import Testing

@testable import Console
@testable import Events
@testable import Messages
@testable import Routing
@testable import Sessions

/// What can be done in the screens that lie over the main one.
@Suite struct ScreensTests {
    @Test func theHelpIsSearchedAndRunsWhatIsFound() {
        var console = ConsoleScript.call()
        console.type("?/all findings<enter>")
        #expect(console.line(1).contains("/all findings  1 of"))
        #expect(console.line(-2).contains(":findings"))
        console.type("<enter>")
        #expect(console.line(1).hasPrefix("─Findings"))
    }

    @Test func theHelpSaysWhyACommandCanDoNothing() {
        var console = ConsoleScript()
        console.type("?/remove the selected<enter>")
        #expect(console.line(-2) == " nobody is here to kick")
        console.type("<enter>")
        #expect(console.line(-2) == " nobody is here to kick")
    }

    @Test func theHelpTellsTheFilterLanguageAndBeginsAFilterWithIt() {
        var console = ConsoleScript.call()
        console.type("?/srflx<enter>")
        #expect(console.screen.contains("cand:srflx|relay"))
        console.type("<enter>")
        #expect(console.line(-1) == " / cand:srflx|relay")
        #expect(console.shownEntries == [5])
    }

    @Test func aSearchThatFindsNothingSaysSo() {
        var console = ConsoleScript()
        console.type("?/xyzzy<enter>")
        #expect(console.line(-2) == " nothing here is called xyzzy")
        console.type("<enter>q")
        #expect(console.screen.contains("Nobody is here yet"))
    }

    @Test func settingsChangeAtOnce() {
        var console = ConsoleScript.call()
        console.type(",<right>")
        #expect(console.line(2).contains("join"))
        console.type("<left>G<space>")
        #expect(console.line(2).contains("start"))
        #expect(console.screen.contains("title     off"))
    }

    @Test func everySettingTakesEachOfItsValuesAndRefusesAnother() throws {
        for setting in SettingTable.all {
            var settings = Settings()
            let values: [String] =
                switch setting.values {
                case .one(let names): names
                case .list(let names): names + [names.joined(separator: ",")]
                case .number(let range): [String(range.lowerBound), String(range.upperBound)]
                }
            for value in values {
                try setting.set(value, in: &settings)
                #expect(setting.value(settings) == value)
            }
            let before = settings
            #expect(throws: SettingError.value("nonsense", setting: setting.name, setting.values)) {
                try setting.set("nonsense", in: &settings)
            }
            #expect(settings == before)
        }
    }

    @Test func aSettingThatIsNotThereNamesThoseThatAre() {
        var console = ConsoleScript()
        console.type(":set colour red<enter>")
        #expect(console.line(-2).hasPrefix(" no setting is called 'colour': time, columns, filter"))
    }

    @Test func callsAreListedTheLatestFirst() {
        var console = ConsoleScript.call(100, 30)
        console.arrive(.left(Peer.bob.id, .lost), at: 3)
        let carol = Peer(id: PeerID(3), name: "carol", room: "demo", isAware: false, address: "127.0.0.1:1")
        console.arrive(.joined(carol), at: 4)
        console.arrive(.said(.alice, .offer(of: .alice, version: 5), to: carol), at: 5)
        console.type("C")
        #expect(console.line(3).contains("alice ⇄ carol"))
        #expect(console.line(4).contains("alice ⇄ bob"))
        #expect(console.line(4).contains("gone"))
        console.type("j")
        #expect(console.line(-2).hasPrefix(" call 1 from #3"))
    }

    @Test func theNumberOfACallIsNeverCut() {
        var console = ConsoleScript.call(100, 30)
        for number in 0..<1200 {
            let time = 10 + Double(number)
            let carol = Peer(
                id: PeerID(number + 3), name: "carol", room: "demo", isAware: false, address: "127.0.0.1:1")
            console.arrive(.joined(carol), at: time)
            console.arrive(.said(.alice, .offer(of: .alice, version: number + 5), to: carol), at: time + 0.1)
            console.arrive(.left(carol.id, .lost), at: time + 0.2)
        }
        console.type("C")
        #expect(console.line(3).hasPrefix("▸ 1201  alice ⇄ carol"), "\(console.line(3))")
        #expect(console.line(4).hasPrefix("  1200  alice ⇄ carol"), "\(console.line(4))")
    }

    @Test func statisticsCountWhatWasSaidAndHowTheRelayFares() {
        var console = ConsoleScript.call(100, 30)
        console.send(
            .arrived(
                [
                    .gauges(
                        Gauges(
                            peers: [Peer.bob.id: PeerGauges(queued: 2048, roundTrip: 420_000)],
                            delay: Delay(count: 6, median: 210_000, percentile99: 1_400_000, largest: 2_000_000),
                            deliveries: 6, memory: 24 << 20, connections: 2))
                ], lost: 0))
        console.type("T")
        #expect(console.screen.contains("210us median, 1.4ms p99, 2.0ms at most"))
        #expect(console.screen.contains("2.0K B that 1 peer has not read"))
        #expect(console.screen.contains("24.0 MiB resident, 2 connections"))
        #expect(console.screen.contains("candidate                    3      347"))
    }

    @Test func aRoundTripThatHardlyChangesLeavesTheScreenStill() {
        var console = ConsoleScript.call(160, 45)
        func measured(_ nanoseconds: Int64) -> Event {
            let peers = [Peer.alice.id: PeerGauges(roundTrip: nanoseconds), Peer.bob.id: PeerGauges(queued: 2048)]
            return .arrived([.gauges(Gauges(peers: peers, deliveries: 0, memory: 0, connections: 2))], lost: 0)
        }
        console.send(measured(274_000))
        #expect(console.line(3).contains("  <1ms  "))
        #expect(console.line(4).contains("  2.0K  "))
        let before = console.canvas
        console.send(measured(671_000))
        #expect(console.canvas == before)
        console.send(measured(42_400_000))
        #expect(console.line(3).contains("  42ms  "))
    }

    @Test func whatShouldBeHeardOfIsAnEvent() {
        var console = ConsoleScript.glare(160, 45)
        #expect(console.screen.contains("! alice and bob offered at once (#9, #10) and neither gave way in 3 s"))
        console.arrive(.left(Peer.bob.id, .kicked(.standard)), at: 13)
        #expect(console.screen.contains("13.000  operator removed bob"))
        console.send(.arrived([], lost: 7))
        #expect(console.screen.contains("7 reports of the relay came too fast to be shown, and none was held up"))
    }

    @Test func screensLieOnOneAnotherAndGoBackOneByOne() {
        var console = ConsoleScript.call()
        let main = console.screen
        console.type("F")
        let findings = console.screen
        console.type("?")
        console.type("q")
        #expect(console.screen == findings)
        console.type("<esc>")
        #expect(console.screen == main)
    }
}

@Suite struct OutsideTests {
    @Test func theTitleSaysWhoIsHereAndWhatIsWrong() {
        let console = ConsoleScript.glare()
        #expect(console.title == "signal-console demo: 2 peers, 1 finding")
        var silent = ConsoleScript()
        silent.type(":set title off<enter>")
        silent.arrive(.joined(.alice), at: 1)
        silent.send(.tick(.seconds(2)))
        #expect(silent.title == "", "the terminal has its own again")
    }

    @Test(arguments: [("bell", Effect.bell), ("flash", .flash)])
    func aNewErrorIsHeardOrSeenWhereThatIsWanted(value: String, effect: Effect) {
        var console = ConsoleScript.crossing()
        console.type(":set alert \(value)<enter>")
        console.send(.tick(.seconds(12)))
        #expect(console.effects == [effect])
        console.send(.tick(.seconds(13)))
        #expect(console.effects == [effect])
    }

    @Test func aMessageIsCopiedAsItWasSent() {
        var console = ConsoleScript.call()
        console.type(":at 4<enter>y")
        #expect(console.effects == [.copy(Message.candidate("host", "192.0.2.4", 51234).text ?? "")])
    }

    @Test func markedMessagesAreCopiedInOrder() {
        var console = ConsoleScript.call()
        console.type(":at 5<enter> :at 4<enter> y")
        let texts = [
            Message.candidate("host", "192.0.2.4", 51234), Message.candidate("srflx", "203.0.113.5", 51234),
        ].compactMap(\.text)
        #expect(console.effects == [.copy(texts.joined(separator: "\n"))])
    }

    @Test func whatWasCopiedIsSaidWithWhatBecameOfIt() {
        var console = ConsoleScript.call()
        console.type(":at 5<enter> :at 4<enter> y")
        console.send(.told("copied 231 B by OSC 52"))
        #expect(console.line(-2) == " 2 marked messages: copied 231 B by OSC 52")
        console.send(.told("wrote 1 B"))
        #expect(console.line(-2) == " wrote 1 B")
    }

    @Test func markedMessagesAreReplayedInOrderEachToThoseWhoHeardIt() {
        var console = ConsoleScript.call()
        console.type(":at 7<enter> :at 4<enter> r")
        #expect(console.line(-2) == " #4 #7, sent again byte for byte")
        #expect(console.line(-1) == " replay 2 messages as before?  ⏎ yes  tab other peer  ←→ at once  esc no")
        console.type("<enter>")
        guard case .command(.send(let sendings)) = console.effects.first else {
            Issue.record("nothing is sent")
            return
        }
        #expect(sendings.map(\.destination) == [.peers([Peer.bob.id]), .peers([Peer.alice.id])])
        #expect(sendings.map(\.delay) == [0, 0])
    }

    @Test func aDescriptionIsCopiedByItself() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>:copy sdp<enter>")
        guard case .copy(let text) = console.effects.first else {
            Issue.record("nothing is copied")
            return
        }
        #expect(text.hasPrefix("v=0\r\no=- 8812 2"))
    }

    @Test func theLogIsExportedAsTextAndAsATable() throws {
        var console = ConsoleScript.call()
        console.type(":export log<enter>:export csv x.csv<enter>")
        guard case .export(let text) = console.effects.first, case .export(let table) = console.effects.last else {
            Issue.record("nothing is exported")
            return
        }
        #expect(text.name == "log.txt")
        #expect(text.contents.split(separator: "\n").count == 8)
        #expect(text.contents.contains("alice→bob  offer"))
        #expect(table.name == "x.csv")
        #expect(
            table.contents.split(separator: "\r\n").prefix(2) == [
                "entry,time,clock,from,to,room,kind,bytes,summary",
                "1,0.800,00:00:00.800,alice,,demo,joined,,room demo · aware client",
            ])
    }

    @Test func aTableIsSafeForASpreadsheet() {
        var console = ConsoleScript()
        let evil = Peer(id: PeerID(1), name: "=cmd|' /C calc'!A0,\"x\"", room: "r", isAware: false, address: "[::1]:1")
        console.arrive(.joined(evil), at: 0)
        console.type(":export csv<enter>")
        guard case .export(let table) = console.effects.last else {
            Issue.record("nothing is exported")
            return
        }
        #expect(table.contents.contains(",\"'=cmd|' /C calc'!A0,\"\"x\"\"\","))
    }

    @Test(arguments: [
        ("a;=1+1", "\"a;'=1+1\""), ("-1", "\"'-1\""), ("+1", "\"'+1\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
        (" =1", "\" '=1\""), ("a; b", "\"a; b\""), ("＝1", "\"'＝1\""), ("\t=1", "␉=1"), ("\r=1", "␍=1"),
        ("a=1", "a=1"), ("a;\"=1", "\"a;\"\"=1\""),
    ])
    func aTableIsSafeForASpreadsheetThatSeparatesBySemicolons(name: String, field: String) {
        var console = ConsoleScript()
        let evil = Peer(id: PeerID(1), name: name, room: "r", isAware: false, address: "[::1]:1")
        console.arrive(.joined(evil), at: 0)
        console.type(":export csv<enter>")
        guard case .export(let table) = console.effects.last else {
            Issue.record("nothing is exported")
            return
        }
        #expect(table.contents.contains(",\(field),,r,joined,"), "\(table.contents)")
    }

    @Test func theClockFollowsTheWallClockAndWhatWasBeforeKeepsItsTime() {
        var console = ConsoleScript()
        func clock(_ start: Int64, at seconds: Double) {
            console.send(.wallClock(WallClock(start: start, offset: 0), at: .seconds(seconds)))
        }
        clock(3, at: 0.5)
        console.arrive(.joined(.alice), at: 1)
        clock(0, at: 2)
        // Set an hour ahead, some time after it was last compared.
        console.arrive(.joined(.bob), at: 2.5)
        clock(3_600_000, at: 3)
        console.arrive(.left(PeerID(2), .lost), at: 4)
        clock(3_600_000, at: 4.5)
        // And summer time ends.
        console.send(.wallClock(WallClock(start: 3_600_000, offset: -3600), at: .seconds(5)))
        console.arrive(.left(PeerID(1), .lost), at: 6)
        console.type(":export csv<enter>")
        guard case .export(let table) = console.effects.last else {
            Issue.record("nothing is exported")
            return
        }
        let times = table.contents.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",")[2] }
        #expect(times == ["00:00:01.000", "01:00:02.500", "01:00:04.000", "00:00:06.000"])
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

    @Test func aFormatIsChosen() {
        var console = ConsoleScript.call()
        console.type("E")
        #expect(console.line(-1).contains("▸ message"))
        console.type("j<enter>")
        guard case .export(let export) = console.effects.last else {
            Issue.record("nothing is exported")
            return
        }
        #expect(export.name == "log.txt")
    }

    @Test func whatBecameOfItIsTold() {
        var console = ConsoleScript.call()
        console.send(.told("wrote 12 B to x"))
        #expect(console.line(-2) == " wrote 12 B to x")
    }

    @Test func aTextByItselfHasNoFrame() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>Y")
        #expect(console.line(1) == "v=0")
        #expect(console.line(2) == "o=- 8812 2 IN IP4 127.0.0.1")
        console.type("q")
        #expect(console.line(1).hasPrefix("─1 Peers"))
    }
}

@Suite struct ReadOnlyTests {
    @Test func nothingIsDoneToThePeersAndTheKeysSayWhy() {
        var console = ConsoleScript.call()
        console.makeReadOnly()
        #expect(console.line(0).contains("ws://localhost:8080  read-only  2 peers"))
        console.type("x")
        #expect(console.line(-2) == " nothing is done to the peers: started with --read-only")
        console.type("r")
        #expect(console.line(-2) == " nothing is done to the peers: started with --read-only")
        #expect(console.effects.isEmpty)
    }
}

@Suite struct KeyMapTests {
    @Test func aKeyThatIsBoundRunsItsCommandAndTheOldOneDoesNot() {
        var console = ConsoleScript.call()
        console.bind("findings", to: [.function(5)])
        console.type("F")
        #expect(console.line(-2) == " F does nothing here: ? shows the keys")
        console.send(.key(.function(5)))
        #expect(console.line(1).hasPrefix("─Findings"))
        console.type("q")
        #expect(console.line(-1).contains("F5 findings"))
    }

    @Test func keysThatClashAreNamed() {
        var keys = KeyMap()
        #expect(keys.clashes.isEmpty)
        keys.bind("kick", to: [.character("r")])
        #expect(keys.clashes == [KeyMap.Clash(key: .character("r"), command: "kick", other: "replay")])
        keys.bind("replay", to: [.character("x")])
        #expect(keys.clashes.isEmpty)
    }

    @Test func everyKeyIsReadAsItIsWritten() {
        for command in CommandTable.all {
            for key in command.keys { #expect(Key(key.name) == key, "\(key)") }
        }
        #expect(Key("^F") == .control("f"))
        #expect(Key("F12") == .function(12))
        #expect(Key("F13") == nil)
        #expect(Key("hyper-x") == nil)
        #expect(Key("") == nil)
    }
}
