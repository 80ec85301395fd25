public import Events
public import SDP

/// One side of a negotiation: the descriptions and candidates of one peer.
public struct Side: Sendable {
    /// The number of ICE generations that are kept; late candidates belong to the one before the last, at most.
    public static let generationLimit = 4

    /// The offer that has no answer yet.
    public package(set) var outstanding: SignaledDescription?
    /// The last description, an offer or an answer.
    public private(set) var lastDescription: SignaledDescription?
    /// The ICE generations, the current one at the end.
    public private(set) var generations: [ICEGeneration] = []

    /// Candidates that arrived before the description of their ICE generation.
    private var unmatched: [UnmatchedCandidates] = []

    /// The candidates of an ICE generation that no description has so far.
    package struct UnmatchedCandidates: Sendable {
        let ufrag: String
        /// The time of the first candidate.
        let first: Instant
        /// The time of the last candidate.
        var last: Instant
        var candidates = CandidateTally()
    }

    /// The entry that began the current ICE generation, and whether the generation has no candidates; cheaper than a
    /// copy of ``generation``.
    package var generationStart: (entry: Int, isSilent: Bool)? {
        guard let last = generations.indices.last else { return nil }
        return (generations[last].entry, generations[last].candidates.total == 0)
    }

    /// The current ICE generation.
    public var generation: ICEGeneration? { generations.last }

    /// The candidates of all ICE generations.
    public var candidates: CandidateTally { generations.reduce(CandidateTally()) { $0 + $1.candidates } }

    /// Records a description of this side, which may begin an ICE generation.
    package mutating func record(_ description: SignaledDescription) {
        lastDescription = description
        guard let terms = description.terms else { return }
        if let last = generations.indices.last, generations[last].includes(terms) {
            generations[last].continue(terms, at: description.time)
            return
        }
        guard !terms.openSections.isEmpty else { return }
        var generation = ICEGeneration(description, terms)
        for candidates in unmatched where generation.ufrags.contains(candidates.ufrag) { generation.add(candidates) }
        unmatched.removeAll { generation.ufrags.contains($0.ufrag) }
        generations.append(generation)
        if generations.count > Self.generationLimit { generations.removeFirst() }
    }

    /// The index of the ICE generation with `ufrag`, or of the current one if `ufrag` is `nil`; `nil` if no description
    /// has that user name.
    package func generation(of ufrag: String?) -> Int? {
        guard let ufrag else { return generations.indices.last }
        return generations.lastIndex { $0.ufrags.contains(ufrag) }
    }

    /// Records a message about candidates: counts `candidate` for the ICE generation with `ufrag`, or for the current one if
    /// that is `nil`; if `isEnd`, there are no further ones.
    package mutating func record(
        _ candidate: Candidate?, isEnd: Bool, ufrag: String?, at time: Instant
    ) -> CandidateEffect {
        guard lastDescription != nil else { return .noDescription }
        guard let index = generation(of: ufrag) else { return .noGeneration }
        if isEnd { generations[index].isComplete = true }
        guard let candidate else { return .none }
        let isFirst = generations[index].first == nil
        generations[index].count(candidate, at: time)
        return .counted(
            CandidateCount(
                generation: generations[index].entry, candidates: generations[index].candidates, isFirst: isFirst))
    }

    /// Adds a candidate whose user name no description has so far; returns whether it is the first one with that name.
    package mutating func addUnmatched(_ candidate: Candidate, ufrag: String, at time: Instant) -> Bool {
        let index = unmatched.firstIndex { $0.ufrag == ufrag }
        if index == nil { unmatched.append(UnmatchedCandidates(ufrag: ufrag, first: time, last: time)) }
        unmatched[index ?? unmatched.count - 1].candidates.count(candidate)
        unmatched[index ?? unmatched.count - 1].last = time
        if unmatched.count > Self.generationLimit { unmatched.removeFirst() }
        return index == nil
    }
}

/// The effect of a message about candidates on a side of a negotiation.
package enum CandidateEffect {
    /// Nothing, as the side has sent no description.
    case noDescription
    /// Nothing, as the side has sent no description with the user name in the message.
    case noGeneration
    /// A candidate was counted.
    case counted(CandidateCount)
    /// No candidate was counted: there are no further ones, or the message could not be read.
    case none
}

/// The candidates of an ICE generation, once one was counted.
package struct CandidateCount {
    /// The entry that began the generation.
    package let generation: Int
    /// The candidates by type.
    package let candidates: CandidateTally
    /// Whether the counted candidate is the first one.
    package let isFirst: Bool
}

/// A session description that a peer sent: made once, and shared by all negotiations that it belongs to.
public final class SignaledDescription: Sendable {
    /// The number of its entry.
    public let entry: Int
    /// The time of its entry.
    public let time: Instant
    /// The peer that sent it.
    public let author: PeerID
    /// Whether it is an offer.
    package let isOffer: Bool
    /// The summary of its SDP; `nil` if the text is not a session description.
    public let terms: SDPSummary?

    package init(entry: Int, time: Instant, author: PeerID, isOffer: Bool, terms: SDPSummary?) {
        self.entry = entry
        self.time = time
        self.author = author
        self.isOffer = isOffer
        self.terms = terms
    }
}
