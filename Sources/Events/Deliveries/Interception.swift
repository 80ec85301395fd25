/// The interception of a message for some of its recipients.
public struct Interception: Hashable, Sendable {
    /// The fate of an intercepted message.
    public enum Fate: Hashable, Sendable {
        /// The message is held until the operator releases it, or the glare guard does, but no longer than this time.
        case held(until: Instant)
        /// The message is held until a message in the other direction matches the same rule, but no longer than this time.
        case heldUntilGlare(until: Instant)
        /// The message is delivered at this time.
        case delayed(until: Instant)
        /// The message is delivered after that of this entry, which is held on the same lane.
        case queuedBehind(entry: Int)
        /// The message is not delivered.
        case dropped

        /// The time at which the message is delivered without further events; `nil` if there is none.
        public var until: Instant? {
            switch self {
            case .held(let until), .heldUntilGlare(let until), .delayed(let until): until
            case .queuedBehind, .dropped: nil
            }
        }
    }

    /// The cause of an interception.
    public enum Cause: Hashable, Sendable {
        /// An intercept rule, by its number.
        case rule(Int)
        /// The glare guard: the offer is held until its recipient has sent a candidate, and so has its own offer in place.
        case guardedOffer
        /// The glare guard: the offer crosses the one of this entry.
        case guardedCrossing(offer: Int)
        /// The glare guard: the candidate belongs to the offer of this entry, which was dropped.
        case guardedCandidate(offer: Int)
        /// The order of messages: an earlier one on the same lane is held.
        case order
    }

    /// The peers that the message was kept from, in order of arrival.
    public let recipients: [PeerID]
    /// The fate of the message.
    public let fate: Fate
    /// The cause.
    public let cause: Cause

    public init(_ fate: Fate, _ cause: Cause, recipients: [PeerID]) {
        self.recipients = recipients
        self.fate = fate
        self.cause = cause
    }
}

/// The release of a held message.
public struct Release: Hashable, Sendable {
    /// Why the message was released.
    public enum Cause: Hashable, Sendable, CaseIterable {
        /// The operator released it.
        case `operator`
        /// The rule's time limit was reached.
        case timeUp
        /// More messages were held than ``HeldMessages`` allows, on its lane or in total.
        case noRoom
        /// Its delay had elapsed.
        case delayOver
        /// The earlier messages on its lane had been released or discarded.
        case inTurn
        /// A message in the other direction matched the same rule.
        case crossed
        /// The glare guard released it: the other side had sent a candidate, or had not within the guard's time.
        case guarded
        /// The intercept rule, or the glare guard, was removed.
        case ruleRemoved
        /// The relay shuts down.
        case relayEnds
    }

    /// The number of the entry in which the message was sent.
    public let entry: Int
    /// How long the message was held, in nanoseconds.
    public let nanoseconds: Int64
    /// Why the message was released.
    public let cause: Cause
    /// Whether the operator has changed the message.
    public let isEdited: Bool

    public init(entry: Int, nanoseconds: Int64, _ cause: Cause, isEdited: Bool = false) {
        self.entry = entry
        self.nanoseconds = nanoseconds
        self.cause = cause
        self.isEdited = isEdited
    }
}
