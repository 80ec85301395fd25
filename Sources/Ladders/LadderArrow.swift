public import Events
public import Messages
public import SDP

extension Ladder {
    /// The start and the ends of an arrow, as indices of ``Ladder/columns``.
    public struct Path: Hashable, Sendable {
        /// The column of the message's author.
        public let from: Int
        /// The columns of its recipients, from left to right; empty if no peer received it.
        ///
        /// The author's own column alone if only the author received it.
        public let to: [Int]
        /// The column of the upstream server if it sent the message on from the author to the recipients; `nil` if the
        /// message went there directly.
        public let via: Int?

        init(from: Int, to: [Int], via: Int? = nil) {
            (self.from, self.to, self.via) = (from, to, via)
        }

        /// Returns the path on which the server, in column `server`, has also reached `recipient`.
        func passed(by server: Int, to recipient: Int) -> Path {
            let others = to.filter { $0 != server && $0 != recipient }
            return Path(from: from, to: (others + [recipient]).sorted(), via: server)
        }

        /// Whether no peer received it, in the ladder or elsewhere.
        public var isUnheard: Bool { to.isEmpty }
    }

    /// How the upstream server sent a message on.
    public struct Passage: Hashable, Sendable {
        /// The time that the server took, in nanoseconds; that of the first recipient.
        public let elapsed: Int64
        /// Whether the server changed the description.
        public let isChanged: Bool

        public init(elapsed: Int64, isChanged: Bool) {
            (self.elapsed, self.isChanged) = (elapsed, isChanged)
        }
    }

    /// A message from one column to others.
    public struct Arrow: Hashable, Sendable {
        /// The columns of author and recipients.
        public internal(set) var path: Path
        /// How the upstream server sent it on; `nil` if it did not.
        public internal(set) var passage: Passage?
        /// The kind of the message.
        public let kind: Kind
        /// A summary of the message in one line; it may contain text that a peer chose, so it is made printable when it
        /// is drawn.
        public let summary: String
        /// The type of its candidate; `nil` if it has none, or RFC 8839 does not know the type.
        public let candidateType: CandidateType?
        /// The number of its entry.
        public let entry: Int
        /// The size of the message, in bytes.
        public let bytes: Int
        /// The source of a message that the operator sent; `nil` if the author sent it itself.
        ///
        /// ``Path/from`` is the column of the author all the same, in whose name the message was sent.
        public let origin: Delivery.Origin?
        /// The release of a message that was held; `nil` if it was not.
        public let release: Release?
        /// The recipients from which it was held or dropped.
        public let interceptions: [Interception]

        init(_ record: Journal.Record, _ delivery: Delivery, _ path: Path) {
            self.path = path
            kind = record.kind ?? .other
            summary = record.summary
            candidateType = record.candidateType
            entry = record.entry.number
            bytes = delivery.message.payload.count
            if case .operated(let origin, _) = delivery.sender { self.origin = origin } else { origin = nil }
            release = delivery.release
            interceptions = delivery.interceptions
        }

        /// Whether the operator sent it.
        public var isOperated: Bool { origin != nil }

        /// The entry that the operator replayed or edited; `nil` if it is no such message.
        public var original: Int? {
            switch origin {
            case .replay(let entry), .edit(let entry): entry
            case .composition: nil
            case nil: release?.isEdited == true ? release?.entry : nil
            }
        }

        /// The label: `offer`, `candidate`.
        public var label: String { kind.rawValue }

        /// Whether it belongs to a run of candidates (RFC 8838); messages of the operator, and intercepted ones, do not.
        var trickles: Bool {
            origin == nil && release == nil && interceptions.isEmpty && (kind == .candidate || kind == .endOfCandidates)
        }
    }
}
