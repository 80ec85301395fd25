import Testing

@testable import Console
@testable import Events
@testable import Messages

/// The numbers in the log's first column, as they stand on the screen.
extension ConsoleScript {
    var shownEntries: [Int] {
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let first = lines.firstIndex { $0.hasPrefix("─2 Log") } ?? 0
        return lines[(first + 2)...].prefix { !$0.hasPrefix("─") }.compactMap { line in
            line.dropFirst(3).split(separator: " ").first.flatMap { Int($0) }
        }
    }
}

@Suite struct FilterTests {
    @Test func theLogShowsWhatPassesWhileTheFilterIsTyped() {
        var console = ConsoleScript.call()
        console.type("/kind:offer")
        #expect(console.shownEntries == [3])
        #expect(console.line(-2).contains("OK  1 of 8 match"))
        console.type("|answer")
        #expect(console.shownEntries == [3, 6])
        console.type("<enter>")
        #expect(console.line(5).contains("2 Log 2/8  kind:offer|answer"))
    }

    @Test func aFilterThatIsWrongSaysWhereAndLeavesTheLogAsItIs() {
        var console = ConsoleScript.call()
        console.type("/kind:offer<enter>/<c-u>kind:ofer")
        #expect(console.line(-2).contains("column 5"))
        #expect(console.line(-2).contains("did you mean offer?"))
        console.type("<enter>")
        #expect(console.line(-2).contains("; the filter is as it w"))
        #expect(console.shownEntries == [3])
    }

    @Test func escapeBringsTheFilterBackThatWasThere() {
        var console = ConsoleScript.call()
        console.type("/kind:offer<enter>/<c-u>kind:answer")
        #expect(console.shownEntries == [6])
        console.type("<esc>")
        #expect(console.shownEntries == [3])
    }

    @Test func escapeGoesBackToWhereOneWas() {
        var console = ConsoleScript.call()
        console.type(":at 3<enter>")
        let before = console.screen
        console.type("/kind:answer<c-t><esc>")
        #expect(console.screen == before)
    }

    @Test func onlyFindingsSurvivesALineThatWasNotMeant() {
        var console = ConsoleScript.glare()
        console.type("/from:alice<enter>!/<c-u><esc>/<enter>!")
        #expect(console.line(5).contains("  from:alice ─"))
    }

    @Test func aFilterIsNotSavedAsItself() {
        var console = ConsoleScript.call()
        console.type("/kind:offer<enter>:save-filter busy<enter>/<c-u>@busy<enter>:save-filter busy<enter>")
        #expect(console.line(-2).hasPrefix(" @busy cannot be that: "))
        console.type("/<c-u>@busy<enter>")
        #expect(console.shownEntries == [3])
    }

    @Test func backslashShowsAllAgain() {
        var console = ConsoleScript.call()
        console.type("/kind:offer<enter>\\")
        #expect(console.shownEntries == Array(1...8))
        console.type("\\")
        #expect(console.line(-2) == " there is no filter: / sets one")
    }

    @Test func whatComesIsTestedWhenItComes() {
        var console = ConsoleScript.call()
        console.type("/from:bob kind:offer<enter>")
        #expect(console.shownEntries.isEmpty)
        #expect(console.screen.contains("Nothing passes the filter. What does appears here."))
        console.arrive(.said(.alice, .offer, to: .bob), at: 5)
        console.arrive(.said(.bob, .offer(of: .bob), to: .alice), at: 6)
        #expect(console.shownEntries == [10])
    }

    @Test func theEntriesThatPassAreThoseThatWouldHavePassedOneByOne() {
        var before = ConsoleScript.call()
        before.type("/cand:host OR kind:answer<enter>")
        var after = ConsoleScript(80, 24)
        after.type("/cand:host OR kind:answer<enter>")
        for content in ConsoleScript.contents { after.arrive(content.1, at: content.0) }
        #expect(before.shownEntries == after.shownEntries)
        #expect(before.shownEntries == [4, 6, 7])
    }

