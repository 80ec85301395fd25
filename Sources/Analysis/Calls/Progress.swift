public import Events

/// How far two peers have come with each other, in a word.
public enum Progress: String, Hashable, Sendable, CaseIterable {
    /// Nothing was offered yet.
    case new
    /// An offer waits for its answer.
    case offering
    /// The last offer was answered.
    case answered
    /// The last offer was answered, and neither description has an m-section: nothing can connect.
    case empty
    /// An offer waits that begins ICE anew.
    case restarting
    /// What should have come did not.
    case stuck
    /// There is an error that the two cannot get over by themselves.
    case failed
    /// It is over.
    case gone
}

/// How long each step of a negotiation took, or has taken; nil for what did not happen.
public struct Phases: Hashable, Sendable {
    /// From the later peer's coming to the first offer, in nanoseconds.
    public let joinToOffer: Int64?
    /// From the last answered offer to its answer, in nanoseconds.
    public let offerToAnswer: Int64?
    /// From that answer to the first candidate after it, of either side, in nanoseconds; negative where one came before.
    public let answerToCandidate: Int64?
    /// When the last candidate came.
    public let lastCandidate: Instant?
}

extension Negotiation {
    /// How long each step took between two peers of whom the later came at `joined`.
    public func phases(joined: Instant?) -> Phases {
        let generations = [id.pair.first, id.pair.second].compactMap { self[$0].generation }
        let first = generations.compactMap(\.first).min()
        return Phases(
            joinToOffer: joined.map { began.nanoseconds - $0.nanoseconds },
            offerToAnswer: reply?.nanoseconds,
            answerToCandidate: first.flatMap { candidate in
                replied.map { candidate.nanoseconds - $0.nanoseconds }
            },
            lastCandidate: generations.compactMap(\.last).max()
        )
    }
}
