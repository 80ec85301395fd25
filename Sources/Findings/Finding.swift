public import Events

/// A result of a rule: something that is wrong or worth knowing, with the entries that prove it.
public struct Finding: Hashable, Sendable {
    /// The number of entries that are kept as evidence: the first ones, and the last two.
    package static let proofLimit = 8

    /// The number of the finding, counted from 1 in the order of appearance.
    public let number: Int
    /// The rule that it is a result of.
    public let rule: Rule
    /// The severity; that of the worst observation so far.
    public private(set) var severity: Severity
    /// A sentence that states the problem, with the values.
    public private(set) var sentence: Sentence
    /// The entries that prove it, in order.
    public private(set) var evidence: [Int]
    /// The number of times that it was observed.
    public private(set) var count = 1
    /// The time at which it appeared.
    public let time: Instant
    /// The peers that it is about, one or two.
    public let peers: [PeerID]
    /// The time at which it appeared, or last became worse.
    public private(set) var changed: Instant
    /// The event that resolved it; `nil` if it is not resolved.
    public private(set) var resolution: Resolution?
    /// Whether its subject has ended, so that it can no longer be resolved.
    public private(set) var hasEnded = false
    /// The number of the glare finding that it may be a consequence of; `nil` if there is none.
    public let cause: Int?
    /// The other peer, if it is about the behavior of one of two.
    package let partner: PeerID?
    /// The subject, by which it is told from other findings of the rule, see ``Observation/subject``.
    package let subject: String

    /// The event that resolved a finding.
    public struct Resolution: Hashable, Sendable {
        /// The time of the event.
        public let time: Instant
        /// A description of the event.
        public let sentence: Sentence
    }

    package init(
        _ observation: Observation, number: Int, peers: [PeerID], partner: PeerID?, cause: Int? = nil, at time: Instant
    ) {
        self.number = number
        rule = observation.rule
        severity = observation.severity
        sentence = observation.sentence
        evidence = observation.evidence
        subject = observation.subject
        self.peers = peers
        self.partner = partner
        self.cause = cause
        self.time = time
        changed = time
    }

    /// The peers that it is about, and the other one of two.
    package var allPeers: [PeerID] { peers + [partner].compactMap(\.self).filter { !peers.contains($0) } }

    /// Whether it is not resolved.
    public var isOpen: Bool { resolution == nil }
    /// Whether it is open and its subject has not ended.
    public var isActive: Bool { isOpen && !hasEnded }

    /// Adds a further observation, and returns the entries that are new as evidence and those that no longer are.
    package mutating func add(_ observation: Observation, at time: Instant) -> (new: [Int], old: [Int]) {
        let before = evidence
        evidence = Set(before + observation.evidence).sorted()
        if evidence != before { count += 1 }
        if observation.severity > severity {
            severity = observation.severity
            sentence = observation.sentence
            changed = time
        }
        // Entries in the middle say the least.
        if evidence.count > Self.proofLimit { evidence.removeSubrange((Self.proofLimit - 2)..<(evidence.count - 2)) }
        return (evidence.filter { !before.contains($0) }, before.filter { !evidence.contains($0) })
    }

    /// Records that the subject has ended.
    package mutating func close() { hasEnded = true }

    /// Resolves the finding; a `harmless` one becomes an information.
    package mutating func resolve(_ sentence: Sentence, at time: Instant, harmless: Bool) {
        resolution = Resolution(time: time, sentence: sentence)
        if harmless { severity = .information }
    }
}

/// The severity of a finding.
public enum Severity: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// Worth knowing, but not a problem.
    case information
    /// The call may fail, or a part of it is missing.
    case warning
    /// The call cannot connect, or a client is at fault.
    case error

    /// The name: `information`, `warning` or `error`.
    public var name: String {
        switch self {
        case .information: "information"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// Returns whether `left` is less severe than `right`.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

/// A change of a finding: it appeared, became worse, was resolved, or ended unresolved with its call or peer.
public struct FindingChange: Hashable, Sendable {
    /// The finding as it was after the change.
    public let finding: Finding
    /// The time of the change.
    public let time: Instant
    /// Whether the finding ended unresolved, because its call ended or its peer left.
    public let isEnding: Bool
}
