import SignalingSupport
import Testing

@testable import Comparison

/// The first divergence of runs of which one went wrong.
@Suite struct DivergenceTests {
    private static let good = """
        0 p1 joins demo
        0 p2 joins demo
        0.1 page1 opens
        0.2 page1 makes 1
        1 p1 offers
        1.1 p1 candidate host
        1.2 p1 candidate relay
        1.3 p1 ends
        1.4 p2 answers
        1.5 p2 candidate host
        1.55 p2 ends
        1.6 page1 sets-local 1 #5
        1.7 page1 sets-remote 1 #answer
        1.8 page1 state 1 ice connected
        3 p1 bye
        """

    /// Returns the good run with lines that begin with a key replaced by their values; an empty value removes the line.
    private static func run(_ changes: [String: String]) -> String {
        let changed = good.split(separator: "\n").compactMap { line in
            guard let change = changes.first(where: { line.hasPrefix($0.key) }) else { return String(line) }
            return change.value.isEmpty ? nil : change.value
        }
        let lines = changed.joined(separator: "\n").split(separator: "\n")
        // Each line is an entry.
        let answer = (lines.firstIndex { $0.contains("p2 answers") } ?? 0) + 1
        return lines.joined(separator: "\n").replacing("#answer", with: "#\(answer)")
    }

    private struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let changes: [String: String]
        let verdict: String

