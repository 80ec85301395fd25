import SignalingSupport
import Testing

@testable import SDP

@Suite struct AnswerCheckTests {
    private static let offer = ChromiumDescriptions.audioVideoOffer
    private static let answer = ChromiumDescriptions.audioVideoAnswer
    /// The issues of the unchanged recorded answer, which sends audio only.
    private static let oneWay = AnswerIssue.oneWay([1], answered: .recvonly)

    private func check(_ offer: String, _ answer: String) throws -> AnswerCheck {
        AnswerCheck(offer: try #require(SDPSummary(offer)), answer: try #require(SDPSummary(answer)))
    }

    private func issues(_ answer: String) throws -> [AnswerIssue] {
        try check(Self.offer, answer).issues.filter { $0 != Self.oneWay }
    }

    @Test func theRecordedAnswerFits() throws {
        let check = try check(Self.offer, Self.answer)
        #expect(check.issues == [Self.oneWay])
        #expect(check.sections == 0..<2)
    }

    /// RFC 3264 §6, RFC 5888 §9, RFC 9429 §5.8.3.
    @Test func theFirstMSectionOutOfOrderIsAnIssue() throws {
        let parts = Self.answer.components(before: "m=")
        let swapped = try check(Self.offer, parts[0] + parts[2] + parts[1])
        #expect(swapped.issues == [.kind(section: 0, offered: "audio", answered: "video")])
        #expect(swapped.sections.isEmpty)
        let renamed = try check(Self.offer, Self.answer.inSection(1) { $0.with("a=mid:7", for: "a=mid") })
        #expect(renamed.issues == [.mid(section: 1, offered: "1", answered: "7")])
        #expect(renamed.sections == 0..<1)
        let shorter = try check(Self.offer, parts[0] + parts[1])
        #expect(shorter.issues == [.sectionCount(offered: 2, answered: 1)])
        let plain = try issues(Self.answer.inSection(0) { $0.with("m=audio 9 RTP/AVP 111", for: "m=") })
        #expect(plain == [.kind(section: 0, offered: "UDP/TLS/RTP/SAVPF", answered: "RTP/AVP")])
    }

    /// RFC 5888 §4 and §9.
    @Test func repeatedAndMissingMidsAreIssues() throws {
        #expect(try issues(Self.answer.without("a=mid")) == [.missingMids])
        let twice = try check(Self.offer.with("a=mid:0", for: "a=mid"), Self.answer.with("a=mid:0", for: "a=mid"))
        #expect(
            twice.issues.filter { $0.sections.isEmpty } == [
                .repeatedMid("0", isOffered: true), .repeatedMid("0", isOffered: false),
            ])
    }

    /// RFC 8842 §5.3: in m-sections that share a transport, the first role counts.
    @Test func incompatibleSetupRolesAreIssues() throws {
        #expect(try issues(Self.answer.with("a=setup:actpass", for: "a=setup")) == [.undecidedSetup([0])])
        #expect(try issues(Self.answer.with("a=setup:holdconn", for: "a=setup")) == [.suspendedSetup([0])])
        #expect(try issues(Self.answer.inSection(1) { $0.with("a=setup:actpass", for: "a=setup") }) == [])
        for role in [SetupRole.active, .passive] {
            let line = "a=setup:\(role.rawValue)"
            let check = try check(Self.offer.with(line, for: "a=setup"), Self.answer.with(line, for: "a=setup"))
            #expect(check.issues == [.setupConflict([0], role), Self.oneWay])
        }
    }

    /// RFC 8122 §5.
    @Test func oneCertificateOnBothSidesIsAnIssue() throws {
        let line = Self.offer.split(separator: "\r\n").first { $0.hasPrefix("a=fingerprint") } ?? ""
        let shared = Self.answer.with(String(line), for: "a=fingerprint")
        #expect(try issues(shared) == [.sharedFingerprint(isEcho: false)])
        let echo = shared.with("a=ice-ufrag:4Pa2", for: "a=ice-ufrag")
        #expect(try issues(echo) == [.sharedFingerprint(isEcho: true)])
    }

    /// RFC 3264 §8.2, RFC 9143 §6.
    @Test func aSectionWithPortZeroIsReopenedUnlessItIsBundleOnly() throws {
        let stopped = Self.offer.inSection(1) { $0.with("m=video 0 UDP/TLS/RTP/SAVPF 96", for: "m=") }
        #expect(try check(stopped, Self.answer).issues == [.reopened([1])])
        let bundleOnly = stopped.inSection(1) { $0.with("a=mid:1\r\na=bundle-only", for: "a=mid") }
        #expect(try check(bundleOnly, Self.answer).issues == [Self.oneWay])
        let rejected = Self.answer.inSection(1) { $0.with("m=video 0 UDP/TLS/RTP/SAVPF 96", for: "m=") }
        #expect(try check(stopped, rejected).issues == [])
    }

    /// RFC 3264 §6 and §6.1.
    @Test func inactiveMSectionsAreIssues() throws {
        let rejected = Self.answer.inSection(1) { $0.with("m=video 0 UDP/TLS/RTP/SAVPF 96", for: "m=") }
        #expect(try issues(rejected) == [.rejected([1])])
        let inactive = Self.answer.inSection(1) { $0.with("a=inactive", for: "a=recvonly") }
        #expect(try issues(inactive) == [.inactive([1], isAll: false)])
        let silent = inactive.with("a=inactive", for: "a=sendrecv")
        #expect(try issues(silent) == [.inactive([0, 1], isAll: true)])
        let offer = Self.offer.inSection(0) { $0.with("a=sendonly", for: "a=sendrecv") }
        #expect(
            try check(offer, Self.answer).issues == [
                .illegalDirection([0], offered: .sendonly, answered: .sendrecv), Self.oneWay,
            ])
    }
}
