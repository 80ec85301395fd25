public import Events
public import Messages
public import SDP

extension Ladder {
    /// From where to where an arrow goes, as indices of ``Ladder/columns``.
    public struct Path: Hashable, Sendable {
        /// The column of the message's author.
        public let from: Int
        /// The columns of its recipients, from left to right; empty if there were none, for an arrow to nowhere.
        ///
        /// The author's own column alone where a message was heard by nobody but its author.
        public let to: [Int]

        /// Whether nobody heard it, in the ladder or elsewhere.
        public var isUnheard: Bool { to.isEmpty }
    }

    /// A message on its way from a column to others.
    public struct Arrow: Hashable, Sendable {
        /// From where to where.
        public let path: Path
        /// What the message is.
        public let kind: Kind
        /// What it says, in a line; any text a peer chose, so made printable when it is drawn.
        public let summary: String
        /// The type of the candidate it carries, if RFC 8839 knows it; nil for all else.
        public let candidateType: CandidateType?
        /// The number of its entry.
        public let entry: Int
        /// How long the message is, in bytes.
        public let bytes: Int
        /// The source of a message that the operator sent; `nil` if the author sent it itself.
        ///
        /// ``Path/from`` is the column of the author all the same, in whose name it is: a view may draw the arrow from
        /// a lane of the operator's instead.
        public let origin: Delivery.Origin?
        /// How it came to go on, if it was kept for a while; nil for what went straight on.
        public let release: Release?
        /// From whom it was kept, for a while or for good.
        public let interceptions: [Interception]

        init(_ record: Journal.Record, _ transit: Delivery, _ path: Path) {
            self.path = path
            kind = record.kind ?? .other
            summary = record.summary
            candidateType = record.candidateType
            entry = record.entry.number
            bytes = transit.message.payload.count
            if case .operated(let origin, _) = transit.sender { self.origin = origin } else { origin = nil }
            release = transit.release
            interceptions = transit.interceptions
        }

        /// Whether the operator sent it.
        public var isOperated: Bool { origin != nil }

        /// The entry that it is a copy of, changed or not, at the operator's will; nil for all else.
        public var original: Int? {
            switch origin {
            case .replay(let entry), .edit(let entry): entry
            case .composition: nil
            case nil: release?.isEdited == true ? release?.entry : nil
            }
        }

        /// In words: `offer`, `candidate`.
        public var label: String { kind.rawValue }

        /// Whether it belongs to trickling (RFC 8838): what the operator sends, or somebody keeps back, does not.
        var trickles: Bool {
            origin == nil && release == nil && interceptions.isEmpty && (kind == .candidate || kind == .endOfCandidates)
        }
    }
}
