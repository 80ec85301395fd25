import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Messages
@testable import SDP

/// Recordings of real calls, whose messages are all understood.
@Suite struct RecordingTests {
    /// The turns of `entries`, a line each.
    private static func turns(_ entries: [Entry]) -> String {
        var turns: [(route: String, kinds: [(kind: Kind, count: Int)])] = []
        for delivery in entries.compactMap(\.delivery) {
            let recipients = delivery.recipients.map(\.description).joined(separator: ",")
            let route = "\(delivery.author) to \(recipients.isEmpty ? "nobody" : recipients)"
            var kinds = turns.last?.route == route ? turns.removeLast().kinds : []
            let kind = ParsedMessage(delivery.message).kind
            let count = kinds.last?.kind == kind ? kinds.removeLast().count : 0
            turns.append((route, kinds + [(kind, count + 1)]))
        }
        return turns.map { route, kinds in
            let words = kinds.map { $0.count == 1 ? $0.kind.rawValue : "\($0.kind.rawValue) ×\($0.count)" }
            return "\(route): \(words.joined(separator: ", "))"
        }.joined(separator: "\n")
    }

    @Test func everyRecordingHasItsTurnsHere() throws {
        #expect(try Recording.names() == RecordedTurns.names)
    }

    @Test(arguments: RecordedTurns.all)
    func theTurnsOfARecordedCallAreRecognized(name: String, turns: String) throws {
        #expect(Self.turns(try Recording.named(name).play()) == turns)
    }

    @Test(arguments: RecordedTurns.names)
    func thePeersOfARecordedCallJoinAndLeave(name: String) throws {
        let recording = try Recording.named(name)
        var present: Set<PeerID> = []
        var times = [Instant.start]
        for entry in recording.play() {
            times.append(entry.time)
            switch entry.content {
            case .joined(let peer): present.insert(peer.id)
            case .left(let peer, _): #expect(present.remove(peer) != nil)
            case .refused(let arrival, let refusal): Issue.record("\(arrival.id) was refused: \(refusal.text)")
            case .noted(let notice): Issue.record("nobody does anything in a recording: \(notice.text)")
            case .reported(let report): Issue.record("a recording has no report: \(report.page)")
            case .message(let delivery): #expect(present.contains(delivery.author))
            }
        }
        #expect(present.isEmpty)
        #expect(times + [recording.end] == (times + [recording.end]).sorted())
    }

    /// The grammar of RFC 8866 §5 for descriptions and of RFC 8839 §5.1 for candidates.
    @Test(arguments: RecordedTurns.names)
    func descriptionsOfBrowsersAndLibrariesAreValid(name: String) throws {
        for delivery in try Recording.named(name).play().compactMap(\.delivery) {
            let reading = ParsedMessage(delivery.message)
            switch reading.kind {
            case .offer, .answer:
                let description = try #require(reading.description)
                #expect(SessionDescription.faults(in: description.text).isEmpty)
                #expect(!reading.isInferred)
            case .candidate: #expect(reading.candidate?.type == "host")
            case .other, .opaque: Issue.record("not understood: \(reading.summary)")
            default: break
            }
        }
    }

    /// W3C webrtc-pc §4.3.1: after all answers both sides are stable, even after glare.
    @Test(arguments: RecordedTurns.names.filter { $0 != "tutorial-alone" })
    func bothSidesAreStableAtTheEndOfARecordedCall(name: String) throws {
        var book = CallBook()
        var calls = 0
        for record in try Recording.named(name).play().map({ Journal.Record($0) }) {
            if Self.endsCalls(record), let negotiation = book.negotiations(of: PeerID(1)).first {
                #expect(negotiation.id.pair == Pair(PeerID(1), PeerID(2)))
                #expect(negotiation.state(of: PeerID(1)) == .stable)
                #expect(negotiation.state(of: PeerID(2)) == .stable)
                calls += 1
            }
            book.fold(record.entry)
        }
        #expect(calls == (name == "second-call" ? 2 : 1))
    }

    /// Rules are silent on calls that connected: a false alarm is worse than a missing one.
    @Test(arguments: RecordedTurns.names)
    func healthyCallsHaveNoFindings(name: String) throws {
        let recording = try Recording.named(name)
        var book = CallBook()
        var loud: [String] = []
        func listen() {
            for finding in book.changes.filter({ !$0.isEnding }).map(\.finding) where finding.severity > .information {
                loud.append("\(finding.severity.name) \(finding.rule.name): \(finding.sentence.text())")
            }
        }
        var clock = Instant.start
        func advance(to time: Instant) {
            while clock < time {
                clock = min(time, Instant(nanoseconds: clock.nanoseconds + 1_000_000_000))
                book.advance(to: clock)
                listen()
            }
        }
        for entry in recording.play() {
            advance(to: entry.time)
            book.fold(entry)
            listen()
        }
        advance(to: recording.end)
        // This one was made with a codec that the other side does not have.
        #expect(
            loud
                == (name == "rejected-section"
                    ? [
                        "warning no-common-codec: the answer #8 rejects m1 video of H264: mostly for want of a codec in common"
                    ]
                    : []))
    }

    private static func endsCalls(_ record: Journal.Record) -> Bool {
        if case .left = record.entry.content { return true }
        return record.kind == .bye || record.kind == .leave
    }

    @Test func recordingsAreParsed() throws {
        let recording = try Recording(
            """
            # A comment.
            0.000 p1 joins demo name=Al aware address=192.0.2.7
            0.250 p2 joins demo
            1.500 p2 sends  {"type": "bye"}
            2.000 p2 sends-json "v=0\\r\\n"
            3.000 p1 leaves closed 4000 until tomorrow
            4.000 p2 leaves closed
            5.125 p3 joins demo
            6.000 p3 leaves lost
            75.000 end
            """
        )
        let entries = recording.play()
        let messages = entries.compactMap(\.delivery)
        #expect(recording.end == .seconds(75))
        #expect(entries.map(\.number) == Array(1...8))
        #expect(entries.map(\.time.milliseconds) == [0, 250, 1500, 2000, 3000, 4000, 5125, 6000])
        #expect(messages.map(\.message.text) == [#" {"type": "bye"}"#, "v=0\r\n"])
        #expect(messages.map(\.recipients) == [[PeerID(1)], [PeerID(1)]])
        #expect(
            entries[0].content
                == .joined(Peer(id: PeerID(1), name: "Al", room: "demo", isAware: true, address: "192.0.2.7"))
        )
        let departures = entries.compactMap { entry in
            if case .left(_, let departure) = entry.content { departure } else { nil }
        }
        #expect(
            departures == [
                .closed(CloseCode(rawValue: 4000), reason: "until tomorrow"), .closed(nil, reason: ""), .lost,
            ]
        )
    }

    @Test(arguments: [
        "0.000 p1 goes", "now p1 joins demo", "0.000 p1 joins demo loudly", "0.000 p0 joins demo",
        "0.000 p1 leaves angrily", "0.000 p1 leaves closed early", "0.000 p1 sends-json {}", "0.000 p1 sends",
    ])
    func anInvalidLineOfARecordingIsAnError(line: String) {
        #expect(throws: Recording.Unreadable(line: line)) { try Recording(line + "\n1.000 end") }
        #expect(throws: Recording.Unreadable(line: "0.000 p1 joins demo")) { try Recording("0.000 p1 joins demo") }
    }
}
