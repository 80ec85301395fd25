import Connections
import Findings
import Negotiations
import Testing

@testable import Analysis
@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages

@Suite struct FindingMarkTests {
    /// The line of the log that entry `number` stands on; `nil` if it is not in sight.
    private func line(_ number: Int, _ console: ConsoleScript) -> String? {
        console.screen.split(separator: "\n").map(String.init).first {
            $0.drop { " ▸!i✓".contains($0) }.hasPrefix("\(number)  ") && $0.contains("→")
        }
    }

    private func mark(_ number: Int, _ console: ConsoleScript) -> (text: Unicode.Scalar, style: Style)? {
        guard let text = line(number, console) else { return nil }
        let row = console.screen.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0 == text }
        return row.map { console.canvas.row($0) }.map { row in
            let cell = row[row.startIndex + 2]
            return (cell.scalar, Style(cell.style.role))
        }
    }

    @Test func aHealthyCallHasNoMarks() {
        for seconds in [2, 12, 60] {
            var console = ConsoleScript.call()
            console.send(.tick(.seconds(Double(seconds))))
            for number in 3...8 { #expect(mark(number, console)?.text == " ") }
            #expect(!console.screen.contains("finding "))
        }
    }

    @Test func anEntryIsMarkedByTheWorstThatStands() {
        var console = ConsoleScript.crossing()
        #expect(mark(9, console)?.text == "i")
        #expect(mark(9, console)?.style == Style(.information))
        console.send(.tick(.seconds(12)))
        #expect(mark(9, console)?.text == "!")
        #expect(mark(9, console)?.style == Style(.error))
        #expect(mark(8, console)?.text == " ")
        #expect(line(10, console)?.contains("  ! ") == true)
        #expect(line(10, console)?.contains(" · audio opus,red") == true)
    }

    @Test func whatWasGotOverIsDim() {
        var console = ConsoleScript.crossing()
        console.arrive(.said(.bob, .answer(of: .bob, version: 4), to: .alice), at: 7.8)
        console.send(.tick(.seconds(12)))
        #expect(mark(9, console)?.text == "✓")
        #expect(mark(9, console)?.style == .chrome)
        console.type("kk")
        #expect(
            console.screen.contains("  ✓ alice and bob both offered (#9 and #10): one of them has to give way: bob"))
        #expect(!console.line(-2).contains("finding"))
    }

    @Test func anOldEntryIsMarkedWhenNothingFollowsIt() {
        var console = ConsoleScript.call()
        console.arrive(.said(.alice, .offer(of: .alice, version: 3), to: .bob), at: 5)
        console.arrive(.said(.alice, .text("x"), to: .bob), at: 5.5)
        console.send(.tick(.seconds(14)))
        #expect(mark(9, console)?.text == " ")
        #expect(console.line(3).contains("  offering  "))
        console.send(.tick(.seconds(15)))
        #expect(mark(9, console)?.text == "!")
        #expect(mark(9, console)?.style == Style(.warning))
        #expect(console.line(3).contains("  stuck  "))
    }

    @Test func progressIsColoured() {
        func role(_ console: ConsoleScript) -> Role? {
            let row = console.canvas.row(3)
            return row[row.startIndex + 40].style.role
        }
        var console = ConsoleScript.call()
        #expect(role(console) == .good)
        console.arrive(.said(.alice, .offer(of: .alice, version: 3), to: .bob), at: 5)
        #expect(role(console) == .plain)
        console.send(.tick(.seconds(15)))
        #expect(role(console) == .warning)
        #expect(role(.glare()) == .error)
    }

    @Test func whatStandsIsCounted() {
        var console = ConsoleScript.glare(100, 30)
        #expect(console.line(0).contains("  1 finding  "))
        #expect(console.line(-2) == " #10 selected · 1 finding (F lists, ] next)")
        console.arrive(.said(.alice, .candidate("host", "192.0.2.4", 1)), at: 13)
        let dave = Peer(id: PeerID(3), name: "dave", room: "demo", isAware: false, address: "127.0.0.1:1")
        console.arrive(.joined(dave), at: 13)
        console.arrive(.said(dave, .candidate("host", "192.0.2.4", 1), to: .bob), at: 13)
        #expect(console.line(0).contains("  2 findings  "))
    }
}

@Suite struct OnlyFindingsTests {
    private func title(_ console: ConsoleScript) -> String? {
        console.screen.split(separator: "\n").map(String.init).first { $0.hasPrefix("─2 Log") }
    }

