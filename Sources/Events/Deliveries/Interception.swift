/// From whom a message was kept, and why.
public struct Interception: Hashable, Sendable {
    /// What became of it.
    public enum Fate: Hashable, Sendable {
        /// It waits for the operator, or until this moment.
        case held(until: Instant)
        /// It goes on at this moment.
        case delayed(until: Instant)
        /// It waits for what the same peer said to the same one before, that of this entry.
        case behind(entry: Int)
        /// It does not go on.
        case dropped
    }

    /// Whose doing it is.
    public enum Cause: Hashable, Sendable {
        /// A rule of the operator's, by number.
        case rule(Int)
        /// The glare guard, which lets the other side begin first what it has begun.
        case guardedOffer
        /// The glare guard: it crosses the offer of this entry.
        case guardedCrossing(offer: Int)
        /// The glare guard: the offer of this entry that it belongs to was dropped.
        case guardedCandidate(offer: Int)
        /// The order in which the peer said it.
        case order
    }

    /// Those who would have heard it, in order of arrival.
    public let receivers: [PeerID]
    /// What became of it.
    public let fate: Fate
    /// Whose doing it is.
    public let cause: Cause

    public init(_ fate: Fate, _ cause: Cause, receivers: [PeerID]) {
        self.receivers = receivers
        self.fate = fate
        self.cause = cause
    }
}

/// How a message that had been kept came to go on.
public struct Release: Hashable, Sendable {
    /// Why it went on when it did.
    public enum Cause: Hashable, Sendable {
        /// The operator let it go.
        case `operator`
        /// It had waited as long as its rule allows.
        case timeUp
        /// More was held than ``HeldMessages`` has room for, in all or from one peer to another.
        case noRoom
        /// Its delay was over.
        case delayOver
        /// What it waited behind had gone on, or away.
        case inTurn
        /// An offer of the other side is there as well.
        case crossed
        /// The other side has begun: the glare guard held it for that.
        case guarded
        /// Its rule was taken away.
        case disarmed
        /// The relay ends.
        case relayEnds
    }

    /// The entry in which it was said.
    public let entry: Int
    /// How long it was kept, in nanoseconds.
    public let nanoseconds: Int64
    /// Why it went on when it did.
    public let cause: Cause
    /// Whether the operator has changed it.
    public let isEdited: Bool

    public init(entry: Int, nanoseconds: Int64, _ cause: Cause, isEdited: Bool = false) {
        self.entry = entry
        self.nanoseconds = nanoseconds
        self.cause = cause
        self.isEdited = isEdited
    }
}
