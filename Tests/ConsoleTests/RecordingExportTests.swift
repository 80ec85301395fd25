import Analysis
import EventLog
import Findings
import Foundation
import Recordings
import Testing

@testable import Console
@testable import Events
@testable import Exports
@testable import Messages
@testable import Screens
@testable import Sessions

/// Exports that other programs, or this one, read again.
@Suite struct RecordingExportTests {
    private func contents(_ console: inout ConsoleScript, _ format: String) -> String? {
        let count = console.effects.count
        console.type(":export \(format)<enter>")
        for case .export(let export) in console.effects.dropFirst(count) { return export.contents }
        return nil
    }

    /// The console on what was exported is the same.
    @Test func anExportedEventLogIsOpenedAgain() throws {
        var console = ConsoleScript.glare()
        let text = try #require(contents(&console, "event-log"))
        var reader = EventLogReader()
        let session = console.model.context.session
        var read = Session(session.endpoint)
        try reader.read(Array(text.utf8)) { item, _ in
            if case .event(let event, _) = item { _ = read.fold(event) }
            if case .end(let time) = item { _ = read.advance(to: time) }
        }
        #expect(reader.faults == [])
        #expect(read.journal.count == session.journal.count)
        for index in 0..<session.journal.count { #expect(read.journal[index] == session.journal[index]) }
        #expect(read.calls.findings.all == session.calls.findings.all)
        #expect(
            EventLogText.text((0..<read.journal.count).map { read.journal[$0] }, read, console.model.context.wall)
                == text)
    }

    /// The file of the recording was overwritten meanwhile.
    @Test(arguments: [":export event-log", ":export --no-redact har", ":export csv", ":export log", ":save"])
    func entriesWithoutTheirPayloadsAreNotExported(command: String) {
        struct Overwritten: EntryStore {
            func content(at place: EntryPlace) -> Entry.Content? { nil }
        }
        var limits = Journal.Limits()
        (limits.bytes, limits.archivedBytes) = (1, .max)
        let whole = ConsoleScript.glare().model.context.session.journal
        var console = ConsoleScript(journal: Journal(limits: limits, store: Overwritten()))
        let events = (0..<whole.count).map { index in
            RecordedEvent(
                .event(.entry(whole[index].entry)), at: whole.time(at: index), place: EntryPlace(file: 0, offset: index)
            )
        }
        console.send(.read(events, OpenRecording(files: ["a.ndjson"], percent: 100)))
        let count = console.effects.count
        console.type("\(command)<enter>")
        #expect(console.effects.count == count)
        #expect(console.model.statusMessage?.contains("no longer has the payload of #") == true)
    }

    /// A snapshot has the peers whose joining is not exported.
    @Test func aPartOfALogKnowsItsPeers() throws {
        var console = ConsoleScript.glare()
        console.type("/kind:offer<enter>")
        let text = try #require(contents(&console, "event-log"))
        func read(_ text: String) throws -> Session {
            var (reader, session) = (EventLogReader(), Session(console.model.context.session.endpoint))
            try reader.read(Array(text.utf8)) { item, _ in
                if case .event(let event, _) = item { _ = session.fold(event) }
                if case .end(let time) = item { _ = session.advance(to: time) }
            }
            return session
        }
        let session = try read(text)
        #expect(session.journal.count == 3)
        #expect(session.roster.label(PeerID(1)) == "alice" && session.roster.label(PeerID(2)) == "bob")
        let records = (0..<session.journal.count).map { session.journal[$0] }
        #expect(EventLogText.text(records, session, console.model.context.wall) == text)
    }

    @Test func anArchiveHasTheMessagesOfEachPeer() throws {
        var console = ConsoleScript.glare()
        let text = try #require(contents(&console, "har"))
        let archive = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let log = try #require(archive["log"] as? [String: Any])
        #expect(log["version"] as? String == "1.2")
        let entries = try #require(log["entries"] as? [[String: Any]])
        #expect(entries.map { $0["_peer"] as? String } == ["alice", "bob"])
        let messages = entries.map { $0["_webSocketMessages"] as? [[String: Any]] ?? [] }
        let sent = messages.map { $0.count { $0["type"] as? String == "send" } }
        let received = messages.map { $0.count { $0["type"] as? String == "receive" } }
        #expect(sent == received.reversed() && sent[0] > 0 && sent[1] > 0)
        #expect((messages[0].first?["data"] as? String)?.contains("v=0") == true)
    }

