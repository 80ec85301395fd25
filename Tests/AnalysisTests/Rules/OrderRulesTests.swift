import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events

/// Offers and answers, in order and out of order.
@Suite struct OrderRulesTests {
    private static let two = "0 p1 joins demo\n0.1 p2 joins demo\n"

    private func found(_ script: String) -> [String] { Scene(Self.two + script).found }

    /// The candidates that complete a call of two peers.
    private static let candidates = "1.3 p1 candidate host\n1.3 p2 candidate host\n"

    @Test func aCallInOrderHasNoFindings() {
        #expect(
            found("1 p1 offers\n1.1 p2 answers\n" + Self.candidates + "20 -\n21 p1 offers\n21.1 p2 answers\n60 -") == []
        )
    }

    /// RFC 3264 §4.
    @Test func crossingOffersAreAnErrorIfNeitherSideGivesWay() {
        #expect(
            found("1 p1 offers\n1.01 p2 offers\n" + Self.candidates + "3.9 -") == [
                "information glare: p1 and p2 both offered (#3 and #4): one of them has to give way [#3 #4]"
            ])
        #expect(
            found("1 p1 offers\n1.01 p2 offers\n" + Self.candidates + "9 -").last
                == "error glare: p1 and p2 offered at once (#3, #4) and neither gave way in 3 s [#3 #4]")
    }

    /// W3C webrtc-pc, perfect negotiation: one side is polite.
    @Test func crossingOffersAreHarmlessIfOneSideGivesWay() {
        #expect(
            found("1 p1 offers\n1.01 p2 offers\n1.1 p1 answers\n" + Self.candidates + "9 -") == [
                "information glare: p1 and p2 both offered (#3 and #4): one of them has to give way [#3 #4]",
                "over glare (information): p1 gave way and answered",
            ])
        #expect(
            found(
                "1 p1 offers\n1.01 p2 offers\n1.1 p1 answers\n1.2 p1 offers\n1.3 p2 answers\n" + Self.candidates + "9 -"
            ).filter { $0.hasPrefix("error") || $0.hasPrefix("warning") } == [], "the polite side offers again")
    }

    /// Clients without perfect negotiation: both sides roll back, and neither answer has an offer.
    @Test func crossingOffersAreAnErrorAtOnceIfBothSidesGiveWay() {
        #expect(
            found("1 p1 offers\n1.01 p2 offers\n1.1 p1 answers\n1.11 p2 answers\n" + Self.candidates + "9 -") == [
                "information glare: p1 and p2 both offered (#3 and #4): one of them has to give way [#3 #4]",
                "error glare: p1 and p2 offered at once (#3, #4) and both gave way: the answers have no offer left [#3 #4 #5 #6]",
            ])
    }

    @Test func aGlareIsResolvedByALaterRound() {
        let scene = Scene(
            Self.two + "1 p1 offers\n1.01 p2 offers\n" + Self.candidates + "5 -\n6.1 p1 answers\n"
                + "7 p1 offers\n7.1 p2 answers\n9 -")
        #expect(scene.found.last == "over glare (error): a later offer, #8, was answered")
        #expect(scene.book[PeerID(1), PeerID(2)].map(scene.book.progress) == .answered)
    }

    /// RFC 9429 §3.2.
    @Test func anAnswerWithoutAnOfferIsAnError() {
        #expect(
            found("1 p2 answers") == ["error answer-without-offer: p2 answered, but p1 has no offer outstanding [#3]"])
        #expect(found("1 p1 offers\n1.1 p2 pranswers\n1.2 p2 answers\n" + Self.candidates + "9 -") == [])
    }

    @Test func anAnswerWhoseOfferMayBeLostIsNoError() {
        #expect(found("1 gap\n2 p2 answers\n3 -") == [])
        let scene = Scene(
            Self.two + "1 gap\n2 p1 offers\n2.1 p2 answers\n2.3 p1 candidate host\n2.3 p2 candidate host\n9 -")
        #expect(scene.found == [])
        #expect(scene.book.reply(5)?.offer == 4, "the later offer is known")
    }

    @Test func aRepeatedAnswerIsAnError() {
        #expect(
            found("1 p1 offers\n1.1 p2 answers\n1.2 p2 answers version=2\n" + Self.candidates + "9 -") == [
                "error duplicate-answer: p2 answered #3 twice (#4, #5): the second meets a stable connection [#3 #4 #5]"
            ])
        #expect(
            found("1 p1 offers\n1.1 p2 answers\n1.2 p1 offers\n1.3 p2 answers\n" + Self.candidates + "9 -") == [],
            "a second round")
    }

    /// RFC 9429 §3.8.2.
    @Test func twoAnswersToOneOfferAreAnErrorInARoomOfThree() {
        let scene = Scene(
            Self.two + "0.2 p3 joins demo\n1 p1 offers\n1.1 p2 answers\n1.2 p3 answers\n"
                + Self.candidates + "1.4 p3 candidate host\n9 -")
        #expect(
            scene.found == [
                "error several-answers: p3 answered #4, too: one connection of p1 accepts one answer [#4 #6]"
            ])
        #expect(scene.book.reply(6)?.offer == 4)
    }

    @Test func offersToTwoPeersHaveAnAnswerEach() {
        let script =
            "0 p1 joins demo aware\n0 p2 joins demo aware\n0 p3 joins demo aware\n1 p1 offers to=p2\n1 p1 offers to=p3\n"
            + "1.1 p2 answers to=p1\n1.2 p3 answers to=p1\n1.3 p1 candidate host\n1.3 p2 candidate host to=p1\n"
            + "1.3 p3 candidate host to=p1\n30 -"
        #expect(Scene(script).found == [])
    }

    @Test func aBystanderNeedNotAnswer() {
        let script =
            Self.two + "0.2 p3 joins demo\n1 p1 offers\n1.1 p2 answers\n" + Self.candidates + "30 -"
        #expect(Scene(script).found == [], "p3 heard the offer, too, and p2 has answered it")
    }

    @Test func anUnansweredOfferIsAWarningUntilItIsAnswered() {
        #expect(found("1 p1 offers\n1.1 p1 candidate host\n10.9 -") == [])
        #expect(
            found("1 p1 offers\n1.1 p1 candidate host\n13 p2 answers\n13.1 p2 candidate host\n30 -") == [
                "warning unanswered-offer: p1 has waited 10 s for an answer to #3 [#3]",
                "over unanswered-offer (warning): answered by #5",
            ])
    }

    @Test func anOfferToARoomHasOneFinding() {
        let many = (1...9).map { "0 p\($0) joins demo\n" }.joined()
        #expect(
            Scene(many + "1 p1 offers\n1.1 p1 candidate host\n12 p1 offers\n40 p1 leaves\n42 -").found.map {
                $0.prefix(27)
            }
                == [
                    "warning unanswered-offer: p", "warning superseded-offer: p", "over unanswered-offer (warn",
                    "warning unanswered-offer: p", "information peer-vanished: ",
                ])
    }

    @Test func aBystanderMayOffer() {
        let three = Self.two + "0.2 p3 joins demo\n1 p1 offers\n1.1 p2 answers\n" + Self.candidates
        #expect(
            Scene(three + "2 p3 offers\n2.1 p1 answers\n2.2 p3 candidate host\n2.3 p1 candidate host\n9 -").found == [])
    }

    @Test func anOfferWithAProvisionalAnswerIsNotUnanswered() {
        #expect(found("1 p1 offers with=host\n1.2 p2 pranswers with=host\n20 p2 answers with=host\n40 -") == [])
    }

    @Test func anOfferMayBeRepeatedForANewPeer() {
        #expect(
            found(
                "1 p1 offers with=host\n1.1 p2 answers with=host\n2 p3 joins demo\n2.1 p1 offers version=2 with=host\n"
                    + "2.2 p3 answers with=host\n20 -") == [])
    }

    @Test func theStateDoesNotDependOnTheStepsOfTime() {
        let script = Self.two + "1 p1 offers\n1.1 p1 candidate host\n"
        let watched = Scene(script + "40 p2 answers\n")
        var asleep = CallBook()
        for entry in watched.entries { asleep.fold(entry) }
        #expect(asleep.findings.all == watched.book.findings.all)
        #expect(asleep.findings.all.map(\.rule) == [.unansweredOffer, .lateAnswer])
    }

    @Test func anAnswerAfterHalfAMinuteIsLate() {
        let late = found("1 p1 offers\n1.1 p1 candidate host\n32 p2 answers\n32.1 p2 candidate host\n50 -")
        #expect(late.contains("warning late-answer: p2 answered #3 after 31 s [#3 #5]"))
        let slow = found("1 p1 offers\n1.1 p1 candidate host\n30 p2 answers\n32.1 p2 candidate host\n50 -")
        #expect(!slow.contains { $0.contains("late-answer") })
    }

    /// RFC 9429 §4.1.10.2.
    @Test func anOfferThatReplacesAnUnansweredOneIsAWarning() {
        #expect(
            found("1 p1 offers\n1.1 p1 offers\n1.2 p2 answers\n" + Self.candidates + "9 -") == [
                "warning superseded-offer: p1 offered again (#4) before p2 answered #3 [#3 #4]"
            ])
        #expect(found("1 p1 offers\n1.1 p2 answers\n1.2 p1 offers\n1.3 p2 answers\n" + Self.candidates + "9 -") == [])
    }

    @Test func aRollbackOnTheWireIsAWarning() {
        #expect(
            found("1 p1 offers\n1.1 p1 rolls back") == [
                "warning rollback: p1 sent a rollback (#4): it is for its own connection, and no other peer needs it [#4]"
            ])
    }

    @Test func replaysOfTheOperatorCauseNoFindings() {
        #expect(
            found(
                "1 p1 offers\n1.1 p2 answers\n" + Self.candidates
                    + "2 operator replays #3 to p2\n2.1 operator replays #4 to p1\n9 -"
            ) == [])
    }

    @Test func echoesCauseNoFindings() {
        let alone = Scene("0 p1 joins demo\n1 p1 offers\n1.1 p1 candidate host\n30 -", loopback: true)
        #expect(alone.found.map { $0.prefix(35) } == ["information unheard-description: p1"])
        let two = Self.two + "1 p1 offers\n1.1 p2 answers\n" + Self.candidates + "9 -"
        #expect(Scene(two, loopback: true).found == [])
    }
}
