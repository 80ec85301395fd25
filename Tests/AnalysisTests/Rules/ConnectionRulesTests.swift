import Analysis
import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

/// The rules about what pages report, each in a conversation in which it fires and in one close to it in which it does not.
@Suite struct ConnectionRulesTests {
    /// Alice's page makes the offer #4, Bob's the answer #6.
    static let call = [
        "0 p1 joins demo name=alice", "0.1 p2 joins demo name=bob", "0.2 page1 opens", "1 p1 offers with=host",
        "1.01 page1 sets-local 1 #4", "1.05 page2 opens", "1.06 page2 sets-remote 1 #4", "1.2 p2 answers with=host",
        "1.21 page2 sets-local 1 #8",
    ]
    /// Alice's page applies the answer, and ICE begins.
    static let checking = call + ["1.3 page1 sets-remote 1 #8", "1.4 page1 state 1 ice checking"]
    static let connected =
        checking + ["1.5 page1 state 1 ice connected", "1.6 page1 state 1 connection connected"]

    static func pair(_ sent: Int, _ responses: Int, _ received: Int, state: String = "in-progress") -> String {
        """
        {"state":"\(state)","local":{"type":"host"},"remote":{"type":"host"},"rs":\(sent),"rr":\(responses),\
        "qr":\(received),"ps":\(received)}
        """
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let rule: Rule
        let fires: [String]
        let isSilent: [String]
        var severity: Severity?
        /// A part of the sentence.
        let words: String

        var testDescription: String { "\(rule.name): \(words)" }

        init(_ rule: Rule, _ fires: [String], not isSilent: [String], _ words: String, severity: Severity? = nil) {
            (self.rule, self.fires, self.isSilent) = (rule, fires, isSilent)
            (self.words, self.severity) = (words, severity)
        }
    }

