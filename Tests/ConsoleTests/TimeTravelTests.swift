import Testing

@testable import Console
@testable import Events
@testable import Sessions

/// Going through the entries by `<`, `>` and `:at`.
@Suite struct TimeTravelTests {
    @Test func stepsGoThroughTheShownEntries() {
        var console = ConsoleScript.call()
        console.type(":at 4<enter>>")
        #expect(console.model.currentEntry == 5)
        console.type("<<<")
        #expect(console.model.currentEntry == 2)
        console.type(":at 4<enter><enter>>")
        #expect(console.model.currentEntry == 5)
        #expect(console.screen.contains("#5"))
    }

    @Test func stepsEndAtTheFirstAndTheLastEntry() {
        var console = ConsoleScript.call()
        console.type(":at 1<enter><")
        #expect(console.model.currentEntry == 1)
        console.type("G>")
        #expect(console.model.currentEntry == 8)
    }

    @Test func aTimeLeadsToTheLastEntryBeforeIt() throws {
        var console = ConsoleScript()
        console.send(.wallClock(WallClock(start: 3_600_000, offset: 0), at: .start))
        for second in 1...5 { console.arrive(.joined(.alice), at: Double(second) * 40) }
        console.type(":at 125s<enter>")
        #expect(console.model.currentEntry == 3)
        console.type(":at 01:01<enter>")
        #expect(console.model.currentEntry == 2)
        console.type(":at 01:02:40<enter>")
        #expect(console.model.currentEntry == 4)
    }

    @Test func aRecordingThatCrossesMidnightHasTheTimesOfBothDays() {
        var console = ConsoleScript()
        // 23:59:00
        console.send(.wallClock(WallClock(start: 86_340_000, offset: 0), at: .start))
        for second in 1...5 { console.arrive(.joined(.alice), at: Double(second) * 40) }
        console.type(":at 23:59<enter>")
        #expect(console.model.currentEntry == 1)
        console.type(":at 00:00<enter>")
        #expect(console.model.currentEntry == 2)
        console.type(":at 00:01:40<enter>")
        #expect(console.model.currentEntry == 4)
        console.type(":at 22:00<enter>")
        #expect(console.model.statusMessage == "there is no entry before 22:00")
    }

    @Test(
        arguments: [
            "x", "1:2", "12:xx", "-3s", "s", "nans", "1e400s", "12:30:", "::", "🦊:22", "25:99", "14:3", "12:1e1",
            "24:00",
        ])
    func anotherTextIsAnError(text: String) {
        var console = ConsoleScript.call()
        console.type(":at \(text)<enter>")
        #expect(console.model.statusMessage?.contains("at takes a number or a time") == true)
    }

    @Test func aTimeBeforeAllEntriesIsReported() {
        var console = ConsoleScript.call()
        console.type(":at 0.0s<enter>")
        #expect(console.model.statusMessage == "there is no entry before 0.0s")
    }
}
