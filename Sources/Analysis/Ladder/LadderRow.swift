public import Events

extension Ladder {
    /// A row: an arrow, several folded into one, a fact, or time in which nothing was.
    public struct Row: Hashable, Sendable {
        /// What a row shows.
        public enum Content: Hashable, Sendable {
            /// One message.
            case arrow(Arrow)
            /// A run of candidates.
            case fold(Fold)
            /// Somebody came or went.
            case fact(Fact)
            /// For so long none of the peers said anything, came or went: longer than ``Options/idle``.
            case gap(nanoseconds: Int64)
        }

        /// When its first entry was; for a gap, when the last entry before it was.
        public let time: Instant
        /// From the ``time`` of the row before to this one's, in nanoseconds; 0 for the first row.
        ///
        /// So those of all rows add up to the whole time, and what comes after a gap has the gap's duration.
        public internal(set) var delta: Int64
        /// What it shows.
        public internal(set) var content: Content

        /// The number of its first entry, by which rows are in order; nil for a gap.
        public var entry: Int? {
            switch content {
            case .arrow(let arrow): arrow.entry
            case .fold(let fold): fold.first
            case .fact(let fact): fact.entry
            case .gap: nil
            }
        }

        /// The number of its last entry; nil for a gap.
        public var lastEntry: Int? {
            if case .fold(let fold) = content { return fold.last }
            return entry
        }

        /// The run of candidates it shows, were it a run of one.
        var run: Fold? {
            switch content {
            case .arrow(let arrow): Fold(arrow, at: time)
            case .fold(let fold): fold
            case .fact, .gap: nil
            }
        }
    }

    /// A joining or a leaving, which concerns one column.
    public struct Fact: Hashable, Sendable {
        /// What happened.
        public enum Event: Hashable, Sendable {
            case joined(Peer)
            case left(DisconnectReason)
        }

        /// Whose column it is, as an index of ``Ladder/columns``.
        public let column: Int
        /// What happened.
        public let event: Event
        /// The number of its entry.
        public let entry: Int

        /// In words: `joined`, `left: closed 1000`.
        ///
        /// What a peer gave as its reason is part of it, so it is made printable when it is drawn.
        public var label: String {
            switch event {
            case .joined: "joined"
            case .left(let departure): "left: \(departure.words)"
            }
        }
    }
}
