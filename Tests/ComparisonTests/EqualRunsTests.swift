import Foundation
import SignalingSupport
import Testing

@testable import Comparison

/// Runs of the same application that differ only by chance are equal.
@Suite struct EqualRunsTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("SignalingSupport/Recordings")

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name + ".txt"), encoding: .utf8)
    }

    @Test(arguments: try Recording.names())
    func aRecordingEqualsItself(name: String) throws {
        let session = try ComparedRecordings.named(name)
        let comparison = RecordingComparison(session, session)
        #expect(comparison.verdict.hasPrefix("equal: "))
        #expect(comparison.rowCount > 3)
        #expect(comparison.parts.allSatisfy { $0.rows.allSatisfy { $0.first != nil && $0.second != nil } })
    }

    @Test(arguments: try Recording.names())
    func aRunWithOtherRandomValuesAndTimesIsEqual(name: String) throws {
        let text = try Self.text(name)
        let first = try ComparedRecordings.session(text)
        for seed in [7, 8] as [UInt64] {
            let values = RandomValues(seed: seed)
            let other = values.delayed(values.rewritten(text))
            #expect(other != text)
            let comparison = RecordingComparison(first, try ComparedRecordings.session(other))
            #expect(comparison.verdict.hasPrefix("equal: "))
        }
    }

    @Test(arguments: try Recording.names())
    func candidatesInAnotherOrderAreEqual(name: String) throws {
        let text = try Self.text(name)
        let other = RandomValues.withReversedCandidates(text)
        #expect(other != text || !text.contains("candidate\":\"candidate:"))
        let comparison = RecordingComparison(
            try ComparedRecordings.session(text), try ComparedRecordings.session(other))
        #expect(comparison.verdict.hasPrefix("equal: "))
    }

    /// The candidates of the offerer may be sent before the answer or after it.
    @Test func candidatesMayComeBeforeTheAnswerOrAfterIt() {
        let start = "0 p1 joins demo\n0 p2 joins demo\n1 p1 offers\n"
        let early =
            "1.1 p1 candidate host\n1.2 p1 candidate relay\n1.3 p1 ends\n1.4 p2 answers\n1.5 p2 candidate host\n2 -"
        let late =
            "1.4 p2 answers\n1.5 p2 candidate host\n1.6 p1 candidate relay\n1.7 p1 candidate host\n1.8 p1 ends\n2 -"
        let comparison = ComparedRecordings.compare(start + early, start + late)
        #expect(comparison.verdict == "equal: 6 steps")
    }

    @Test func theNumberOfCandidatesOfATypeIsNotCompared() {
        let start = "0 p1 joins demo\n0 p2 joins demo\n1 p1 offers\n1.1 p1 candidate host\n"
        let end = "1.4 p2 answers with=host\n2 -"
        let comparison = ComparedRecordings.compare(
            start + end, start + "1.2 p1 candidate host\n1.3 p1 candidate mdns\n" + end)
        #expect(comparison.verdict.hasPrefix("equal: "))
    }

    /// The caller is the same, but has another id.
    @Test func peersThatArriveInAnotherOrderAreEqualIfTheirRolesAre() {
        let first = """
            0 p1 joins demo name=alice
            0.5 p2 joins demo name=bob
            1 p1 offers to=p2
            1.1 p1 candidate host
            1.2 p2 answers to=p1
            1.3 p2 candidate host
            5 p1 sends {"type":"bye","to":"p2"}
            """
        let second = """
            0 p1 joins demo name=bob
            0.5 p2 joins demo name=alice
            1 p2 offers to=p1
            1.1 p2 candidate host
            1.2 p1 answers to=p2
            1.3 p1 candidate host
            5 p2 sends {"type":"bye","to":"p1"}
            """
        let comparison = ComparedRecordings.compare(first, second)
        #expect(comparison.verdict.hasPrefix("equal: "))
        #expect(comparison.parts.first?.first.name(.peer(1)) == "alice")
        #expect(comparison.parts.first?.second.name(.peer(1)) == "alice")
    }

    @Test func keepalivesAreNotCompared() {
        let start = "0 p1 joins demo\n0 p2 joins demo\n1 p1 offers\n1.1 p2 answers\n"
        let comparison = ComparedRecordings.compare(
            start + "9 -", start + "3 p1 sends {\"type\":\"ping\"}\n4 p2 sends {\"type\":\"ping\"}\n9 -")
        #expect(comparison.verdict.hasPrefix("equal: "))
    }

    /// The sockets of probes are not those of the peers, so that reports come before or after messages.
    @Test func reportsMayComeBeforeMessagesOrAfterThem() {
        let start = "0 p1 joins demo\n0.1 p2 joins demo\n0.2 page1 opens\n0.3 page1 makes 1\n1 p1 offers with=host\n"
        let early =
            "1.1 page1 sets-local 1 #5\n1.2 p2 answers with=host\n1.3 page1 state 1 ice checking\n1.4 page1 sets-remote 1 #7\n"
        let late =
            "1.2 p2 answers with=host\n1.25 page1 sets-local 1 #5\n1.3 page1 sets-remote 1 #6\n1.4 page1 state 1 ice checking\n"
        let comparison = ComparedRecordings.compare(start + early + "2 -", start + late + "2 -")
        #expect(comparison.verdict.hasPrefix("equal: "))
        #expect(comparison.parts[0].rows.contains { $0.first?.label == "ICE" })
        #expect(comparison.parts[0].rows.contains { $0.first?.label == "setRemoteDescription(answer)" })
    }

    @Test func idsInMessagesOfTheApplicationAreNotCompared() {
        let start = "0 p1 joins r-77ab12cd\n0.1 p2 joins r-77ab12cd\n"
        let other = "0 p1 joins q-1f9e3a77\n0.1 p2 joins q-1f9e3a77\n"
        let end = "1 p1 offers\n1.1 p2 answers\n2 -"
        let comparison = ComparedRecordings.compare(
            start + "0.5 p1 sends {\"hi\":\"9c1b7e44aa01\",\"room\":\"r-77ab12cd\",\"at\":1718000000.12}\n" + end,
            other + "0.5 p1 sends {\"hi\":\"01aa44e7b1c9\",\"room\":\"q-1f9e3a77\",\"at\":1718003600.9}\n" + end)
        #expect(comparison.verdict.hasPrefix("equal: "))
    }
}
