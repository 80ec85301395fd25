public import Events
import Messages
public import SDP

extension Ladder {
    /// A run of candidates from one column to the same others, and the end of candidates where that came next.
    ///
    /// All its entries: ``Ladder/entries(of:)``.
    public struct Fold: Hashable, Sendable {
        /// How many candidates it takes in; what is beyond is a row of its own, so that a flood is seen as one.
        public static let limit = 1000

        /// From where to where.
        public let path: Path
        /// The number of its first entry.
        public let first: Int
        /// The number of its last entry.
        public private(set) var last: Int
        /// When its first entry was.
        public let firstTime: Instant
        /// When its last entry was.
        public private(set) var lastTime: Instant
        /// Whether its sender has no more candidates (RFC 8838 §8.2): its last entry says so.
        public private(set) var isDone = false
        /// How many messages with a candidate are in it.
        public private(set) var count = 0

        private var counts: [CandidateType?: Int] = [:]

        init(_ arrow: Arrow, at time: Instant) {
            path = arrow.path
            first = arrow.entry
            last = arrow.entry
            firstTime = time
            lastTime = time
            take(arrow, at: time)
        }

        /// How many of its candidates are of `type`, nil being those whose type RFC 8839 does not know.
        ///
        /// A message with several candidates counts as its first.
        public func count(of type: CandidateType?) -> Int { counts[type, default: 0] }

        /// In words: `candidate ×6 (h3 s2 r1)`, `candidate ×2 (h1 ?1) done`.
        ///
        /// The letters are those of host, srflx, prflx and relay; `?` is a type that RFC 8839 does not know.
        public var label: String {
            let letters: [(CandidateType?, String)] = [
                (.host, "h"), (.serverReflexive, "s"), (.peerReflexive, "p"), (.relay, "r"), (nil, "?"),
            ]
            let types = letters.filter { count(of: $0.0) > 0 }.map { "\($0.1)\(count(of: $0.0))" }
            return "candidate ×\(count) (\(types.joined(separator: " ")))" + (isDone ? " done" : "")
        }

        mutating func take(_ arrow: Arrow, at time: Instant) {
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
