/// Something wrong or noteworthy, with the entries that prove it.
public struct Finding: Hashable, Sendable {
    /// How many entries are named as proof: the first ones, and the last.
    static let proofLimit = 8

    /// Counted from 1 in the order of appearance.
    public let number: Int
    /// Whose it is.
    public let rule: Rule
    /// How much it matters, or did.
    public private(set) var severity: Severity
    /// What is wrong, with the values.
    public private(set) var sentence: Sentence
    /// The entries that prove it, in order.
    public private(set) var proof: [Int]
    /// How often it was seen.
    public private(set) var count = 1
    /// When it appeared.
    public let time: Instant
    /// The one, or the two, whom it is about.
    public let peers: [PeerID]
    /// How it was got over; nil where it was not.
    public private(set) var resolution: Resolution?

    /// How a finding was got over.
    public struct Resolution: Hashable, Sendable {
        /// When that was.
        public let time: Instant
        /// What happened.
        public let sentence: Sentence
    }

    let subject: String

    init(_ observation: Observation, number: Int, peers: [PeerID], at time: Instant) {
        self.number = number
        rule = observation.rule
        severity = observation.severity
        sentence = observation.sentence
        proof = observation.proof
        subject = observation.subject
        self.peers = peers
        self.time = time
    }

    /// Whether it still stands.
    public var isOpen: Bool { resolution == nil }

    /// It was seen again, or turned out to be worse; the entries that prove it now and did not, and those that did.
    mutating func add(_ observation: Observation) -> (new: [Int], old: [Int]) {
        let before = proof
        proof = Set(before + observation.proof).sorted()
        if proof != before { count += 1 }
        if observation.severity > severity {
            severity = observation.severity
            sentence = observation.sentence
        }
        // Those in the middle say the least.
        if proof.count > Self.proofLimit { proof.removeSubrange((Self.proofLimit - 2)..<(proof.count - 2)) }
        return (proof.filter { !before.contains($0) }, before.filter { !proof.contains($0) })
    }

    /// It was got over; what turned out to be harmless becomes an information.
    mutating func resolve(_ sentence: Sentence, at time: Instant, harmless: Bool) {
        resolution = Resolution(time: time, sentence: sentence)
        if harmless { severity = .information }
    }
}
