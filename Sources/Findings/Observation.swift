package import Events

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
    package init(_ rule: Rule, severity: Severity? = nil, _ sentence: Sentence, proof: [Int], subject: String = "") {
        self.rule = rule
        self.severity = severity ?? rule.severity
        self.sentence = sentence
        self.evidence = proof
        self.subject = subject
    }

    /// The observation as an information, because the message in `entry` was not understood and may be the missing one.
    package func doubted(because entry: Int, of peer: PeerID) -> Observation {
        Observation(
            rule, severity: .information,
            sentence + "; but \(entry: entry) of \(peer: peer) was not understood, and may be the missing message",
            proof: evidence, subject: subject)
    }
}
