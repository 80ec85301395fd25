public import Messages
internal import Reports
public import SDP

extension Journal {
    /// An entry with its parsed message.
    public struct Record: Hashable, Sendable {
        /// The entry.
        public let entry: Entry
        /// The parsed message; `nil` if the entry is an event, and in an outline.
        public let parsed: ParsedMessage?
        /// The kind of the message; `nil` if the entry is an event.
        public let kind: Kind?
        /// Whether the kind is a guess (``ParsedMessage/isGuess``).
        public let isGuess: Bool
        /// The type of the candidate in the message; `nil` if there is none, or its type is not one of RFC 8839.
        public let candidateType: CandidateType?
        /// The bytes of the message's payload; 0 if the entry is an event.
        public let payloadSize: Int
        /// Whether the parsed message, and the payload or the content of the report, are missing: ``Journal/outline(at:)``.
        public let isOutline: Bool
        /// The bytes that the record counts in the journal.
        let size: Int

        /// Creates a record of `entry` with its parsed message, if it is one.
        public init(_ entry: Entry, _ parsed: ParsedMessage?) {
            (self.entry, self.parsed) = (entry, parsed)
            kind = parsed?.kind
            isGuess = parsed?.isGuess ?? false
            candidateType = parsed?.candidate.flatMap { CandidateType(rawValue: $0.type) }
            payloadSize = entry.delivery?.message.payload.count ?? 0
            isOutline = false
            size = Journal.overhead + (parsed?.size ?? 0) + entry.content.size
        }

        /// Creates a record of `entry`, whose payload and parsed message are missing.
        init(
            outline entry: Entry, kind: Kind?, isGuess: Bool, candidateType: CandidateType?, payloadSize: Int,
            isOutline: Bool
        ) {
            (self.entry, parsed, self.kind, self.isGuess) = (entry, nil, kind, isGuess)
            (self.candidateType, self.payloadSize, self.isOutline) = (candidateType, payloadSize, isOutline)
            size = 0
        }

        /// Creates a record of `entry` and parses its message, if it is one.
        public init(_ entry: Entry) {
            self.init(entry, entry.delivery.map { ParsedMessage($0.message) })
        }

        /// The message in a line, worded at each access; empty if the entry is an event.
        public var summary: String {
            parsed?.summary ?? (isOutline ? "the file of the recording no longer has the payload" : "")
        }

        /// The key of the message's negotiation (``NegotiationID/key``); `nil` if it has none.
        public var negotiationKey: String? { parsed?.negotiationKey }
    }
}

extension Entry.Content {
    /// The memory of payloads, of reports and of lists of peers, in bytes.
    var size: Int {
        switch self {
        case .message(let delivery):
            var size = delivery.message.size + delivery.recipients.count * MemoryLayout<PeerID>.stride
            for interception in delivery.interceptions {
                size += MemoryLayout<Interception>.stride + interception.recipients.count * MemoryLayout<PeerID>.stride
            }
            return size
        case .reported(let report): return report.report.size
        case .joined, .left, .refused, .noted: return 0
        }
    }
}