    @Test func theCursorMovesOverWhatIsShownAlone() {
        var console = ConsoleScript.troubles()
        console.type("!g")
        #expect(title(console)?.hasPrefix("─2 Log 4/14  is:finding ─") == true)
        #expect(console.line(-2).hasPrefix(" #9 selected"))
        console.type("jj")
        #expect(console.line(-2).hasPrefix(" #12 selected"))
        console.type("k<pgdn>")
        #expect(console.line(-2).hasPrefix(" #14 selected"))
        console.type("!")
        #expect(title(console)?.hasPrefix("─2 Log 14 ─") == true)
        #expect(console.line(-2).hasPrefix(" #14 selected"))
    }

    @Test func anEntryAppearsWhenItIsMarkedHoweverOldItIs() {
        var console = ConsoleScript.call()
        console.arrive(.said(.alice, .offer(of: .alice, version: 3), to: .bob), at: 5)
        for number in 0..<30 { console.arrive(.said(.alice, .text("m\(number)"), to: .bob), at: 6) }
        console.type("!")
        #expect(title(console)?.hasPrefix("─2 Log 0/39  is:finding ─") == true)
        #expect(console.screen.contains("No entry has a finding. One that gets one appears here."))
        #expect(console.screen.contains("! shows all entries again."))
        console.type("jkgG<pgdn><enter>")
        #expect(console.line(-2) == " there is no line to open yet")
        console.send(.tick(.seconds(15)))
        #expect(title(console)?.hasPrefix("─2 Log 1/39  is:finding ─") == true)
        console.type("g")
        #expect(console.line(-2).hasPrefix(" #9 selected"))
    }

    @Test func followingStaysWithTheNewestThatIsShown() {
        var console = ConsoleScript.glare()
        console.type("!")
        for number in 0..<30 { console.arrive(.said(.alice, .text("m\(number)"), to: .bob), at: 13) }
        #expect(console.line(-2).hasPrefix(" #10 selected"))
        console.arrive(.said(.alice, .text("{\"type\":\"rollback\"}"), to: .bob), at: 14)
        #expect(console.line(-2).hasPrefix(" #41 selected"))
        console.type("k")
        #expect(title(console)?.contains("PAUSED at #10, 1 below (f follows)") == true)
    }

    @Test func wherePassingEntriesLeaveTheJournalTheyAreNoLongerShown() {
        var console = ConsoleScript.shortMemory()
        console.type("!")
        #expect(title(console)?.hasPrefix("─2 Log 2/4  is:finding ─") == true)
        for number in 0..<4 { console.arrive(.said(.alice, .text("m\(number)"), to: .bob), at: 5) }
        #expect(title(console)?.hasPrefix("─2 Log 1/5  is:finding ─") == true)
        console.arrive(.said(.alice, .text("x"), to: .bob), at: 5)
        #expect(title(console)?.hasPrefix("─2 Log 0/5  is:finding ─") == true)
        console.type("!")
        #expect(console.line(-2).hasPrefix(" #9 selected"))
    }
}

@Suite struct NextFindingTests {
    @Test func theNextAndThePreviousAreReached() {
        var console = ConsoleScript.troubles()
        console.type("g]")
        #expect(console.line(-2).hasPrefix(" #9 selected"))
        console.type("]]")
        #expect(console.line(-2).hasPrefix(" #12 selected"))
        console.type("[")
        #expect(console.line(-2).hasPrefix(" #10 selected"))
    }

    @Test func atTheEndsTheySaySo() {
        var console = ConsoleScript.glare()
        console.type("]")
        #expect(console.line(-2) == " no finding after #10")
        console.type("[[")
        #expect(console.line(-2) == " no finding before #9")
        var empty = ConsoleScript()
        empty.type("]")
        #expect(empty.line(-2) == " nothing was found so far")
        empty.type("[")
        #expect(empty.line(-2) == " nothing was found so far")
    }

    @Test func theyStopFollowingAndGoToTheLog() {
        var console = ConsoleScript.glare()
        console.type("1[")
        console.arrive(.said(.alice, .text("x"), to: .bob), at: 13)
        #expect(console.line(-2).hasPrefix(" #9 selected"))
        #expect(console.screen.contains("PAUSED at #9, 2 below"))
        console.type("j")
        #expect(console.line(-2).hasPrefix(" #10 selected"))
    }
}

@Suite struct FindingsListTests {
    @Test func itClosesToWhereOneWas() {
        var console = ConsoleScript.troubles()
        console.type("kk")
        let before = console.screen
        for keys in ["Fq", "F<esc>", "FjGq", "F?qq", "F??qqq"] {
            console.type(keys)
            #expect(console.screen == before, "\(keys)")
        }
        console.type("<enter>")
        let opened = console.screen
        console.type("Fjq")
        #expect(console.screen == opened)
    }