    @Test func highlightingHidesNothingAndGoesFromMatchToMatch() {
        var console = ConsoleScript.call()
        console.type("/kind:offer|answer<c-t><enter>")
        #expect(console.shownEntries == Array(1...8))
        #expect(console.line(5).contains("2 match"))
        console.type("gn")
        #expect(console.line(-2).hasPrefix(" #3 selected"))
        console.type("n")
        #expect(console.line(-2).hasPrefix(" #6 selected"))
        console.type("n")
        #expect(console.line(-2) == " nothing below passes the filter")
        console.type("N")
        #expect(console.line(-2).hasPrefix(" #3 selected"))
    }

    @Test func whatIsUnderTheCursorFilters() {
        var console = ConsoleScript.call()
        console.type("gjj=")
        #expect(console.line(-1).contains("▸ kind:offer"))
        console.type("<enter>")
        #expect(console.line(5).contains("kind:offer"))
        console.type("=j<enter>")
        #expect(console.line(5).contains("kind:offer from:alice"))
        console.type("\\1=")
        #expect(console.line(-1).contains("▸ peer:alice"))
    }

    @Test func completionOffersFieldsAndThenWhatIsThere() {
        var console = ConsoleScript.call()
        console.type("/fr")
        #expect(console.screen.contains("│ from:"))
        console.type("<tab>")
        #expect(console.line(-1) == " / from:")
        console.type("a")
        #expect(console.screen.contains("│ alice"))
        console.type("<tab><enter>")
        #expect(console.line(5).contains("from:alice"))
    }

    @Test func olderFiltersAreCalledBack() {
        var console = ConsoleScript.call()
        console.type("/kind:offer<enter>/<c-u>kind:answer<enter>/<c-u>new<up>")
        #expect(console.line(-1) == " / kind:answer")
        console.type("<up>")
        #expect(console.line(-1) == " / kind:offer")
        console.type("<down><down>")
        #expect(console.line(-1) == " / new")
    }

    @Test func aFilterCanBeGivenAName() {
        var console = ConsoleScript.call()
        console.type("/kind:offer<enter>:save-filter first<enter>\\/@first<enter>")
        #expect(console.shownEntries == [3])
    }

    @Test func aMarkedEntryPassesOnceTheSecondIsOver() {
        var console = ConsoleScript.call()
        console.type("/is:marked<enter>")
        #expect(console.shownEntries.isEmpty)
        console.type("\\gjj /is:marked<enter>")
        #expect(console.shownEntries == [3])
        console.type("u")
        console.send(.tick(.seconds(9)))
        #expect(console.shownEntries.isEmpty)
    }

    @Test func onlyFindingsAddsToTheFilterAndTakesItAwayAgain() {
        var console = ConsoleScript.glare()
        console.type("/from:alice<enter>!")
        #expect(console.shownEntries == [9])
        console.type("!")
        #expect(console.line(5).contains("from:alice"))
        #expect(console.shownEntries == [1, 3, 4, 5, 9])
    }

    @Test func aLongJournalIsSearchedInSlices() {
        var console = ConsoleScript(80, 24)
        console.arrive(.joined(.alice), at: 0)
        for number in 1...400 {
            console.arrive(
                .said(.alice, .text(String(repeating: "x", count: 60_000) + " no\(number)"), to: .bob), at: 1)
        }
        console.type("/no7<enter>")
        #expect(console.model.isBusy)
        #expect(console.line(4).contains("searching…"))
        var slices = 0
        while console.model.isBusy, slices < 100 {
            console.send(.continueWork)
            slices += 1
        }
        #expect(slices > 1 && slices < 100)
        // no7, no70 to no79.
        #expect(console.line(4).contains("11/401"))
    }

    @Test func whatOneReadsStaysWhileALongJournalIsSearched() {
        var console = ConsoleScript(80, 24)
        console.arrive(.joined(.alice), at: 0)
        for number in 1...400 {
            console.arrive(
                .said(.alice, .text(String(repeating: "x", count: 60_000) + " no\(number)"), to: .bob), at: 1)
        }
        console.type(":at 5<enter>/no<enter>")
        for _ in 0..<100 where console.model.isBusy { console.send(.continueWork) }
        #expect(console.line(-2).hasPrefix(" #5 selected"))
    }
}