        init(_ name: String, _ changes: [String: String], _ verdict: String) {
            (testDescription, self.changes, self.verdict) = (name, changes, verdict)
        }
    }

    private static let cases = [
        Case("nothing", [:], "equal: 10 steps"),
        Case(
            "no answer", ["1.4": "", "1.5 ": "", "1.55": "", "1.7": "", "1.8": ""],
            "first divergence: step 5: only the first has p2→p1 answer"),
        Case(
            "rejected description", ["1.7": "1.7 page1 sets-remote 1 #answer error=InvalidAccessError", "1.8": ""],
            "first divergence: step 8: p1 setRemoteDescription(answer): result: ok → InvalidAccessError"),
        Case("no relay candidate", ["1.2": ""], "first divergence: step 4: p1 candidate: relay udp: yes → none"),
        Case("no candidates", ["1.5 ": "", "1.55": ""], "first divergence: step 6: only the first has p2 candidate"),
        Case(
            "no end of candidates", ["1.3": ""],
            "first divergence: step 4: p1 candidate: end-of-candidates: yes → no"),
        Case(
            "candidates in the description",
            ["1 ": "1 p1 offers with=relay", "1.1": "", "1.2": "", "1.3": ""],
            "first divergence: step 4: p1 candidate: host udp: yes → none; sent one by one: yes → no; end-of-candidates: yes → no"
        ),
        Case(
            "codec", ["1 ": "1 p1 offers codec=G722/8000"],
            "first divergence: step 3: p1→p2 offer: m0 audio · opus dropped · G722 added"),
        Case(
            "m-section", ["1 ": "1 p1 offers sections=2"],
            "first divergence: step 3: p1→p2 offer: m1 audio · new"),
        Case(
            "setup role", ["1.4": "1.4 p2 answers setup=passive"],
            "first divergence: step 5: p2→p1 answer: m0 audio · setup active → passive"),
        Case(
            "direction", ["1.4": "1.4 p2 answers direction=recvonly"],
            "first divergence: step 5: p2→p1 answer: m0 audio · sendrecv → recvonly"),
        Case(
            "rejected m-section", ["1.4": "1.4 p2 answers port=0"],
            "first divergence: step 5: p2→p1 answer: m0 audio · rejected"),
        Case(
            "other attributes", ["1.4": "1.4 p2 answers without=a=rtcp-mux"],
            "first divergence: step 5: p2→p1 answer: m0 audio · other rtcp-mux"),
        Case(
            "renegotiation", ["3 ": "2 p1 offers\n2.1 p2 answers\n3 p1 bye"],
            "first divergence: step 10: only the second has p1→p2 offer"),
        Case(
            "failed", ["1.8": "1.8 page1 state 1 ice failed"],
            "first divergence: step 9: p1 ICE: state: connected → failed"),
        Case("no goodbye", ["3 ": "3 -"], "first divergence: step 10: only the first has p1→p2 bye"),
        Case(
            "operator", ["1.1": "1.05 operator arms drop kind:answer\n1.1 p1 candidate host"],
            "first divergence: step 5: p2→p1 answer: to: peer 1 → nobody; intercepted: none → dropped"),
    ]

    @Test(arguments: cases)
    private func theFirstDivergenceIsFound(item: Case) {
        let comparison = ComparedRecordings.compare(Self.run([:]), Self.run(item.changes))
        #expect(comparison.verdict == item.verdict)
        let (isEqual, expected) = (comparison.isEqual, item.changes.isEmpty)
        #expect(isEqual == expected)
    }

    /// From the other side, the same step diverges first.
    @Test(arguments: cases)
    private func aComparisonIsSymmetric(item: Case) {
        let comparison = ComparedRecordings.compare(Self.run([:]), Self.run(item.changes))
        let reverse = ComparedRecordings.compare(Self.run(item.changes), Self.run([:]))
        let counts = [comparison, reverse].map { $0.parts[0].rows.filter(\.isSame).count }
        #expect(counts[0] == counts[1])
        let step = [comparison, reverse].map { $0.firstDivergence?.row.map { $0 + 1 } }
        #expect(step[0] == step[1])
    }

    @Test func anICERestartDiffersFromARenegotiation() {
        let end = "2.1 p2 answers\n3 p1 bye"
        let comparison = ComparedRecordings.compare(
            Self.run(["3 ": "2 p1 offers\n" + end]), Self.run(["3 ": "2 p1 offers ufrag=zz9y\n" + end]))
        #expect(
            comparison.verdict
                == "first divergence: step 10: p1→p2 offer: ICE restart: none → yes")
    }

    /// The offer of the second run is not answered, or answered late.
    @Test func aFindingThatOnlyOneRunHasIsADivergence() throws {
        let start = "0 p1 joins demo\n0 p2 joins demo\n1 p1 offers with=host\n"
        let comparison = ComparedRecordings.compare(start + "1.1 p2 answers with=host\n40 -", start + "40 -")
        let finding = try #require(
            comparison.parts[0].rows.lazy.compactMap(\.second).first { $0.label == "offer without an answer" })
        #expect(finding.text.hasPrefix("! "))
        let late = ComparedRecordings.compare(
            start + "1.1 p2 answers with=host\n40 -", start + "15 p2 answers with=host\n40 -")
        #expect(
            late.verdict == "first divergence: step 5: only the second has the finding \"offer without an answer\"")
    }

    /// Recordings of the same applications, in which users acted differently.
    @Test(arguments: [
        ("chromium-chromium", "ice-restart", "first divergence: step 7: only the second has p1→p2 offer"),
        ("chromium-chromium", "hold", "first divergence: step 7: only the second has p1→p2 offer"),
        (
            "chromium-chromium", "renegotiation",
            "first divergence: step 3: p1→p2 offer: m1 video · removed; session · other group"
        ),
        (
            "chromium-chromium", "simulcast",
            "first divergence: step 3: p1→p2 offer: m1 video · sendrecv → sendonly · other extmap, rid, simulcast"
        ),
        (
            "chromium-chromium", "stopped-transceiver",
            "first divergence: step 5: p2→p1 answer: m1 video · sendrecv → inactive"
        ),
        (
            "chromium-chromium", "rejected-section",
            "first divergence: step 3: p1→p2 offer: m1 video · VP8,rtx,AV1,VP9,red,ulpfec dropped"
        ),
        (
            "chromium-chromium", "perfect-negotiation-glare",
            "first divergence: step 5: only the second has p2→p1 offer"
        ),
        // The second peer joins at another time, and nothing else differs.
        ("tutorial-two-seconds", "tutorial-sixty-seconds", "equal: 10 steps"),
        ("tutorial-two-seconds", "tutorial-alone", "first divergence: step 4: only the first has p2 joined"),
    ])
    func recordingsOfOneApplicationDivergeWhereTheirUsersDo(first: String, second: String, verdict: String) throws {
        let comparison = RecordingComparison(
            try ComparedRecordings.named(first), try ComparedRecordings.named(second))
        #expect(comparison.verdict == verdict)
    }

    @Test func aPeerThatIsLostDivergesFromOneThatSaysGoodbye() {
        let comparison = ComparedRecordings.compare(Self.run([:]), Self.run(["3 ": "3 p2 leaves lost"]))
        #expect(comparison.verdict == "first divergence: step 10: only the second has p2 left")
    }
}
