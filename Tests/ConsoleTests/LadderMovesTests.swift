import Testing

@testable import Events
@testable import Messages

@Suite struct LadderMovesTests {
    /// The rows of the ladder as they are on the screen.
    private func rows(_ console: ConsoleScript) -> [String] {
        let lines = console.screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let end = lines.dropFirst(2).firstIndex { $0.hasPrefix("─#") } ?? lines.count - 2
        return Array(lines[4..<end])
    }

    private func cursor(_ console: ConsoleScript) -> String {
        rows(console).first { $0.hasPrefix("▸") } ?? ""
    }

    /// Alice and bob with so many offers and answers between them.
    private func long(_ rounds: Int, journal: Journal = Journal()) -> ConsoleScript {
        var console = ConsoleScript(80, 24, journal: journal)
        console.arrive(.joined(.alice), at: 0.1)
        console.arrive(.joined(.bob), at: 0.2)
        for round in 0..<rounds { say(round, in: &console) }
        return console
    }

    private func say(_ round: Int, in console: inout ConsoleScript) {
        let isOffer = round % 2 == 0
        let version = round / 2 + 2
        let message = isOffer ? Message.offer(of: .alice, version: version) : .answer(of: .bob, version: version)
        let content =
            isOffer
            ? Entry.Content.said(.alice, message, to: .bob) : .said(.bob, message, to: .alice)
        console.arrive(content, at: 1 + Double(round) / 10)
    }

    @Test func theLadderFollowsUntilOneMovesUp() {
        var console = long(40)
        console.type("l")
        #expect(cursor(console).contains("answer #42"))
        #expect(console.line(1).contains("FOLLOW"))
        say(40, in: &console)
        #expect(cursor(console).contains("offer #43"))
        console.type("k")
        #expect(console.line(1).contains("PAUSED"))
        let before = rows(console)
        for round in 41..<60 { say(round, in: &console) }
        #expect(rows(console) == before, "rows in sight stay where they are")
        console.type("G")
        #expect(cursor(console).contains("answer #62"))
        console.type("kf")
        #expect(cursor(console).contains("answer #62"))
        console.type("f")
        say(60, in: &console)
        #expect(cursor(console).contains("answer #62"))
    }