    @Test func aFindingLeadsToItsProof() {
        var console = ConsoleScript.troubles()
        console.type("1Fj<enter>")
        #expect(console.line(-2).hasPrefix(" #12 selected"))
        #expect(console.screen.contains("─2 Log"))
        console.type("!<enter>FG<enter>")
        #expect(console.line(-2).hasPrefix(" #10 selected"))
        #expect(console.screen.contains("─2 Log 4/14  is:finding"))
    }

    @Test func theExplanationHasTheTextsOfTheRule() {
        var console = ConsoleScript.troubles(160, 45)
        console.type("Fj")
        console.type("?")
        #expect(console.line(1).hasPrefix("─Finding: offer without an answer ─"))
        #expect(console.line(2).hasPrefix("  ✓ alice has waited 10 s for an answer to #12: answered by #13"))
        let text = console.screen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let rule = Rule.unansweredOffer
        #expect(text.contains("\(rule.explanation) What to do: \(rule.remedy) \(rule.name) · \(rule.severity.name) · "))
        #expect(text.contains("· \(rule.reference) · resolved at +33.000 · proof #12 "))
    }

    @Test func anExplanationLeadsToItsProof() {
        var console = ConsoleScript.troubles(160, 45)
        console.type("Fj?")
        #expect(console.screen.contains("\n    #12  20.000  alice→bob  offer  "))
        console.type("<enter>")
        #expect(console.line(-2).hasPrefix(" #12 selected"))
    }

    @Test func aLongExplanationCanBeScrolled() {
        var console = ConsoleScript.troubles(60, 12)
        console.type("F?")
        let first = console.line(2)
        console.type("jj")
        #expect(console.line(2) != first)
        console.type("G")
        let end = console.screen
        #expect(end.contains("proof #"))
        console.type("jjj")
        #expect(console.screen == end)
        console.type("g")
        #expect(console.line(2) == first)
    }

    @Test func theHelpIsOnFunctionKeyOne() {
        var console = ConsoleScript.troubles()
        console.type("F<f1>")
        #expect(console.screen.contains("─Help "))
        console.type("q")
        #expect(console.screen.contains("─Findings "))
    }

    @Test func aFindingOutlivesItsProof() {
        var console = ConsoleScript.shortMemory()
        console.type("F")
        #expect(console.screen.contains("proof #3 #4"))
        for number in 0..<4 { console.arrive(.said(.alice, .text("m\(number)"), to: .bob), at: 5) }
        #expect(console.screen.contains("proof #3 #4, of which #3 is no longer in the journal"))
        console.arrive(.said(.alice, .text("x"), to: .bob), at: 5)
        #expect(console.screen.contains("its proof is no longer in the journal"))
        console.type("<enter>")
        #expect(console.line(-2) == " its proof is no longer in the journal")
        #expect(console.screen.contains("─Findings 1 ─"))
    }

    @Test func anEmptyListSaysSo() {
        var console = ConsoleScript()
        console.type("F<enter>")
        #expect(console.line(-2) == " nothing was found so far")
        console.type("jkgG<pgdn><pgup>x")
        #expect(console.line(-2) == " x does nothing here: F1 shows the keys")
        #expect(console.screen.contains("Nothing was found so far."))
    }

    @Test func whatIsSelectedStaysInItsPlaceWhateverComes() {
        var console = ConsoleScript.troubles(60, 12)
        console.type("Fj")
        let row = console.line(4)
        #expect(row.hasPrefix("▸"))
        // Offers cross again, which is worse than all that was found before.
        console.arrive(.said(.alice, .offer(of: .alice, version: 5), to: .bob), at: 53)
        console.send(.tick(.seconds(60)))
        #expect(console.screen.contains("─Findings 4 ─"))
        #expect(console.line(4) == row)
        console.type("g")
        #expect(console.line(3).hasPrefix("▸"))
    }
}

extension ConsoleScript {
    /// Two offers that crossed, in a journal of five entries.
    static func shortMemory() -> ConsoleScript {
        var limits = Journal.Limits()
        limits.entries = 5
        var console = ConsoleScript(160, 45, journal: Journal(limits: limits))
        console.arrive(.joined(.alice), at: 0.8)
        console.arrive(.joined(.bob), at: 1.2)
        console.arrive(.said(.alice, .offer(of: .alice), to: .bob), at: 1.3)
        console.arrive(.said(.bob, .offer(of: .bob), to: .alice), at: 1.301)
        console.send(.tick(.seconds(4.5)))
        return console
    }
}
