public import Events
public import Reports

extension Ladder {
    /// A row: an arrow, a run of candidates, a fact, or a gap.
    public struct Row: Hashable, Sendable {
        /// The content of a row.
        public enum Content: Hashable, Sendable {
            /// One message.
            case arrow(Arrow)
            /// A run of candidates.
            case fold(Fold)
            /// A peer that joined or left, or a report of its page.
            case fact(Fact)
            /// A time without entries of the peers, longer than ``Options/idle``.
            case gap(nanoseconds: Int64)
        }

        /// The time of its first entry; for a gap, of the last entry before it.
        public let time: Instant
        /// The time since the row before, in nanoseconds; 0 for the first row.
        ///
        /// The values of all rows add up to the time of the last one, and the row after a gap has the duration of the
        /// gap.
        public internal(set) var delta: Int64
        /// The content.
        public internal(set) var content: Content
        /// The last entry in which the upstream server sent a message of the row on; 0 if there is none.
        var lastOutbound = 0

        init(time: Instant, delta: Int64, content: Content) {
            (self.time, self.delta, self.content) = (time, delta, content)
        }

        /// The number of its first entry, by which rows are ordered; `nil` for a gap.
        public var entry: Int? {
            switch content {
            case .arrow(let arrow): arrow.entry
            case .fold(let fold): fold.first
            case .fact(let fact): fact.entry
            case .gap: nil
            }
        }

        /// The number of its last entry; `nil` for a gap.
        public var lastEntry: Int? {
            if case .fold(let fold) = content { return fold.last }
            return entry
        }

        /// The run of candidates that it shows; a single arrow is a run of one.
        var run: Fold? {
            switch content {
            case .arrow(let arrow): Fold(arrow, at: time)
            case .fold(let fold): fold
            case .fact, .gap: nil
            }
        }
    }

    /// An event of a peer, shown in its column.
    public struct Fact: Hashable, Sendable {
        /// A joining, a leaving, or what the peer's page reports.
        public enum Event: Hashable, Sendable {
            case joined(Peer)
            case left(DisconnectReason)
            case reported(PeerReport)
        }

        /// The column of the peer, as an index of ``Ladder/columns``.
        public let column: Int
        /// The event.
        public let event: Event
        /// The number of its entry.
        public let entry: Int

        /// Whether it reports a failure.
        public var isFailure: Bool {
            if case .reported(let report) = event { report.isFailure } else { false }
        }

        /// The label: `joined`, `left: closed 1000`, `setRemoteDescription(answer) ✓ 3 ms`.
        ///
        /// It contains the peer's own reason, so it is made printable when it is drawn.
        public var label: String {
            switch event {
            case .joined: "joined"
            case .left(let reason): "left: \(reason.text)"
            case .reported(let report): report.text
            }
        }
    }
}
