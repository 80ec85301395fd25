import Events
import SDP
import Text

/// The result of a check, before it becomes a finding.
public struct Observation: Hashable, Sendable {
    /// The rule of the check.
    public let rule: Rule
    /// The severity in this case.
    public let severity: Severity
    /// A sentence that states the problem, with the values.
    public let sentence: Sentence
    /// The entries that prove it, the one that brought it to light last.
    public let evidence: [Int]
    /// The subject: an m-section, a user name or a peer.
    ///
    /// An observation with the subject of an active finding of the same rule adds its evidence to that finding.
    public let subject: String

    /// An observation of `rule`, with the severity of the rule unless another one is given.
    init(_ rule: Rule, severity: Severity? = nil, _ sentence: Sentence, proof: [Int], subject: String = "") {
        self.rule = rule
        self.severity = severity ?? rule.severity
        self.sentence = sentence
        self.evidence = proof
        self.subject = subject
    }

    /// The observation as an information, because the message in `entry` was not understood and may be the missing one.
    func doubted(because entry: Int, of peer: PeerID) -> Observation {
        Observation(
            rule, severity: .information,
            sentence + "; but \(entry: entry) of \(peer: peer) was not understood, and may be the missing message",
            proof: evidence, subject: subject)
    }
}

// MARK: Names of m-sections

extension SDPSummary {
    /// The number of m-sections that a sentence names; it counts the others.
    static let namedLimit = 3

    /// The m-sections at `indices` as a sentence names them: `m0 audio, m1 video and 2 more`.
    func names(_ indices: [Int]) -> String {
        let named = indices.prefix(Self.namedLimit).map { "m\($0) \(Excerpt(sections[$0].kind))" }
        let rest = indices.count - named.count
        return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

extension SignaledDescription {
    /// The subject of an observation about the m-sections at `indices`: `p1 m0 m1`.
    func subject(_ indices: [Int] = []) -> String {
        ([author.description] + indices.map { "m\($0)" }).joined(separator: " ")
    }
}
