public import Events
import Messages
public import SDP

extension Ladder {
    /// A run of candidates from one column to the same others, with the end of candidates if that came next.
    ///
    /// See ``Ladder/entries(of:)`` for its entries.
    public struct Fold: Hashable, Sendable {
        /// The number of candidates in a run; further ones begin another row, so that a flood can be seen.
        public static let limit = 1000

        /// The columns of author and recipients.
        public internal(set) var path: Path
        /// How the upstream server sent the first of them on; `nil` if it did not.
        public internal(set) var passage: Passage?
        /// The number of its first entry.
        public let first: Int
        /// The number of its last entry.
        public private(set) var last: Int
        /// The time of its first entry.
        public let firstTime: Instant
        /// The time of its last entry.
        public private(set) var lastTime: Instant
        /// Whether its last entry is an end of candidates (RFC 8838 §8.2).
        public private(set) var isDone = false
        /// The number of messages with a candidate.
        public private(set) var count = 0

        private var counts: [CandidateType?: Int] = [:]

        init(_ arrow: Arrow, at time: Instant) {
            (path, passage) = (arrow.path, arrow.passage)
            first = arrow.entry
            last = arrow.entry
            firstTime = time
            lastTime = time
            add(arrow, at: time)
        }

        /// The number of candidates of `type`; `nil` stands for types that RFC 8839 does not know.
        ///
        /// A message with several candidates counts as its first.
        public func count(of type: CandidateType?) -> Int { counts[type, default: 0] }

        /// The label: `candidate ×6 (h3 s2 r1)`, `candidate ×2 (h1 ?1) done`.
        ///
        /// The letters are those of host, srflx, prflx and relay; `?` is a type that RFC 8839 does not know.
        public var label: String {
            let letters: [(CandidateType?, String)] = [
                (.host, "h"), (.serverReflexive, "s"), (.peerReflexive, "p"), (.relay, "r"), (nil, "?"),
            ]
            let types = letters.filter { count(of: $0.0) > 0 }.map { "\($0.1)\(count(of: $0.0))" }
            return "candidate ×\(count) (\(types.joined(separator: " ")))" + (isDone ? " done" : "")
        }

        mutating func add(_ arrow: Arrow, at time: Instant) {
            last = arrow.entry
            lastTime = time
            guard arrow.kind == .candidate else {
                isDone = true
                return
            }
            count += 1
            counts[arrow.candidateType, default: 0] += 1
        }
    }
}
