import Testing

@testable import Console
@testable import Events
@testable import Sessions

@Suite struct LogExportTests {
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

    @Test func aFormatIsChosen() {
        var console = ConsoleScript.call()
        console.type("E")
        #expect(console.line(-1).contains("▸ message"))
        console.type("j<enter>")
        guard case .export(let export) = console.effects.last else {
            Issue.record("nothing is exported")
            return
        }
        #expect(export.name == "call.md")
    }

    @Test func whatBecameOfItIsTold() {
        var console = ConsoleScript.call()
        console.send(.effectFinished("wrote 12 B to x"))
        #expect(console.line(-2) == " wrote 12 B to x")
    }
}