    static let cases = [
        Case(
            .refusedByBrowser, call + ["1.3 page1 sets-remote 1 #8 error=InvalidStateError"],
            not: call + ["1.3 page1 sets-remote 1 #8"],
            "the browser of p1 refused the answer #8: InvalidStateError: in a test"),
        Case(
            .refusedByBrowser, checking + ["1.5 p2 candidate srflx", "1.6 page1 adds 1 #12 error=OperationError"],
            not: checking + ["1.5 p2 candidate srflx", "1.6 page1 adds 1 #12"],
            "refused the candidate #12: OperationError", severity: .warning),
        Case(
            .refusedByBrowser, Array(call.prefix(6)) + ["1.1 page2 sets-remote 1 #4 error=OperationError"],
            not: Array(call.prefix(6)) + ["1.1 page2 sets-remote 1 #4"], "the browser of p2 refused the offer #4"),
        Case(.neverApplied, call + ["12 -"], not: checking + ["12 -"], "#8 was delivered to p1, whose page"),
        Case(
            .neverApplied, checking + ["5 p2 candidate srflx", "16 -"],
            not: checking + ["5 p2 candidate srflx", "5.1 page1 adds 1 #12", "16 -"],
            "#12 was delivered to p1, whose page has not applied the candidate", severity: .warning),
        Case(
            .appliedChanged, call + ["1.3 page1 sets-remote 1 #8 changed"], not: checking,
            "the page of p1 changed the description of #8"),
        Case(
            .unansweredChecks, checking + ["7 page1 counts 1 \"pairs\":[\(pair(6, 0, 0))]"],
            not: checking + ["7 page1 counts 1 \"pairs\":[\(pair(6, 1, 0)),\(pair(6, 0, 0))]"],
            "p1 sent 6 checks over 1 pairs, and no response came; and no check of the other side arrived"),
        Case(
            .unansweredChecks, checking + ["7 page1 counts 1 \"pairs\":[\(pair(6, 0, 4))]"],
            not: checking + ["7 page1 counts 1 \"pairs\":[\(pair(4, 0, 4))]"],
            "4 checks of the other side arrived, so only the way from here is blocked"),
        Case(
            .connectionFailed,
            checking + [
                "4 page1 counts 1 \"pairs\":[\(pair(2, 0, 0, state: "failed"))]", "9 page1 state 1 ice failed",
                "9 page1 state 1 connection failed",
            ],
            not: checking + ["9 page1 state 1 ice disconnected", "9 page1 state 1 connection disconnected"],
            "the connection of p1 failed in ICE: none of 1 pairs works (host-host)"),
        Case(
            .connectionFailed,
            checking + [
                "1.5 page1 state 1 ice connected", "2 page1 state 1 dtls failed", "2 page1 state 1 connection failed",
            ],
            not: connected, "failed in the DTLS handshake"),
        Case(
            .iceServerError, checking + ["2 page1 fails 1 401 turn:192.0.2.9"],
            not: checking + ["2 page1 fails 1 701 stun:192.0.2.9"],
            "no relay candidate for p1: turn:192.0.2.9 answered 401"),
        Case(
            .iceServerError,
            checking + ["2 page1 gathers 1 relay", "2 page1 fails 1 701 turn:192.0.2.9"],
            not: checking + ["2 page1 gathers 1 relay"],
            "turn:192.0.2.9 could not be reached (701)", severity: .information),
        Case(
            .unusedRelay,
            checking + [
                "2 page1 gathers 1 relay", "3 page1 counts 1 \"pairs\":[\(pair(2, 0, 0, state: "failed"))]",
                "9 page1 state 1 ice failed", "9 page1 state 1 connection failed",
            ],
            not: checking + [
                "3 page1 counts 1 \"pairs\":[\(pair(2, 0, 0, state: "failed"))]", "9 page1 state 1 ice failed",
                "9 page1 state 1 connection failed",
            ], "p1 has a relay candidate, but no pair with it works"),
        Case(
            .unfinishedDTLS,
            checking + ["1.5 page1 state 1 ice connected", "8 page1 counts 1 \"dtls\":\"connecting\""],
            not: checking + ["1.5 page1 state 1 ice connected", "4 page1 counts 1 \"dtls\":\"connecting\""],
            "is connected since 6 s, but DTLS is connecting"),
        Case(
            .unfinishedDTLS, checking + ["1.5 page1 state 1 ice connected", "2 page1 state 1 dtls failed"],
            not: checking + ["1.5 page1 state 1 ice connected", "2 page1 state 1 dtls connected"], "DTLS has failed"),
        Case(
            .silentMedia,
            connected + [
                #"4 page1 counts 1 "out":[{"kind":"video","packets":0}]"#,
                #"9 page1 counts 1 "out":[{"kind":"video","packets":0}]"#,
            ],
            not: connected + [#"4 page1 counts 1 "out":[{"kind":"video","packets":0}]"#],
            "p1 is connected, but sends no video"),
        Case(
            .silentMedia,
            connected + [
                #"4 page1 counts 1 "in":[{"kind":"video","packets":9,"decoded":0}]"#,
                #"9 page1 counts 1 "in":[{"kind":"video","packets":9,"decoded":0}]"#,
            ],
            not: connected + [#"8 page1 counts 1 "in":[{"kind":"video","packets":9,"decoded":2}]"#],
            "decodes no frame"),
        Case(
            .silentMedia,
            connected + [
                #"4 page1 counts 1 "in":[{"kind":"audio","packets":0}]"#,
                #"9 page1 counts 1 "in":[{"kind":"audio","packets":0}]"#,
            ],
            not: connected + [#"8 page1 counts 1 "in":[{"kind":"audio","packets":1}]"#], "receives no audio"),
        Case(
            .mediaRefused, ["0 page1 opens insecure", "1 page1 asks error=NotFoundError"],
            not: ["0 page1 opens insecure", "1 page1 asks"],
            "page 1 got no video: NotFoundError: in a test; the page is not a secure context"),
        Case(
            .playbackRefused, ["0 page1 opens", "1 page1 plays 1 error=NotAllowedError"],
            not: ["0 page1 opens", "1 page1 plays error=AbortError"], "page 1 does not play the video"),
        Case(
            .connectionLeak,
            checking + ["5 p1 offers ufrag=ab2c with=host", "5.1 page1 sets-local 2 #12"],
            not: checking + ["4 page1 closes 1", "5 p1 offers ufrag=ab2c with=host", "5.1 page1 sets-local 2 #13"],
            "p1 has a new connection with p2, and the earlier one is still open"),
        Case(
            .conflictingReports, call + ["2 page3 opens", "2.1 page3 sets-local 1 #4"],
            not: call + ["2 page1 sets-local 1 #4"], "page 3 claims the connection of page 1"),
    ]

    @Test(arguments: cases)
    func theRuleFiresInOneConversationAndNotInTheOther(it: Case) throws {
        let loud = Scene(it.fires.joined(separator: "\n"))
        let finding = loud.book.findings.all.first { $0.rule == it.rule }
        let sentence = finding?.sentence.text() ?? "\(loud.found)"
        #expect(sentence.contains(it.words))
        #expect(finding?.severity == it.severity ?? it.rule.severity)
        #expect(finding?.evidence.isEmpty == false)
        let silent = Scene(it.isSilent.joined(separator: "\n"))
        #expect(!silent.book.findings.all.contains { $0.rule == it.rule }, "\(silent.found)")
    }

    @Test func everyRuleHasAConversation() {
        #expect(Set(Self.cases.map(\.rule)) == Set(Rule.all.filter { $0.family == .connection }))
    }

    @Test func aConnectionThatConnectsResolvesItsFailures() {
        let lines =
            Self.checking + [
                "7 page1 counts 1 \"pairs\":[\(Self.pair(6, 0, 0))]", "8 page1 state 1 ice connected",
                "8 page1 state 1 connection connected",
            ]
        let finding = Scene(lines.joined(separator: "\n")).book.findings.all.first { $0.rule == .unansweredChecks }
        #expect(finding?.isOpen == false)
        #expect(finding?.resolution?.sentence.text() == "it is connected since #13")
    }

    /// Candidates come before it is known whose page the recipient's is.
    @Test func aRefusedCandidateThatCameBeforeThePageWasKnownIsReported() {
        let lines =
            Array(Self.call.prefix(6)) + [
                "1.05 p1 candidate host", "1.06 page2 sets-remote 1 #4", "1.07 page2 adds 1 #7 error=OperationError",
                "1.2 p2 answers", "1.21 page2 sets-local 1 #10",
            ]
        let scene = Scene(lines.joined(separator: "\n"))
        #expect(scene.found.count == 1 && scene.found[0].contains("refused the candidate #7"), "\(scene.found)")
    }

    /// A page whose thread is busy reports late.
    @Test func aPageThatReportsNothingMeanwhileMayBeBusy() {
        let answered = Array(Self.call)
        #expect(Scene((answered + ["9 -"]).joined(separator: "\n")).found == [])
        #expect(Scene((answered + ["12 -"]).joined(separator: "\n")).found.first?.contains("never-applied") == true)
        let heard = answered + ["4.5 page1 counts 1 \"pairs\":[]", "6 -"]
        #expect(Scene(heard.joined(separator: "\n")).found.first?.contains("never-applied") == true)
    }

    @Test func anAnswerThatIsAppliedLateIsResolved() {
        let scene = Scene((Self.call + ["12 -", "13 page1 sets-remote 1 #8"]).joined(separator: "\n"))
        #expect(scene.found.last == "over never-applied (error): p1 applied it")
    }

    @Test func silenceThatEndsIsResolved() {
        let silent = #""out":[{"kind":"video","packets":0}]"#
        let lines =
            Self.connected + [
                "4 page1 counts 1 \(silent)", "9 page1 counts 1 \(silent)",
                #"14 page1 counts 1 "out":[{"kind":"video","packets":7}]"#,
            ]
        #expect(
            Scene(lines.joined(separator: "\n")).found.last == "over silent-media (information): packets arrive now")
    }

    /// A layer that is paused is not silence.
    @Test func theEncodingsOfAnMSectionCountTogether() {
        let layers = #""out":[{"kind":"video","mid":"1","packets":0},{"kind":"video","mid":"1","packets":9}]"#
        let lines = Self.connected + ["4 page1 counts 1 \(layers)", "9 page1 counts 1 \(layers)"]
        #expect(Scene(lines.joined(separator: "\n")).found == [])
    }

    /// Bob closes his tab, and Alice's connection fails after that.
    @Test func aConnectionThatFailsAfterItsCallIsNoError() {
        let lines =
            Self.connected + [
                "4 p2 leaves", "9 page1 state 1 connection disconnected", "14 page1 state 1 connection failed",
            ]
        #expect(Scene(lines.joined(separator: "\n")).found == [])
    }

    /// The side that ignores an offer in glare cannot add its candidates (W3C webrtc-pc, perfect negotiation).
    @Test func candidatesOfAnIgnoredOfferMayBeRefused() {
        let lines =
            Self.call + [
                "1.3 page1 state 1 signaling have-local-offer", "1.5 p2 candidate srflx",
                "1.6 page1 adds 1 #10 error=InvalidStateError",
            ]
        #expect(!Scene(lines.joined(separator: "\n")).book.findings.all.contains { $0.rule == .refusedByBrowser })
    }

    /// A connected call without an error of the rules is in order.
    @Test func aHealthyCallHasNoFinding() {
        let lines =
            Self.connected + [
                "1.7 page2 state 1 ice connected", "1.7 page2 state 1 connection connected",
                #"8 page1 counts 1 "in":[{"kind":"video","packets":9,"decoded":4}],"out":[{"kind":"video","packets":9}]"#,
            ]
        #expect(Scene(lines.joined(separator: "\n")).found == [])
    }
}
