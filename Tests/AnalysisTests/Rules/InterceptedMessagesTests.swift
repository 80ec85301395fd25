import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis

/// Messages that the operator holds, drops or edits cause no findings.
@Suite struct InterceptedMessagesTests {
    private static let two = "0 p1 joins demo\n0 p2 joins demo\n"

    /// The findings of a scene, except informations.
    private func wrong(_ script: String) -> [String] {
        Scene(Self.two + script).found.filter { !$0.hasPrefix("information") && !$0.hasPrefix("over") }
    }

    @Test func aHeldAnswerIsNeitherLateNorUnmatched() {
        #expect(
            wrong(
                """
                0 operator arms hold 30 kind:answer
                1 p1 offers ufrag=one1
                2 p2 answers ufrag=two2
                2 p2 candidate host ufrag=two2
                40 -
                """
            ).isEmpty)
        #expect(
            wrong(
                """
                0 operator arms hold 30 kind:answer
                1 p1 offers ufrag=one1
                2 p2 answers ufrag=two2
                2 p2 candidate host ufrag=two2
                5 p1 bye
                40 -
                """
            ).isEmpty)
    }

    @Test func aPeerWhoseAnswerIsHeldMayLeave() {
        #expect(
            wrong(
                """
                0 operator arms hold 30 kind:answer
                1 p1 offers ufrag=one1
                2 p2 answers ufrag=two2
                3 p2 leaves
                40 -
                """
            ).isEmpty)
    }

    @Test func anOfferThatIsReleasedAfterItsAuthorHasLeftBeginsNoCall() {
        let scene = Scene(
            Self.two + """
                0 operator arms hold 30 kind:offer
                1 p1 offers ufrag=one1
                2 p1 leaves
                40 -
                50 p2 leaves
                """)
        #expect(scene.book.callCount == 0)
        #expect(scene.found.isEmpty)
    }

    @Test func candidatesWhoseOfferWasDroppedAreNotEarly() {
        #expect(
            wrong(
                """
                0 operator arms drop kind:offer
                1 p1 offers ufrag=one1
                1 p1 candidate host ufrag=one1
                20 -
                """
            ).isEmpty)
    }

    /// Without an intercept rule, the same conversation has findings.
    @Test func deliveredMessagesAreStillChecked() {
        #expect(wrong("1 p1 candidate host ufrag=one1").contains { $0.contains("candidate-before-description") })
        #expect(wrong("1 p1 offers ufrag=one1\n20 -").contains { $0.contains("unanswered-offer") })
    }
}
