import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis

/// The rules about descriptions in conversations; the tests of the rules use descriptions of browsers.
@Suite struct DescriptionFindingsTests {
    private static let two = "0 p1 joins demo\n0.1 p2 joins demo\n"
    private static let candidates = "1.3 p1 candidate host\n1.3 p2 candidate host\n"

    /// A conversation, the rule that fires in it with its severity, and a similar conversation in which it does not.
    struct Case: CustomTestStringConvertible {
        let rule: Rule
        let severity: Severity
        let fires: String
        let isSilent: String

        init(_ rule: Rule, _ severity: Severity, _ fires: String, not isSilent: String) {
            (self.rule, self.severity, self.fires, self.isSilent) = (rule, severity, fires, isSilent)
        }

        var testDescription: String { rule.name }
    }

    static let cases = [
        Case(.brokenDescription, .error, "1 p1 offers without=o=", not: "1 p1 offers"),
        Case(
            .missingFingerprint, .error, "1 p1 offers without=a=fingerprint",
            not: "1 p1 offers port=0 without=a=fingerprint"),
        Case(
            .invalidCredentials, .error, "1 p1 offers password=short",
            not: "1 p1 offers password=0123456789abcdefghijkl"),
        Case(.nothingToNegotiate, .warning, "1 p1 offers sections=0", not: "1 p1 offers sections=1"),
        Case(
            .undecidedSetup, .error, "1 p1 offers\n1.1 p2 answers setup=actpass",
            not: "1 p1 offers\n1.1 p2 answers setup=passive"),
        Case(
            .setupConflict, .error, "1 p1 offers setup=active\n1.1 p2 answers setup=active",
            not: "1 p1 offers setup=active\n1.1 p2 answers setup=passive"),
        Case(
            .ownFingerprint, .error, "1 p1 offers\n1.1 p2 answers certificate=1 ufrag=uf1x",
            not: "1 p1 offers\n1.1 p2 answers certificate=2"),
        Case(
            .sectionCount, .error, "1 p1 offers sections=2\n1.1 p2 answers",
            not: "1 p1 offers sections=2\n1.1 p2 answers sections=2"),
        Case(
            .sectionMismatch, .error, "1 p1 offers\n1.1 p2 answers kind=video",
            not: "1 p1 offers kind=video\n1.1 p2 answers kind=video"),
        Case(.midMismatch, .error, "1 p1 offers\n1.1 p2 answers mid=a", not: "1 p1 offers mid=a\n1.1 p2 answers mid=a"),
        Case(
            .noCommonCodec, .error, "1 p1 offers\n1.1 p2 answers codec=PCMU/8000",
            not: "1 p1 offers\n1.1 p2 answers codec=OPUS/48000/2"),
        Case(
            .reopenedSection, .warning, "1 p1 offers port=0\n1.1 p2 answers",
            not: "1 p1 offers port=0\n1.1 p2 answers port=0"),
        Case(
            .illegalDirection, .warning, "1 p1 offers direction=sendonly\n1.1 p2 answers direction=sendrecv",
            not: "1 p1 offers direction=sendonly\n1.1 p2 answers direction=recvonly"),
        Case(
            .oneWayMedia, .information, "1 p1 offers direction=sendonly\n1.1 p2 answers direction=recvonly",
            not: "1 p1 offers\n1.1 p2 answers"),
        Case(
            .duplicateDescription, .warning, "1 p1 offers\n1.1 p2 answers\n1.2 p1 offers version=2",
            not: "1 p1 offers\n1.1 p2 answers\n1.2 p1 offers"),
        Case(
            .iceRestart, .information, "1 p1 offers\n1.1 p2 answers\n1.2 p1 offers ufrag=ab2c",
            not: "1 p1 offers\n1.1 p2 answers ufrag=zz9y\n1.2 p1 offers"),
        Case(
            .staleVersion, .warning, "1 p1 offers version=4\n1.1 p2 answers\n1.2 p1 offers version=3",
            not: "1 p1 offers version=4\n1.1 p2 answers\n1.2 p1 offers version=6"),
        Case(
            .newSession, .information, "1 p1 offers\n1.1 p2 answers\n1.2 p1 offers session=77 ufrag=ab2c",
            not: "1 p1 offers\n1.1 p2 answers\n1.2 p1 offers"),
    ]

    @Test(arguments: cases)
    func theRuleFiresInOneConversationAndNotInTheOther(it: Case) {
        let loud = Scene(Self.two + it.fires).book.findings.all
        #expect(loud.map(\.rule) == [it.rule])
        #expect(loud.first?.severity == it.severity)
        #expect(loud.first?.evidence.isEmpty == false)
        let silent = Scene(Self.two + it.isSilent).book.findings.all
        #expect(!silent.contains { $0.rule == it.rule })
    }

    /// Every rule fires in a conversation: here, or in the tests of its family.
    @Test func everyRuleHasAConversation() {
        let elsewhere: Set<Rule.Family> = [.order, .candidates, .delivery, .connection]
        #expect(Set(Self.cases.map(\.rule)) == Set(Rule.all.filter { !elsewhere.contains($0.family) }))
    }

    @Test func findingsOfADescriptionAreResolvedByTheNext() {
        #expect(
            Scene(
                Self.two + "1 p1 offers without=a=fingerprint\n1.1 p2 answers\n2 p1 offers\n2.1 p2 answers\n"
                    + Self.candidates
            ).found.last
                == "over missing-fingerprint (error): #5 is in order")
    }

    @Test func findingsOfAnAnswerAreResolvedByALaterRound() {
        #expect(
            Scene(
                Self.two + "1 p1 offers\n1.1 p2 answers codec=PCMU/8000\n2 p1 offers\n2.1 p2 answers"
            ).found.last == "over no-common-codec (error): a later offer, #5, was answered")
        let again = Scene(
            Self.two + "1 p1 offers\n1.1 p2 answers codec=PCMU/8000\n2 p1 offers\n2.1 p2 answers codec=PCMU/8000"
        ).book.findings.all
        #expect(again.map(\.isOpen) == [true])
        #expect(again.map(\.count) == [2])
    }

    /// RFC 9429 §4.1.10.1.
    @Test func anAnswerMayRepeatAProvisionalOne() {
        #expect(
            Scene(Self.two + "1 p1 offers\n1.1 p2 pranswers version=2\n1.2 p2 answers version=2\n" + Self.candidates)
                .found
                == [])
    }
}