    @Test func aReportHasFindingsAndMessages() throws {
        var console = ConsoleScript.glare()
        let text = try #require(contents(&console, "report"))
        #expect(text.hasPrefix("# Call of alice and bob\n"))
        #expect(text.contains("## Findings") && text.contains("glare"))
        #expect(text.contains("```\nsignal-console: alice ⇄ bob"))
        #expect(text.components(separatedBy: "\n```").count == 3)
    }

    /// Names are text of a peer.
    @Test func aReportEscapesNames() throws {
        var console = ConsoleScript()
        let mallory = Peer(
            id: PeerID(1), name: "<img src=x>`*[a](b)\n# b", room: "a|b", isAware: true, address: "127.0.0.1:1")
        let bob = Peer(id: PeerID(2), name: "bob", room: "a|b", isAware: true, address: "127.0.0.1:2")
        console.arrive(.joined(mallory), at: 0.1)
        console.arrive(.joined(bob), at: 0.2)
        console.arrive(.said(mallory, .offer, to: bob), at: 0.3)
        let text = try #require(contents(&console, "report"))
        #expect(text.hasPrefix("# Call of \\<img src=x\\>\\`\\*\\[a\\](b)␊\\# b and bob\n"), "\(text)")
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_764_460_800_123, "2025-11-30T00:00:00.123Z"),
            (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func timesOfDayAreInUTC(milliseconds: Int64, text: String) {
        #expect(WallClock(start: milliseconds, offset: 3600).timestamp(.start) == text)
    }

    // MARK: Recordings in the console

    /// Dumps of pages have no relay and no peers.
    @Test func aRecordingInvitesNobody() {
        var console = ConsoleScript(
            100, 30, place: Endpoint(socket: "", page: "", addresses: ""))
        console.send(.read([], OpenRecording(files: ["a.json"], percent: 100)))
        #expect(console.screen.contains("No peer is connected"))
        #expect(!console.screen.contains("Nobody is here") && !console.screen.contains("listening on"))
        #expect(ConsoleScript(100, 30).screen.contains("Nobody is here"))
    }

    /// No call depends on it.
    @Test func aRecordingIsLeftWithoutAQuestion() {
        let joined = Entry(
            number: 1, time: .seconds(1),
            content: .joined(Peer(id: PeerID(1), name: "alice", room: "demo", isAware: false, address: "a")))
        var console = opened([RecordedEvent(.event(.entry(joined)), at: .seconds(1))], OpenRecording(files: ["a"]))
        console.type("q")
        #expect(console.effects.contains(.quit))
    }

    private func opened(_ events: [RecordedEvent], _ recording: OpenRecording) -> ConsoleScript {
        var console = ConsoleScript()
        console.send(.read(events, recording))
        return console
    }

    @Test func theHeaderNamesTheRecordingAndItsProgress() {
        let joined = Entry(
            number: 1, time: .seconds(1),
            content: .joined(Peer(id: PeerID(1), name: "alice", room: "demo", isAware: false, address: "a")))
        var console = opened(
            [RecordedEvent(.event(.entry(joined)), at: .seconds(1))],
            OpenRecording(files: ["calls.ndjson"], percent: 42))
        #expect(console.line(0).contains("calls.ndjson") && console.line(0).contains("■ reading 42 %"))
        console.send(
            .read(
                [RecordedEvent(.end, at: .seconds(9))], OpenRecording(files: ["calls.ndjson"], percent: 100, faults: 2))
        )
        #expect(console.line(0).contains("■ recording") && console.line(0).contains("2 places unreadable"))
        #expect(console.model.context.session.now == .seconds(9))
    }

    @Test func nothingIsDoneToThePeersOfARecording() {
        let joined = Entry(
            number: 1, time: .seconds(1),
            content: .joined(Peer(id: PeerID(1), name: "alice", room: "demo", isAware: false, address: "a")))
        var console = opened(
            [RecordedEvent(.event(.entry(joined)), at: .seconds(1))],
            OpenRecording(files: ["calls.ndjson"], percent: 100))
        console.makeReadOnly()
        console.type("x")
        #expect(
            console.model.statusMessage?.contains("this is a recording") == true, "\(console.model.statusMessage ?? "")"
        )
    }

    @Test func theHeaderSaysThatEventsAreRecorded() {
        var console = ConsoleScript()
        console.arrive(.noted(.recording(.started(path: "/data/calls.ndjson"))), at: 1)
        #expect(console.line(0).contains("rec calls.ndjson"))
        console.arrive(
            .noted(.recording(.failed(reason: "cannot record to /data/calls.ndjson: No space left on device"))), at: 2)
        #expect(console.line(0).contains("rec failed"))
    }
}
