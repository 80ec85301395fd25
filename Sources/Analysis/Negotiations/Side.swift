import Events
public import SDP

/// What one peer has said in a negotiation.
public struct Side: Sendable {
    /// How many ICE sessions are remembered: late candidates belong to the one before, at most.
    public static let generationLimit = 4

    /// Its offer that waits for an answer.
    public internal(set) var outstanding: SignaledDescription?
    /// The description it made last, an offer or an answer.
    public private(set) var statement: SignaledDescription?
    /// Its ICE sessions, the latest at the end.
    public private(set) var generations: [ICEGeneration] = []

    /// Candidates that came before the description which tells of their ICE session.
    private var strays: [Stray] = []

    /// Candidates of an ICE session that is not known yet.
    struct Stray: Sendable {
        let ufrag: String
        let first: Instant
        var last: Instant
        var candidates = CandidateTally()
    }

    /// What is asked most of the ICE session that counts: the entry that began it, and whether it has no candidates.
    var session: (entry: Int, isSilent: Bool)? {
        guard let last = generations.indices.last else { return nil }
        return (generations[last].entry, generations[last].candidates.total == 0)
    }

    /// The ICE session that counts.
    public var generation: ICEGeneration? { generations.last }

    /// How many candidates it has named in all.
    public var candidates: CandidateTally { generations.reduce(CandidateTally()) { $0 + $1.candidates } }

    /// Takes in a description of its own, which may begin an ICE session.
    mutating func describe(_ statement: SignaledDescription) {
        self.statement = statement
        guard let terms = statement.terms else { return }
        if let last = generations.indices.last, generations[last].isOf(terms) {
            generations[last].continue(terms, at: statement.time)
            return
        }
        guard !terms.openSections.isEmpty else { return }
        var generation = ICEGeneration(statement, terms)
        for stray in strays where generation.ufrags.contains(stray.ufrag) { generation.adopt(stray) }
        strays.removeAll { generation.ufrags.contains($0.ufrag) }
        generations.append(generation)
        if generations.count > Self.generationLimit { generations.removeFirst() }
    }

    /// The index of the ICE session that `ufrag` names, or of the latest where nothing is named; nil for one that is
    /// not known.
    func generation(of ufrag: String?) -> Int? {
        guard let ufrag else { return generations.indices.last }
        return generations.lastIndex { $0.ufrags.contains(ufrag) }
    }

    /// Counts a candidate for the ICE session at `index`; true if it is the first of it.
    mutating func count(_ candidate: Candidate, in index: Int, at time: Instant) -> Bool {
        let isFirst = generations[index].first == nil
        generations[index].count(candidate, at: time)
        return isFirst
    }

    /// Keeps a candidate of an ICE session that is not known yet; true if it is the first of it.
    mutating func keep(_ candidate: Candidate, of ufrag: String, at time: Instant) -> Bool {
        let index = strays.firstIndex { $0.ufrag == ufrag }
        if index == nil { strays.append(Stray(ufrag: ufrag, first: time, last: time)) }
        strays[index ?? strays.count - 1].candidates.count(candidate)
        strays[index ?? strays.count - 1].last = time
        if strays.count > Self.generationLimit { strays.removeFirst() }
        return index == nil
    }

    mutating func complete(_ index: Int) {
        generations[index].isComplete = true
    }
}
