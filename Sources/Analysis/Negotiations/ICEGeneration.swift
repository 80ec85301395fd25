public import Events
public import SDP

/// One ICE session of one side, from its first description with these credentials to its next restart (RFC 8839 §5.4).
public struct ICEGeneration: Hashable, Sendable {
    /// The entry of the description that began it.
    public let entry: Int
    /// When that passed the relay.
    public let began: Instant
    /// The user names of its sections; in a bundle there is one.
    public internal(set) var ufrags: [String]
    /// The candidates in its latest description.
    public internal(set) var described: CandidateTally
    /// The candidates that came one by one.
    public internal(set) var trickled = CandidateTally()
    /// When the first candidate of either sort was here.
    public internal(set) var first: Instant?
    /// When the last one came.
    public internal(set) var last: Instant?
    /// Whether its side has said that there are no more (RFC 8838 §8.2).
    public internal(set) var isComplete: Bool

    init(_ statement: SignaledDescription, _ terms: SDPSummary) {
        entry = statement.entry
        began = statement.time
        ufrags = terms.ufrags
        described = terms.candidates
        isComplete = terms.endsCandidates
        first = described.total > 0 ? statement.time : nil
        last = first
    }

    /// Its candidates, by type: a description made later repeats those that came before.
    public var candidates: CandidateTally { trickled.total >= described.total ? trickled : described }

    /// How far its side has come with its candidates.
    public var gathering: Gathering {
        isComplete ? .complete : candidates.total > 0 ? .trickling : .none
    }

    /// How far a side has come with its candidates, as far as it has said so.
    public enum Gathering: String, Hashable, Sendable {
        /// It has named none.
        case none
        /// It has named some, and has not said that these are all.
        case trickling
        /// It has said that these are all.
        case complete
    }

    /// Whether a description with `terms` belongs to this session, and begins no other.
    func isOf(_ terms: SDPSummary) -> Bool {
        let names = terms.ufrags
        return names.isEmpty ? ufrags.isEmpty : names.contains(where: ufrags.contains)
    }

    /// A later description of the same session: with sections, candidates or an end that are new.
    mutating func `continue`(_ terms: SDPSummary, at time: Instant) {
        ufrags = Array((terms.ufrags + ufrags.filter { !terms.ufrags.contains($0) }).prefix(SDPSummary.ufragLimit))
        if terms.candidates.total > described.total {
            described = terms.candidates
            first = first ?? time
        }
        isComplete = isComplete || terms.endsCandidates
    }

    /// Takes in candidates that came before the description.
    mutating func adopt(_ stray: Side.Stray) {
        trickled = trickled + stray.candidates
        first = min(first ?? stray.first, stray.first)
        last = max(last ?? stray.last, stray.last)
    }

    mutating func count(_ candidate: Candidate, at time: Instant) {
        trickled.count(candidate)
        first = first ?? time
        last = time
    }
}
