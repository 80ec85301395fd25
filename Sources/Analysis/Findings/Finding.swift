public import Events

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
    /// When it appeared, or last grew worse.
    public private(set) var changed: Instant
    /// How it was got over; `nil` if it was not.
    public private(set) var resolution: Resolution?
    /// Whether what it is about is over: nothing more will be said of it.
    public private(set) var isPast = false
    /// The number of the finding that it follows from: the glare of the same two; `nil` if it stands by itself.
    public let cause: Int?
    /// Whom else it is about, if it is held against one of two.
    let partner: PeerID?

    /// How a finding was got over.
    public struct Resolution: Hashable, Sendable {
        /// When that was.
        public let time: Instant
        /// What happened.
        public let sentence: Sentence
    }

    let subject: String

    init(
        _ observation: Observation, number: Int, peers: [PeerID], partner: PeerID?, cause: Int? = nil, at time: Instant
    ) {
        self.number = number
        rule = observation.rule
        severity = observation.severity
        sentence = observation.sentence
        proof = observation.proof
        subject = observation.subject
        self.peers = peers
        self.partner = partner
        self.cause = cause
        self.time = time
        changed = time
    }

    /// All whom it is about: those it is held against, and the other one of two.
    var allPeers: [PeerID] { peers + [partner].compactMap(\.self).filter { !peers.contains($0) } }

    /// Whether it was not got over.
    public var isOpen: Bool { resolution == nil }
    /// Whether it was not got over, and what it is about goes on.
    public var stands: Bool { isOpen && !isPast }

    /// It was seen again, or turned out to be worse; the entries that prove it now and did not, and those that did.
    mutating func add(_ observation: Observation, at time: Instant) -> (new: [Int], old: [Int]) {
        let before = proof
        proof = Set(before + observation.proof).sorted()
        if proof != before { count += 1 }
        if observation.severity > severity {
            severity = observation.severity
            sentence = observation.sentence
            changed = time
        }
        // Those in the middle say the least.
        if proof.count > Self.proofLimit { proof.removeSubrange((Self.proofLimit - 2)..<(proof.count - 2)) }
        return (proof.filter { !before.contains($0) }, before.filter { !proof.contains($0) })
    }

    /// What it is about is over.
    mutating func close() { isPast = true }

    /// It was got over; what turned out to be harmless becomes an information.
    mutating func resolve(_ sentence: Sentence, at time: Instant, harmless: Bool) {
        resolution = Resolution(time: time, sentence: sentence)
        if harmless { severity = .information }
    }
}
