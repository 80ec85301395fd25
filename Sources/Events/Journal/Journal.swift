import DequeModule
public import Messages
internal import Reports
public import SDP

/// The latest entries with their parsed messages, bounded by count and by bytes.
///
/// The oldest are evicted first.
public struct Journal: Sendable {
    /// The bounds of a journal.
    public struct Limits: Hashable, Sendable {
        /// The number of entries; default 200,000, an afternoon of busy calls.
        public var entries = 200_000
        /// Bytes of payloads and of what was parsed of them, plus ``Journal/overhead`` an entry; default 64 MiB.
        public var bytes = 64 * 1024 * 1024

        public init() {}
    }

    /// The memory of an entry without its texts, in bytes; measured, rounded up.
    public static let overhead = 512

    /// An entry with its parsed message.
    public struct Record: Hashable, Sendable {
        /// The entry.
        public let entry: Entry
        /// The parsed message; `nil` if the entry is an event.
        public let parsed: ParsedMessage?
        /// The kind of the message; `nil` if the entry is an event.
        public let kind: Kind?
        /// Whether the kind is a guess (``ParsedMessage/isGuess``).
        public let isGuess: Bool
        /// The message in a line; empty if the entry is an event.
        public let summary: String
        /// The key of the message's negotiation (``NegotiationID/key``); `nil` if it has none.
        public let negotiationKey: String?
        /// The type of the candidate in the message; `nil` if there is none, or its type is not one of RFC 8839.
        public let candidateType: CandidateType?
        /// The bytes that the record counts in the journal.
        let size: Int

        /// Creates a record of `entry` with its parsed message, if it is one.
        public init(_ entry: Entry, _ parsed: ParsedMessage?) {
            self.entry = entry
            self.parsed = parsed
            kind = parsed?.kind
            isGuess = parsed?.isGuess ?? false
            summary = parsed?.summary ?? ""
            negotiationKey = parsed?.negotiationKey
            candidateType = parsed?.candidate.flatMap { CandidateType(rawValue: $0.type) }
            var size = Journal.overhead + summary.utf8.count + (parsed?.size ?? 0)
            if case .message(let delivery) = entry.content {
                size += delivery.message.size + Self.lists(delivery)
            }
            if case .reported(let report) = entry.content { size += report.report.size }
            self.size = size
        }

        /// Creates a record of `entry` and parses its message, if it is one.
        public init(_ entry: Entry) {
            self.init(entry, entry.delivery.map { ParsedMessage($0.message) })
        }

        /// The memory of the lists of recipients, in bytes, with that of the interceptions they stand in.
        private static func lists(_ delivery: Delivery) -> Int {
            var size = delivery.recipients.count * MemoryLayout<PeerID>.stride
            for interception in delivery.interceptions {
                size += MemoryLayout<Interception>.stride + interception.recipients.count * MemoryLayout<PeerID>.stride
            }
            return size
        }
    }

    private var records = Deque<Record>()
    /// The bounds.
    public let limits: Limits
    /// The bytes of all entries, as ``Limits/bytes`` counts them.
    public private(set) var bytes = 0

    /// Creates an empty journal.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Appends `record`, whose number must be greater than all others, and returns the evicted records.
    public mutating func append(_ record: Record) -> [Record] {
        precondition(record.entry.number > (records.last?.entry.number ?? 0), "entries come in order")
        records.append(record)
        bytes += record.size
        var evicted: [Record] = []
        while records.count > limits.entries || bytes > limits.bytes, records.count > 1,
            let oldest = records.popFirst()
        {
            bytes -= oldest.size
            evicted.append(oldest)
        }
        return evicted
    }

    /// The number of entries.
    public var count: Int { records.count }
    /// Whether the journal is empty.
    public var isEmpty: Bool { records.isEmpty }
    /// The number of the oldest entry; `nil` if the journal is empty.
    public var firstNumber: Int? { records.isEmpty ? nil : records[0].entry.number }
    /// The oldest record; `nil` if the journal is empty.
    public var first: Record? { records.first }
    /// The newest record; `nil` if the journal is empty.
    public var last: Record? { records.last }

    /// The record at `index`, where 0 is the oldest.
    public subscript(index: Int) -> Record { records[index] }

    /// The record of entry `number`; `nil` if it was evicted, lost or is yet to come.
    public subscript(number number: Int) -> Record? {
        let index = self.index(atOrAfter: number)
        guard index < count, records[index].entry.number == number else { return nil }
        return records[index]
    }

    /// Returns the index of the first record whose number is at least `number`; ``count`` if there is none.
    public func index(atOrAfter number: Int) -> Int { firstIndex { $0.number >= number } }

    /// Returns the index of the first record whose entry satisfies `condition`, as do those of all later ones; ``count`` if
    /// there is none.
    public func firstIndex(where condition: (Entry) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(records[middle].entry) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
