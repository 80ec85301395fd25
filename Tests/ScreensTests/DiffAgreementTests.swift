import Connections
import Findings
import Negotiations
import SignalingSupport
import TestSupport
import Testing

@testable import Analysis
@testable import Events
@testable import Messages
@testable import SDP
@testable import Screens

/// The comparison of an offer with its answer agrees with the findings about each m-section.
@Suite struct DiffAgreementTests {
    /// The verdicts that the screen emphasizes although the findings are only information.
    private static let lacks = ["sends no", "takes no", "flows"]

    /// Expects that the screen's verdicts and the findings agree on `answer`, in either order of the two; returns the
    /// rules of the warnings and errors.
    @discardableResult
    private func expectAgreement(_ offer: String, _ answer: String, _ comment: Comment) throws -> Set<Rule> {
        let (before, after) = (
            try #require(SessionDescription(offer)), try #require(SessionDescription(answer))
        )
        let (offered, answered) = (try #require(SDPSummary(offer)), try #require(SDPSummary(answer)))
        let check = AnswerCheck(offer: offered, answer: answered)
        let observations = AnswerRules.check(
            offer: SignaledDescription(entry: 1, time: .start, author: PeerID(1), isOffer: true, terms: offered),
            answer: SignaledDescription(entry: 2, time: .start, author: PeerID(2), isOffer: false, terms: answered))
        let findings = observations.filter { $0.severity > .information }
        for isSwapped in [false, true] {
            let (one, other) = isSwapped ? (after, before) : (before, after)
            let difference = SDPDifference(one, other, isSameSide: false, hasHunks: false)
            let summary = DiffSummary(
                difference, before: one, after: other,
                relation: isSwapped ? .answerThenOffer(check) : .offerThenAnswer(check),
                names: isSwapped ? ("bob", "alice") : ("alice", "bob"))
            let rows = zip(difference.sections, summary.sections).map { section, row in
                (index: (isSwapped ? section.before : section.after)?.index, words: row.verdict.text)
            }
            for finding in findings { expect(finding, isShownIn: rows, summary.faults, comment) }
            for row in rows where row.words.hasPrefix("! ") && !Self.lacks.contains(where: row.words.contains) {
                let isProven = findings.contains { finding in
                    let indices = Self.indices(finding)
                    return indices.isEmpty || indices.contains { $0 == row.index }
                        || [.midMismatch, .sectionMismatch].contains(finding.rule)
                }
                #expect(isProven, "m\(row.index ?? -1) \(row.words), \(comment)")
            }
        }
        return Set(findings.map(\.rule))
    }

    /// Expects that a row or a line below the table reports `finding`.
    private func expect(
        _ finding: Observation, isShownIn rows: [(index: Int?, words: String)], _ faults: [String], _ comment: Comment
    ) {
        let warnings = rows.filter { $0.words.hasPrefix("! ") }
        let indices = Self.indices(finding)
        if finding.rule == .sectionCount {
            #expect(!warnings.isEmpty, "section-count, \(comment)")
        } else if indices.isEmpty {
            #expect(!faults.isEmpty, "\(finding.rule.name), \(comment)")
        } else {
            for index in indices {
                let isShown = warnings.contains { $0.index == index }
                #expect(isShown, "\(finding.rule.name) in m\(index), \(comment)")
            }
        }
    }

    /// Returns the indices of the m-sections in the subject of a finding.
    private static func indices(_ finding: Observation) -> [Int] {
        finding.subject.split(separator: " ").dropFirst().compactMap { Int($0.dropFirst()) }
    }

    // MARK: Recordings

    /// Returns the offers and the answers in the recording with this name.
    private static func descriptions(_ name: String) throws -> (offers: [String], answers: [String]) {
        var (offers, answers): ([String], [String]) = ([], [])
        for delivery in try Recording.named(name).play().compactMap(\.delivery) {
            let parsed = ParsedMessage(delivery.message)
            guard let description = parsed.description?.text else { continue }
            if parsed.kind == .offer { offers.append(description) }
            if parsed.kind == .answer { answers.append(description) }
        }
        return (offers, answers)
    }

    /// Each offer with the answers of its own call and of another, so that some pairs do not fit.
    @Test func theVerdictsAgreeWithTheFindingsInAllRecordings() throws {
        let calls = try Recording.names().map { try Self.descriptions($0) }
        #expect(calls.count > 10)
        var rules: Set<Rule> = []
        for (own, other) in zip(calls, calls.dropFirst() + calls.prefix(1)) {
            for offer in Set(own.offers) {
                for answer in Set(own.answers + other.answers) {
                    rules.formUnion(try expectAgreement(offer, answer, "\(offer)\n\(answer)"))
                }
            }
        }
        #expect(rules.count > 3)
    }

    // MARK: Generated pairs

    private static func section(_ index: Int, isAnswer: Bool, _ random: inout SeededGenerator) -> [String] {
        func pick(_ usual: String, _ others: [String]) -> String {
            Int.random(in: 0..<4, using: &random) > 0 ? usual : others.randomElement(using: &random) ?? usual
        }
        let kind = pick(index == 2 ? "application" : index == 1 ? "video" : "audio", ["audio", "video", "text"])
        let transport =
            kind == "application"
            ? "UDP/DTLS/SCTP" : pick("UDP/TLS/RTP/SAVPF", ["RTP/AVP", "RTP/SAVPF", "UDP/DTLS/SCTP"])
        let codec = pick("opus/48000/2", ["VP8/90000", "H264/90000", "red/48000/2"])
        let lines = [
            "m=\(kind) \(pick("9", ["0"])) \(transport) \(pick("111", ["0", "111 0"]))",
            pick("a=mid:\(index)", ["a=mid:0", "a=mid:1", "a=mid:7", "a=nothing"]),
            pick("a=sendrecv", ["a=sendonly", "a=recvonly", "a=inactive"]),
            pick(isAnswer ? "a=setup:active" : "a=setup:actpass", SetupRole.allCases.map { "a=setup:\($0.rawValue)" }),
            "a=ice-ufrag:\(pick(isAnswer ? "bbbb" : "aaaa", ["cccc"]))",
            "a=fingerprint:sha-256 \(pick(isAnswer ? "BB" : "AA", ["CC"]))",
            "a=rtpmap:111 \(codec)",
        ]
        return lines
    }

    private static func description(isAnswer: Bool, _ random: inout SeededGenerator) -> String {
        let count = Int.random(in: 0..<4, using: &random) > 0 ? 3 : Int.random(in: 0...5, using: &random)
        let session = ["v=0", "o=- \(isAnswer ? 2 : 1) 1 IN IP4 127.0.0.1", "s=-", "t=0 0"]
        let group = Bool.random(using: &random) ? ["a=group:BUNDLE 0 1 2"] : []
        let sections = (0..<count).flatMap { section($0, isAnswer: isAnswer, &random) }
        return (session + group + sections).map { $0 + "\r\n" }.joined()
    }

    @Test(arguments: 0..<8)
    func theVerdictsAgreeWithTheFindingsInGeneratedPairs(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &* 7919 &+ 11)
        var rules: Set<Rule> = []
        for _ in 0..<100 {
            let offer = Self.description(isAnswer: false, &random)
            let answer = Self.description(isAnswer: true, &random)
            rules.formUnion(try expectAgreement(offer, answer, "\(offer)\n\(answer)"))
        }
        // Every rule was found at least once.
        #expect(rules == Set(Rule.all.filter { $0.family == .answer && $0 != .oneWayMedia }))
    }
}
