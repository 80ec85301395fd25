import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events
@testable import SDP

/// The progress and the timings of calls, and the bounds of what is kept.
@Suite struct CallProgressTests {
    private static let two = "0 p1 joins demo\n0.5 p2 joins demo\n"
    private static let call =
        "1 p1 offers\n1.1 p1 candidate host\n1.2 p2 answers\n1.25 p2 candidate host\n1.3 p2 candidate srflx\n"

    private func negotiation(_ script: String) -> Negotiation? { Scene(Self.two + script).book[PeerID(1), PeerID(2)] }

    private func progress(_ script: String) -> Progress? {
        let book = Scene(Self.two + script).book
        return book.calls.last.map(book.progress)
    }

    @Test func aCallHasAProgress() {
        #expect(progress("1 -") == nil)
        #expect(progress("1 p1 offers") == .offering)
        #expect(progress("1 p1 offers\n2 p1 candidate host\n12 -") == .stuck)
        #expect(progress("1 p1 offers\n1.1 p2 answers\n12 -") == .failed, "without a candidate")
        #expect(progress(Self.call) == .answered)
        #expect(progress(Self.call + "2 p1 offers") == .offering)
        #expect(progress(Self.call + "2 p1 offers ufrag=ab2c") == .restarting)
        #expect(progress(Self.call + "2 p1 offers ufrag=ab2c\n2.1 p2 answers") == .answered)
        #expect(progress(Self.call + "2 p2 bye") == .gone)
        #expect(progress(Self.call + "2 p2 leaves") == .gone)
    }

    /// RFC 8839 §4.4.1.1.1.
    @Test func aRestartBeginsANewGeneration() throws {
        let side = try #require(
            negotiation(Self.call + "2 p1 offers ufrag=ab2c\n2.1 p1 candidate relay ufrag=ab2c\n2.2 p1 candidate host"))[
                PeerID(1)]
        #expect(side.generations.map(\.entry) == [3, 8])
        #expect(side.generations.map(\.ufrags) == [["uf1x"], ["ab2c"]])
        #expect(
            side.generations.map(\.candidates.text) == ["h2", "r1"], "a late candidate belongs to the old generation")
        #expect(side.generation?.gathering == .trickling)
    }

    @Test func gatheringFollowsFromTheMessagesOfASide() throws {
        func gathering(_ script: String) -> ICEGeneration.Gathering? {
            negotiation(script)?[PeerID(1)].generation?.gathering
        }
        #expect(gathering("1 p1 offers") == ICEGeneration.Gathering.none)
        #expect(gathering("1 p1 offers with=host") == .trickling)
        #expect(gathering("1 p1 offers\n2 p1 candidate host") == .trickling)
        #expect(gathering("1 p1 offers\n2 p1 candidate host\n3 p1 ends") == .complete)
    }

    @Test func phasesAreTheDurationsOfTheSteps() throws {
        let scene = Scene(Self.two + Self.call)
        let phases = try #require(scene.book[PeerID(1), PeerID(2)]).setupTimings(
            joined: scene.book.joined(Pair(PeerID(1), PeerID(2))))
        #expect(phases.joinToOffer == 500_000_000)
        #expect(phases.offerToAnswer == 200_000_000)
        #expect(phases.answerToCandidate == -100_000_000, "the candidate of the caller came before the answer")
        #expect(phases.lastCandidate == .seconds(1.3))
    }

    @Test func renegotiationsAreCounted() {
        #expect(negotiation(Self.call)?.renegotiations == 0)
        #expect(
            negotiation(Self.call + "2 p2 offers\n2.1 p1 answers\n3 p1 offers\n3.1 p2 answers")?.renegotiations == 2)
    }

    @Test func aCallBeginsWithADescriptionAndEndsWithAGoodbye() throws {
        let scene = Scene(
            Self.two + "0.6 p1 candidate host\n" + Self.call + "2 p1 bye\n2.1 p1 candidate host\n3 p2 offers")
        #expect(scene.book.calls.map(\.first) == [4, 11])
        let call = try #require(scene.book.calls.first)
        #expect(call.last == 9)
        #expect(call.began == .seconds(1))
        #expect(call.ended == .seconds(2))
        #expect(call.negotiations.map(\.rounds) == [1])
        #expect(scene.book.calls.last?.ended == nil)
    }

    @Test func anEndedCallIsForgottenWithItsLastEntry() {
        var scene = Scene(Self.two + Self.call + "2 p1 leaves")
        #expect(scene.book.calls.count == 1)
        var book = scene.book
        for entry in scene.entries.dropLast() { book.forget(entry) }
        #expect(book.calls.count == 1)
        if let last = scene.entries.last { book.forget(last) }
        #expect(book.calls.isEmpty)
        scene = Scene(Self.two + Self.call)
        book = scene.book
        for entry in scene.entries { book.forget(entry) }
        #expect(book.calls.count == 1, "the call is current, although its entries are old")
    }

    @Test func endedCallsAreBounded() {
        var script = Self.two
        for number in 0..<(CallBook.endedLimit + 10) {
            script += "1 p1 sends {\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\"},\"n\":\(number)}\n1 p1 bye\n"
        }
        let book = Scene(script).book
        #expect(book.calls.count == CallBook.endedLimit)
    }

    @Test func findingsAreBoundedAndKeepTheirTextWithoutTheirEvidence() {
        var script = "0 p1 joins demo aware\n0 p2 joins demo aware\n"
        for number in 3...(FindingBook.limit + 2000) {
            script += "1 p1 sends {\"to\":\"p\(number)\"}\n"
            if number % 20 == 0 { script += "1 p1 leaves lost\n1 p1 joins demo aware\n" }
        }
        let scene = Scene(script)
        #expect(scene.book.findings.all.count == FindingBook.limit)
        let first = scene.book.findings.all[0]
        #expect(first.number > 1)
        var book = scene.book
        #expect(!book.findings.of(entry: first.evidence[0]).isEmpty)
        for entry in scene.entries { book.forget(entry) }
        #expect(book.findings.of(entry: first.evidence[0]).isEmpty)
        #expect(book.findings[first.number] == first)
    }

    @Test func repeatedObservationsAreOneFinding() throws {
        let script = Self.two + Self.call + (0..<50).map { "\(2 + $0) p2 answers\n" }.joined()
        let findings = Scene(script).book.findings.all
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(finding.count == 50)
        #expect(finding.evidence.count == 8)
        #expect(finding.evidence.last == 57)
    }
}
