import Testing

@testable import Console
@testable import Events
@testable import Screens

@Suite struct OverlayScreenTests {
    @Test func screensLieOnOneAnotherAndGoBackOneByOne() {
        var console = ConsoleScript.call()
        let main = console.screen
        console.type("F")
        let findings = console.screen
        console.type("<f1>")
        console.type("q")
        #expect(console.screen == findings)
        console.type("<esc>")
        #expect(console.screen == main)
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

@Suite struct HelpScreenTests {
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
        #expect(console.line(-2) == " there is no peer to kick")
        console.type("<enter>")
        #expect(console.line(-2) == " there is no peer to kick")
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
}

@Suite struct SettingsScreenTests {
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
}

@Suite struct CallsScreenTests {
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
}

@Suite struct StatisticsScreenTests {
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
}
