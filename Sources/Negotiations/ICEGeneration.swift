public import Events
public import SDP

/// An ICE session of one side, from the first description with its credentials until the next ICE restart
/// (RFC 8839 §5.4).
public struct ICEGeneration: Hashable, Sendable {
    /// The entry of the description that began the generation.
    public let entry: Int
    /// The time of that entry.
    public let began: Instant
    /// The user names of its m-sections; a bundle has one.
    public package(set) var ufrags: [String]
    /// The candidates in its last description.
    public package(set) var described: CandidateTally
    /// The candidates that were sent one by one.
    public package(set) var trickled = CandidateTally()
    /// The time of the first candidate, in a description or by itself.
    public package(set) var first: Instant?
    /// The time of the last candidate.
    public package(set) var last: Instant?
    /// Whether its side has sent the end of candidates (RFC 8838 §8.2).
    public package(set) var isComplete: Bool

    package init(_ description: SignaledDescription, _ terms: SDPSummary) {
        entry = description.entry
        began = description.time
        ufrags = terms.ufrags
        described = terms.candidates
        isComplete = terms.endsCandidates
        first = described.total > 0 ? description.time : nil
        last = first
    }

    /// The candidates by type; a later description repeats the candidates that were sent before it.
    public var candidates: CandidateTally { trickled.total >= described.total ? trickled : described }

    /// The gathering state, as far as the side has signaled it.
    public var gathering: Gathering {
        isComplete ? .complete : candidates.total > 0 ? .trickling : .none
    }

    /// The gathering state of a side, inferred from its messages.
    public enum Gathering: String, Hashable, Sendable {
        /// No candidates were sent.
        case none
        /// Candidates were sent, but not the end of candidates.
        case trickling
        /// The end of candidates was sent.
        case complete
    }

    /// Whether a description with `terms` belongs to this generation.
    package func includes(_ terms: SDPSummary) -> Bool {
        let names = terms.ufrags
        return names.isEmpty ? ufrags.isEmpty : names.contains(where: ufrags.contains)
    }

    /// Adds the user names and candidates of a later description of this generation.
    package mutating func `continue`(_ terms: SDPSummary, at time: Instant) {
        // Usually the names are the same.
        if terms.ufrags != ufrags {
            ufrags = Array((terms.ufrags + ufrags.filter { !terms.ufrags.contains($0) }).prefix(SDPSummary.ufragLimit))
        }
        if terms.candidates.total > described.total {
            described = terms.candidates
            first = first ?? time
        }
        isComplete = isComplete || terms.endsCandidates
    }

    /// Adds candidates that arrived before the description.
    package mutating func add(_ unmatched: Side.UnmatchedCandidates) {
        trickled = trickled + unmatched.candidates
        first = min(first ?? unmatched.first, unmatched.first)
        last = max(last ?? unmatched.last, unmatched.last)
    }

    /// Counts a candidate that was sent by itself.
    package mutating func count(_ candidate: Candidate, at time: Instant) {
        trickled.count(candidate)
        first = first ?? time
        last = time
    }
}
