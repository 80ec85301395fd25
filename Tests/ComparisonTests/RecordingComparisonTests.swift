import Analysis
import Drawing
import Events
import Messages
import Sessions
import SignalingSupport
import Testing

@testable import Comparison

/// Recordings with several calls or none, and their limits.
@Suite struct RecordingComparisonTests {
    @Test func callsArePairedInTheOrderInWhichTheyBegan() throws {
        let session = try ComparedRecordings.named("second-call")
        let comparison = RecordingComparison(session, session)
        #expect(comparison.parts.map(\.first.call) == [1, 2])
        #expect(comparison.verdict.hasSuffix(" in 2 calls"))
        // The joining of the peers belongs to the first call, their leaving to the last.
        let labels = comparison.parts.map { Set($0.rows.compactMap { $0.first?.label }) }
        #expect(labels[0].contains("joined") && !labels[0].contains("left"))
        #expect(!labels[1].contains("joined") && labels[1].contains("left"))
    }

    @Test func aCallWithoutACounterpartIsADivergence() throws {
        let both = try ComparedRecordings.named("second-call")
        let one = try ComparedRecordings.named("chromium-chromium")
        let comparison = RecordingComparison(both, one)
        #expect(!comparison.parts[1].isEqual)
        #expect(comparison.parts[1].second.isPresent == false)
        #expect(comparison.parts[1].rows.allSatisfy { $0.second == nil })
        #expect(
            ComparisonText.verdict(comparison.parts[1])
                == "first divergence: the second recording does not have this call")
    }

    /// If one of the recordings has no call, the message that nobody received is seen.
    @Test func recordingsWithoutCallsAreComparedAsAWhole() {
        let comparison = ComparedRecordings.compare(
            "0 p1 joins demo\n0.1 p2 joins demo\n1 p1 offers\n1.1 p2 answers",
            "0 p1 joins demo\n0.1 p2 joins other\n1 p1 offers\n2 -")
        #expect(comparison.parts.count == 1)
        #expect(comparison.verdict == "first divergence: step 3: p1→p2 offer: to: peer 2 → nobody")
    }

    @Test func peersWithoutACallAreComparedToo() {
        let call = "0 p1 joins demo\n0 p2 joins demo\n1 p1 offers\n1.1 p2 answers\n"
        let comparison = ComparedRecordings.compare(call + "2 -", call + "2 p3 joins demo")
        #expect(comparison.verdict == "first divergence: step 1: only the second has p3 joined")
        #expect(comparison.parts.count == 2)
    }

    @Test func recordingsWithoutStepsAreEqualButEmpty() {
        let empty = ComparedRecordings.session([], until: .start)
        let comparison = RecordingComparison(empty, empty)
        #expect(comparison.isEqual && comparison.isEmpty)
        #expect(comparison.verdict == "nothing to compare")
    }

    @Test func callsOfSessionsCanBeChosen() throws {
        let session = try ComparedRecordings.named("second-call")
        let calls = session.calls.calls
        #expect(CallComparison(session, calls[0], session, calls[0]).isEqual)
        #expect(!CallComparison(session, calls[0], session, calls[1]).isEqual)
        #expect(!CallComparison(session, calls[0], session, nil).isEqual)
    }

    /// In front of an upstream server, a message of a client to another one is one step.
    @Test func messagesThroughAServerAreStepsOfItsClients() {
        let script = """
            0 p1 joins s1 partner=p2
            0 p2 joins s1 partner=p1 server
            0.1 p3 joins s2 partner=p4
            0.1 p4 joins s2 partner=p3 server
            1 p1 offers with=host
            1.01 p4 passes #5
            1.2 p3 answers with=host
            1.21 p2 passes #7
            """
        func session(_ script: String) -> Session {
            let scene = Scene(script)
            var session = Session(
                Endpoint(socket: "ws://a", page: "http://a", addresses: "a", upstream: "http://localhost:3000"))
            for entry in scene.entries { _ = session.fold(.entry(entry)) }
            _ = session.advance(to: scene.end.advanced(by: 20_000_000_000))
            return session
        }
        let passed = session(script)
        let comparison = RecordingComparison(passed, passed)
        let rows = comparison.parts[0].rows.compactMap(\.first).filter(\.isDescription)
        #expect(rows.map(\.label) == ["offer", "answer"])
        #expect(rows.map(\.recipients) == [[.peer(2)], [.peer(1)]])
        let swallowed = session(script.split(separator: "\n").dropLast().joined(separator: "\n"))
        #expect(
            RecordingComparison(passed, swallowed).verdict
                == "first divergence: step 5: p3→p1 answer: to: peer 1 → server")
    }

    // MARK: Limits

    /// Returns a call of two peers with `count` messages.
    private func call(_ count: Int, _ text: (Int) -> String) -> Session {
        let head = Scene("0 p1 joins demo\n0 p2 joins demo\n1 p1 offers with=host\n1.1 p2 answers with=host").entries
        let messages = (0..<count).map { index in
            Entry(
                number: head.count + 1 + index, time: .seconds(2 + Double(index) / 1000),
                content: .message(
                    Delivery(
                        message: .text(text(index)), sender: .peer(PeerID(1)), room: "demo", recipients: [PeerID(2)])))
        }
        return ComparedRecordings.session(head + messages, until: .seconds(100))
    }

    @Test func tenThousandStepsWithoutACommonOneAreComparedWithinALimit() {
        let words = ["alpha", "beta", "gamma"]
        let first = call(10_000) { "left \(words[$0 % 3]) \($0)" }
        let second = call(10_000) { "right \(words[$0 % 3]) \($0)" }
        let comparison = RecordingComparison(first, second)
        #expect(comparison.parts[0].firstDivergence == 6)
        #expect(comparison.rowCount == 10_006)
        #expect(comparison.parts[0].rows.dropFirst(6).allSatisfy { $0.first != nil && $0.second != nil })
    }

    @Test func aDifferenceAmongTenThousandStepsIsFound() {
        let first = call(10_000) { "step \($0)" }
        let second = call(10_000) { $0 == 7000 ? "another" : "step \($0)" }
        #expect(RecordingComparison(first, second).parts[0].firstDivergence == 7006)
    }

    @Test func fewDescriptionsAreComparedLineByLine() {
        func script(_ codec: String) -> String {
            let rounds = (1...60).map { round in
                "\(round) p1 offers codec=\(codec)\n\(round).1 p2 answers codec=\(codec)"
            }
            return "0 p1 joins demo\n0 p2 joins demo\n" + rounds.joined(separator: "\n")
        }
        let part = ComparedRecordings.compare(script("opus/48000/2"), script("G722/8000")).parts[0]
        #expect(part.descriptions.count == CallComparison.descriptionLimit)
        let texts = part.rows.compactMap { row in
            if case .changed(_, _, let differences) = row { differences.first?.text } else { nil }
        }
        #expect(texts.filter { $0 == "m0 audio · opus dropped · G722 added" }.count == 100)
        #expect(texts.filter { $0 == "another description" }.count == 20)
    }

    @Test func entriesBeyondTheLimitAreNotCompared() {
        let session = call(CallComparison.entryLimit + 10) { _ in "x" }
        let comparison = RecordingComparison(session, session)
        let isEqual = comparison.isEqual
        #expect(!isEqual && comparison.firstDivergence == nil)
        #expect(comparison.verdict == "equal so far: 20002 steps; the rest was not compared")
    }

    /// Whatever is recorded is compared: lines of recordings in any order, and cut.
    @Test(arguments: try Recording.names())
    func damagedRecordingsAreCompared(name: String) throws {
        let entries = try Recording.named(name).play()
        let whole = ComparedRecordings.session(entries, until: .seconds(100))
        var state: UInt64 = 5
        for _ in 0..<5 {
            var damaged: [Entry] = []
            for entry in entries {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                guard (state >> 40) % 4 != 0 else { continue }
                guard (state >> 50) % 4 == 0, let delivery = entry.delivery else {
                    damaged.append(entry)
                    continue
                }
                let payload = Array(delivery.message.payload.prefix(Int(state >> 30) % 3000))
                let message = Message(delivery.message.opcode, payload)
                damaged.append(
                    Entry(
                        number: entry.number, time: entry.time,
                        content: .message(
                            Delivery(
                                message: message, sender: delivery.sender, room: delivery.room,
                                recipients: delivery.recipients))))
            }
            let comparison = RecordingComparison(whole, ComparedRecordings.session(damaged, until: .seconds(100)))
            for width in [0, 80, 1000] {
                let lines = ComparisonText.lines(of: comparison, .init("a", "b"), width: width)
                #expect(lines.last == ComparisonText.line(comparison.verdict, width: width, .utf8))
            }
            for part in comparison.parts {
                #expect(part.rows.compactMap(\.first).count == part.first.count)
                #expect(part.rows.compactMap(\.second).count == part.second.count)
            }
        }
    }
}
