import Testing

@testable import Events

/// Following, freezing, clearing, marking: what one reads stays, whatever comes.
@Suite struct ReadingOnTests {
    @Test func aFrozenViewStaysAndCountsWhatComes() {
        var console = ConsoleScript.call()
        console.type("p")
        console.arrive(.said(.alice, .offer, to: .bob), at: 5)
        console.arrive(.said(.bob, .answer, to: .alice), at: 6)
        #expect(console.shownEntries == Array(1...8))
        #expect(console.line(5).contains("FROZEN at #8, +2 new (p resumes)"))
        console.type("p")
        #expect(console.shownEntries.last == 10)
    }

    @Test func whatIsClearedIsKept() {
        var console = ConsoleScript.call()
        console.type("c")
        #expect(console.screen.contains("The earlier entries are hidden, and kept."))
        console.arrive(.said(.alice, .offer, to: .bob), at: 5)
        #expect(console.shownEntries == [9])
        console.type(":at 3<enter>")
        #expect(console.shownEntries.contains(3))
    }

    @Test func clearingTwiceShowsAllAgainWhateverCameMeanwhile() {
        var console = ConsoleScript.call()
        console.type("c")
        console.arrive(.said(.alice, .offer, to: .bob), at: 5)
        console.type("c")
        #expect(console.shownEntries == Array(1...9))
    }

    @Test func aViewThatIsFrozenBeforeTheFirstEntrySaysSo() {
        var console = ConsoleScript()
        console.type("p")
        console.arrive(.joined(.alice), at: 1)
        #expect(console.screen.contains("p resumes."))
        console.type("p")
        #expect(console.shownEntries == [1])
    }

    @Test func clearingTwiceShowsAllAgain() {
        var console = ConsoleScript.call()
        console.type("cc")
        #expect(console.shownEntries == Array(1...8))
    }

    @Test func whatComesMovesNothingThatIsRead() {
        var console = ConsoleScript.call(80, 24)
        for index in 0..<40 { console.arrive(.said(.alice, .candidate("host", "192.0.2.1", index), to: .bob), at: 5) }
        console.type("kkkk")
        let before = console.shownEntries
        for index in 0..<40 { console.arrive(.said(.alice, .candidate("host", "192.0.2.2", index), to: .bob), at: 6) }
        #expect(console.shownEntries == before)
    }

    @Test func marksStandBesideTheirEntries() {
        var console = ConsoleScript.call()
        console.type("gjj ")
        #expect(console.screen.contains("\n ◆ ") || console.screen.contains("\n▸◆ "))
        #expect(console.line(-2).contains("1 marked"))
        console.type("u")
        #expect(!console.screen.contains("◆"))
        console.type("u")
        #expect(console.line(-2) == " nothing is marked: space marks")
    }

    @Test func anEntryIsFoundAgainByItsLetter() {
        var console = ConsoleScript.call()
        console.type("gjjma")
        #expect(console.line(-2) == " #3 is mark a now: ' a goes back to it")
        console.type("G'")
        #expect(console.line(-2) == " marks: a #3")
        console.type("a")
        #expect(console.line(-2) == " #3 selected")
        console.type("'b")
        #expect(console.line(-2) == " no entry is called b")
    }

    @Test func fromAnAnswerToItsOfferAndBack() {
        var console = ConsoleScript.call()
        console.type(":at 6<enter>%")
        #expect(console.line(-2) == " #3 selected")
        console.type("%")
        #expect(console.line(-2) == " #6 selected")
        console.type("k%")
        #expect(console.line(-2) == " #5 is no offer that was answered, and no answer")
    }

    @Test func timeIsToldInFourWays() {
        var console = ConsoleScript.call()
        console.type(":at 6<enter>t")
        #expect(console.line(6).contains("+JOIN"))
        // Bob came at 1.204 and answered at 1.502.
        #expect(console.screen.contains("   6    0.298  bob→alice"))
        console.type("t")
        #expect(console.screen.contains("   6    0.142  bob→alice"))
        console.type("t")
        #expect(console.line(6).contains("CLOCK"))
        #expect(console.screen.contains("   6 00:00:01  bob→alice"))
        console.type("t")
        #expect(console.screen.contains("   6    1.502  bob→alice"))
    }

    @Test func columnsAreChosen() {
        var console = ConsoleScript.call(100, 30)
        console.type(":set columns number,room,kind,summary<enter>")
        let head = console.line(6)
        #expect(head.contains("#") && head.contains("ROOM") && !head.contains("+TIME") && !head.contains("SIZE"))
        console.type(":set columns nonsense<enter>")
        #expect(
            console.line(-2)
                == " columns cannot be 'nonsense': any of number,time,delta,route,room,kind,size,summary")
    }

    @Test func summariesScrollSideways() {
        var console = ConsoleScript.call(60, 12)
        #expect(console.screen.contains("re:#3 +151ms"))
        console.type("L")
        #expect(!console.screen.contains("re:#3 +151ms"))
        #expect(console.screen.contains("bob→alice"))
        console.type("H")
        #expect(console.screen.contains("re:#3 +151ms"))
    }

    @Test func peersAreSorted() {
        var console = ConsoleScript.call()
        console.type("1:set order name<enter><")
        #expect(console.line(1).contains("by name, reversed"))
        #expect(console.line(3).contains("bob"))
        #expect(console.line(4).contains("alice"))
    }

    @Test func aPaneIsZoomedAndComesBack() {
        var console = ConsoleScript.call()
        let before = console.screen
        console.type("z")
        #expect(!console.screen.contains("1 Peers"))
        console.type("z")
        #expect(console.screen == before)
    }
}