    @Test func rowsStayWhereTheyAreWhenTheJournalLetsTheirEntriesGo() {
        var limits = Journal.Limits()
        limits.entries = 30
        var console = long(28, journal: Journal(limits: limits))
        console.type("lgjjj")
        let before = rows(console)
        #expect(before[3].hasPrefix("▸") && before[3].contains("answer #4"))
        for round in 28..<60 { say(round, in: &console) }
        #expect(
            rows(console).map { $0.prefix(65) } == before.map { $0.prefix(65) }, "but what they answered is forgotten")
        #expect(console.screen.contains("#4 is no longer in the journal"))
    }

    @Test func aLadderMadeAnewHasOnlyWhatTheJournalHas() {
        var limits = Journal.Limits()
        limits.entries = 30
        var console = long(60, journal: Journal(limits: limits))
        console.type("l")
        #expect(console.screen.contains("30 rows of 30 messages"))
        say(60, in: &console)
        #expect(console.screen.contains("31 rows of 31 messages"))
        console.type("v")
        #expect(console.screen.contains("30 rows of 30 messages"))
    }

    @Test func foldingKeepsTheCursorsEntryInSight() {
        var console = ConsoleScript.call()
        console.type("lv")
        #expect(rows(console).filter { $0.contains("candidate #") }.count == 3)
        console.type("gjjjj")
        #expect(cursor(console).contains("candidate #5"))
        console.type("v")
        #expect(cursor(console).contains("candidate ×2 (h1 s1) #4…"))
        console.type("v")
        #expect(cursor(console).contains("candidate #5"), "and it is the same entry again")
    }

    @Test func idleTimeIsARowOrNothing() {
        var console = ConsoleScript.glare()
        console.type("l")
        #expect(console.screen.contains("6.1 s idle"))
        console.type("Z")
        #expect(!console.screen.contains("idle ─"))
        #expect(console.screen.contains("+6183"))
    }

    @Test func theCursorNeverStandsOnIdleTime() {
        var console = ConsoleScript.glare()
        console.type("lkk")
        #expect(cursor(console).contains("candidate ×1 (h1) done #7…"))
        console.type("j")
        #expect(cursor(console).contains("offer #9"))
    }

    @Test func aKeyGoesFromFindingToFinding() {
        var console = ConsoleScript.glare()
        console.type("lg]")
        #expect(cursor(console).contains("offer #9"))
        console.type("]")
        #expect(cursor(console).contains("offer #10"))
        console.type("]")
        #expect(console.line(-2) == " no row below has a finding")
        console.type("[")
        #expect(cursor(console).contains("offer #9"))
        console.type("[")
        #expect(console.line(-2) == " no row above has a finding")
    }

    @Test func aKeyGoesFromAnAnswerToItsOfferAndBack() {
        var console = ConsoleScript.glare()
        console.type("lgjjjj")
        #expect(cursor(console).contains("answer #6"))
        #expect(cursor(console).contains("re:#3 151ms"))
        console.type("%")
        #expect(cursor(console).contains("offer #3"))
        console.type("%")
        #expect(cursor(console).contains("answer #6"))
        console.type("j%")
        #expect(console.line(-2) == " #7 is neither an answer nor an offer that was answered here")
    }

    @Test func timeIsMeasuredFromARow() {
        var console = ConsoleScript.glare()
        console.type("lgjj G")
        #expect(console.line(-2).hasSuffix("marked #3 · Δ(#3→#10) 6.340 s"))
        #expect(rows(console)[2].hasPrefix(" ◆"))
        console.type("gjj ")
        #expect(!console.line(-2).contains("marked"))
    }

    @Test func lanesScrollAsFarAsThereAreAny() {
        var console = ConsoleScript.room()
        console.type("ggjjjjjl")
        #expect(console.line(-2).contains("lanes 1-3 of 5 (H L scroll)"))
        console.type("H")
        #expect(console.line(-2).contains("lanes 1-3 of 5"))
        console.type("L<right>")
        #expect(console.line(-2).contains("lanes 3-5 of 5"))
        console.type("L")
        #expect(console.line(-2).contains("lanes 3-5 of 5"))
        console.resize(160, 45)
        console.type("g")
        #expect(console.line(-2).contains("lanes 2-5 of 5"), "as many are in sight as fit")
        console.resize(220, 45)
        #expect(!console.line(-2).contains("lanes"))
        console.resize(80, 24)
        #expect(console.line(-2).contains("lanes 1-3 of 5"))
    }

    @Test func aLineThatLeadsToNoLadderSaysWhy() {
        var console = ConsoleScript()
        console.type("l")
        #expect(console.line(-2) == " no message was sent yet that a ladder could show")
        console.type("1l")
        #expect(console.line(-2) == " there is no peer to draw a ladder of")
        console.arrive(.joined(.alice), at: 1)
        console.type("l")
        #expect(console.line(-2) == " alice has neither sent nor received a message yet")
        console.arrive(.refused(ConnectionRequest(id: PeerID(2), address: "[::1]:9"), .relayFull(limit: 1)), at: 2)
        console.type("2l")
        #expect(console.line(-2) == " #2 was refused: it sent nothing")
    }

    @Test func aPeersLadderIsOfItAndThoseItTalksWith() {
        var console = ConsoleScript.room()
        console.type("1gjjjl")
        #expect(console.line(1).contains("carol ⇄ dave"), "\(console.line(1))")
        console.type("q2Gl")
        #expect(console.line(1).contains("4 peers"), "a message's is of all in the room who take part: erin does not")
    }

    @Test func qGoesBackToWhereOneWas() {
        var console = ConsoleScript.call()
        let before = console.screen
        console.type("lkkvRCq")
        #expect(console.screen == before)
    }
}
