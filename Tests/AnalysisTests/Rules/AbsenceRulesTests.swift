import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events
@testable import SDP

/// Findings about missing messages, and messages that may only not have been understood.
@Suite struct AbsenceRulesTests {
    private static let two = "0 p1 joins demo\n0.1 p2 joins demo\n"

    private func scene(_ script: String, guardsGlare: Bool = false) -> Scene {
        Scene(Self.two + script, guardsGlare: guardsGlare)
    }

    private func found(_ script: String) -> [String] { scene(script).found }

    /// RFC 9429 §4.1.10.2: both sides of a glare give way, each with new ICE credentials for its answer.
    @Test func bothAnswersOfAGlareHaveTheirCandidates() {
        let scene = scene(
            """
            1 p1 offers ufrag=a111
            1.01 p2 offers ufrag=b111
            1.1 p2 answers ufrag=b222
            1.2 p1 answers ufrag=a222
            1.3 p1 candidate host ufrag=a222
            1.4 p2 candidate host ufrag=b222
            20 -
            """)
        #expect(
            scene.found == [
                "information glare: p1 and p2 both offered (#3 and #4): one of them has to give way [#3 #4]",
                "error glare: p1 and p2 offered at once (#3, #4) and both gave way: the answers have no offer left [#3 #4 #5 #6]",
            ])
        #expect(scene.book.reply(5)?.offer == 3)
        #expect(scene.book.reply(6)?.offer == 4)
        let negotiation = scene.book[PeerID(1), PeerID(2)]
        #expect(negotiation?[PeerID(1)].generation?.ufrags == ["a222"])
        #expect(negotiation?[PeerID(1)].generation?.candidates.total == 1)
    }

    @Test func anUnmatchedAnswerHasItsCandidates() {
        let found = found("1 p1 answers ufrag=a222\n1.1 p1 candidate host ufrag=a222\n20 -")
        #expect(found.map { $0.prefix(28) } == ["error answer-without-offer: "])
    }

    @Test func anUnansweredOfferIsAnInformationAfterAnUnrecognizedMessage() {
        #expect(
            found("1 p1 offers\n1.1 p1 candidate host\n2 p2 sends {\"x\":\"q5\"}\n12 -").last
                == "information unanswered-offer: p1 has waited 10 s for an answer to #3; but #5 of p2 was not understood, and may be the missing message [#3]"
        )
        // What came before the offer was no answer to it.
        #expect(
            found("0.5 p2 sends {\"x\":\"q5\"}\n1 p1 offers\n1.1 p1 candidate host\n12 -").last
                == "warning unanswered-offer: p1 has waited 10 s for an answer to #4 [#4]")
    }

    /// Only a guessed goodbye may have ended the call; a guessed introduction may not.
    @Test func aGuessedIntroductionCastsNoDoubt() {
        let join = "0.5 p2 sends {\"uuid\":\"k3v9\",\"dest\":\"all\"}\n1 p1 offers\n1.1 p1 candidate host\n"
        #expect(
            found(join + "2 p2 sends {\"uuid\":\"k3v9\"}\n12 -").last?.hasPrefix("warning unanswered-offer") == true)
        #expect(
            found(join + "2 p2 sends {\"type\":\"stop\"}\n12 -").last?.hasPrefix("information unanswered-offer") == true
        )
    }

    @Test func aFindingOfAnEndedCallHasNoProgress() {
        let scene = Scene(
            """
            0 p1 joins demo
            0 p2 joins demo
            0 p3 joins demo
            1 p1 offers ufrag=a111
            1.01 p2 offers ufrag=b111
            1.1 p2 answers ufrag=b222
            1.2 p1 answers ufrag=a222
            2 p2 leaves
            """)
        #expect(endings(scene.book).first { $0.rule == .glare }.map { scene.book.progress(of: $0) == nil } == true)
    }

    @Test func missingCandidatesAreAnInformationAfterAnUnrecognizedMessage() {
        let call = "1 p1 offers\n1.1 p2 answers\n1.2 p1 candidate host\n"
        #expect(found(call + "9 -").map { $0.prefix(21) } == ["warning no-candidates"])
        #expect(found(call + "2 p2 sends {\"x\":\"q5\"}\n9 -").map { $0.prefix(25) } == ["information no-candidates"])
        #expect(found("0.5 p1 sends {\"x\":\"q5\"}\n1 p1 candidate host").map { $0.prefix(11) } == ["information"])
    }

    /// A held message exempts its peers from rules for a minute.
    @Test func anUnansweredOfferThatWasHeldIsFoundAMinuteLater() {
        let script = "1 p1 offers\n1.1 p1 candidate host\n"
        let quiet = scene(script + "60 -", guardsGlare: true)
        #expect(!quiet.found.contains { $0.contains("unanswered") })
        let late = scene(script + "70 -", guardsGlare: true)
        #expect(late.found.filter { $0.hasPrefix("warning unanswered-offer: p1 has waited 6") }.count == 1)
    }

    @Test func consequencesOfAGlareFollowIt() {
        let scene = scene(
            """
            1 p1 offers ufrag=a111
            1.01 p2 offers ufrag=b111
            1.1 p1 candidate host ufrag=a111
            1.2 p2 candidate host ufrag=b111
            1.3 p1 candidate host ufrag=zzzz
            9 -
            """)
        let sorted = scene.book.findings.sorted
        #expect(sorted.map(\.rule) == [.glare, .unknownGeneration])
        #expect(scene.book.findings.cause(of: sorted[1]) == sorted[0].number)
        #expect(scene.book.findings.cause(of: sorted[0]) == nil)
    }

    /// Returns the findings that ended unresolved with the last entry.
    private func endings(_ book: CallBook) -> [Finding] { book.changes.filter(\.isEnding).map(\.finding) }

    @Test func aFindingThatEndsWithItsCallIsReportedOnce() {
        let scene = scene("1 p1 offers\n1.1 p1 candidate host\n12 -\n13 p1 bye")
        #expect(endings(scene.book).map(\.rule) == [.unansweredOffer])
        var book = scene.book
        book.advance(to: Instant.seconds(14))
        #expect(endings(book).isEmpty)
    }

    @Test func anExchangeWithoutSectionsIsEmpty() {
        let scene = scene("1 p1 offers sections=0\n1.1 p2 answers sections=0\n2 -")
        #expect(scene.book[PeerID(1), PeerID(2)].map(scene.book.progress) == .empty)
    }

    @Test func aGuessedGoodbyeEndsNoCall() {
        let call = "1 p1 offers\n1.1 p2 answers\n1.2 p1 candidate host\n1.3 p2 candidate host\n"
        #expect(scene(call + "2 p1 sends {\"type\":\"stop\",\"what\":\"screen\"}").book[PeerID(1), PeerID(2)] != nil)
        for word in ["closeVideo", "audio-close", "left"] {
            let scene = scene(call + "2 p1 sends {\"action\":\"\(word)\"}\n9 p1 candidate host\n20 -")
            #expect(scene.found == [], "\(word)")
        }
        #expect(scene(call + "2 p1 sends {\"type\":\"hang-up\"}").book[PeerID(1), PeerID(2)] == nil)
        #expect(found(call + "2 p1 sends {\"type\":\"stop\"}\n3 p1 candidate host\n20 -") == [])
    }

    @Test func anAnnouncedDescriptionThatIsMissingIsFound() {
        let message = #"{"type":"offer","data":{"to":"bob","body":"secret"}}"#
        #expect(
            found("1 p1 sends \(message)\n4 -") == [
                "warning unrecognized-content: #3 of p1 has the kind offer, but no description was found in it (members type, data.to, data.body): this call is not analysed [#3]"
            ])
        // It may only ask for one, or go before it.
        #expect(
            found(
                "1 p1 sends \(message)\n1.5 p1 offers\n1.6 p2 answers\n1.7 p1 candidate host\n1.7 p2 candidate host\n20 -"
            ) == [])
        #expect(
            found(
                "1 p1 sends \(message)\n4 -\n5 p1 offers\n5.1 p2 answers\n5.2 p1 candidate host\n5.2 p2 candidate host\n20 -"
            ).last
                == "over unrecognized-content (information): #4 was understood")
    }

    @Test(arguments: [
        #"{"event":"signal","data":{"type":"offer","enc":"x"}}"#, #"["message",{"type":"offer","enc":"x"}]"#,
        #"{"data":"{\"type\":\"offer\",\"enc\":\"x\"}"}"#,
    ])
    func anAnnouncementInAnEnvelopeIsFound(message: String) {
        #expect(found("1 p1 sends \(message)\n4 -").map { $0.prefix(28) } == ["warning unrecognized-content"])
        // Not of an application that deploys offers.
        #expect(found(#"1 p1 sends {"type":"deploy","data":{"type":"offer"}}"# + "\n4 -") == [])
    }

    /// The state of a room is kept when its first two speakers leave, and is forgotten with its last peer.
    @Test func theMessagesOfARoomAreCountedUntilItIsEmpty() {
        let talk = "1 p1 sends {\"type\":\"ready\"}\n1.5 p2 sends {\"x\":1}\n"
        let offered = "0.2 p3 joins demo\n0.5 p1 offers\n0.6 p2 answers\n0.7 p1 candidate host\n0.7 p2 candidate host\n"
        #expect(scene(offered + "1 p1 leaves\n2 p2 sends {\"x\":1}\n3 p3 sends {\"x\":2}\n20 -").found == [])
        let again =
            "2 p1 leaves\n2 p2 leaves\n3 p3 joins demo\n3 p4 joins demo\n4 p3 sends {\"x\":1}\n5 p4 sends {\"x\":2}\n20 -"
        #expect(
            scene("0.5 p1 offers\n0.6 p2 answers\n0.7 p1 candidate host\n0.7 p2 candidate host\n" + again).found.map {
                $0.prefix(20)
            } == ["information no-offer"])
        #expect(
            found(talk + "20 -\n21 p2 leaves\n22 p3 joins demo\n23 p1 offers").last
                == "over no-offer (information): #7 came")
    }

    @Test func namesOfMembersCannotForgeALine() {
        let finding = found(#"1 p1 sends {"type":"offer","a\nb\u202e\u001b[31m":1}"# + "\n4 -").last ?? ""
        #expect(!finding.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E || $0.value == 0x1B })
    }

    @Test func messagesWithoutAnOfferAreAnInformation() {
        let talk = "1 p1 sends {\"type\":\"ready\"}\n1.5 p2 sends {\"x\":1}\n"
        #expect(
            found(talk + "2 p1 sends {\"x\":2}\n20 -") == [
                "information no-offer: p1 and p2 have exchanged 3 messages, #3 (join) and #4 (other) first, but no offer was recognized in 10 s [#3 #4]"
            ])
        #expect(found(talk + "11 -") == [])
        #expect(found("1 p1 sends {\"type\":\"ready\"}\n30 -") == [], "nobody replies")
        #expect(found(talk + "20 -\n21 p1 offers").last == "over no-offer (information): #5 came")
    }
}
