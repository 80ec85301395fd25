import Events

/// What a rule has seen: a finding that has no number yet.
public struct Observation: Hashable, Sendable {
    /// Whose observation it is.
    public let rule: Rule
    /// How much it matters here.
    public let severity: Severity
    /// What is wrong, with the values.
    public let sentence: Sentence
    /// The entries that prove it, the one that brought it to light last.
    public let proof: [Int]
    /// What tells it from other observations of the rule in the same negotiation: a section, a user name, a peer.
    ///
    /// A second observation with the same subject adds its proof to the finding there is.
    public let subject: String

    /// The same as an information, as the message of entry `entry` may have been what is missing.
    func doubted(because entry: Int, of peer: PeerID) -> Observation {
        Observation(
            rule, severity: .information,
            sentence + "; but \(entry: entry) of \(peer: peer) was not understood, and may be the missing message",
            proof: proof, subject: subject)
    }

    /// An observation of `rule`, which matters as much as the rule does unless another `severity` is given.
    init(_ rule: Rule, severity: Severity? = nil, _ sentence: Sentence, proof: [Int], subject: String = "") {
        self.rule = rule
        self.severity = severity ?? rule.severity
        self.sentence = sentence
        self.proof = proof
        self.subject = subject
    }
}
