import DequeModule
public import Messages
public import SDP

/// The entries in order, each with what it says in a line, bounded by count and by bytes: the oldest make room.
public struct Journal: Sendable {
    /// How much is kept.
    public struct Limits: Hashable, Sendable {
        /// Entries; default 200,000, an afternoon of busy calls.
        public var entries = 200_000
        /// Bytes of payloads and summaries plus ``Journal/overhead`` an entry; default 64 MiB.
        public var bytes = 64 * 1024 * 1024

        public init() {}
    }

    /// What an entry takes beside its texts, in bytes: measured, rounded up.
    public static let overhead = 512

    /// An entry and what it says, in a line: all else is read anew from the payload when it is looked at.
    public struct Record: Hashable, Sendable {
        /// What the relay wrote down.
        public let entry: Entry
        /// What the message is; nil for a fact.
        public let kind: Kind?
        /// Whether the kind is a guess (``ParsedMessage/isGuess``).
        public let isGuess: Bool
        /// What the message says; empty for a fact.
        public let summary: String
        /// Which of the negotiations of two peers the message belongs to, if its family tells them apart.
        public let negotiationKey: String?
        /// The type of the candidate the message carries; nil for all else, and for a type that RFC 8839 does not know.
        public let candidateType: CandidateType?

        /// What is kept of `entry`, whose message, if it is one, says `reading`.
        public init(_ entry: Entry, _ reading: ParsedMessage?) {
            self.entry = entry
            kind = reading?.kind
            isGuess = reading?.isGuess ?? false
            summary = reading?.summary ?? ""
            negotiationKey = reading?.negotiationKey
            candidateType = reading?.candidate.flatMap { CandidateType(rawValue: $0.type) }
        }

        /// What is kept of `entry`, read here.
        public init(_ entry: Entry) {
            self.init(entry, entry.transit.map { ParsedMessage($0.message) })
        }

        /// How many peers it names as its receivers.
        private static func peers(_ transit: Delivery) -> Int {
            transit.interceptions.reduce(transit.hearers.count) { $0 + $1.receivers.count + 4 }
        }

        var size: Int {
            let transit = entry.transit
            return Journal.overhead + (transit?.message.payload.count ?? 0) + summary.utf8.count
                + (negotiationKey?.utf8.count ?? 0)
                + (transit.map(Self.peers) ?? 0) * MemoryLayout<PeerID>.stride
        }
    }

    private var records = Deque<Record>()
    /// How much is kept.
    public let limits: Limits
    /// Bytes kept, as counted against ``Limits/bytes``.
    public private(set) var bytes = 0

    /// An empty journal.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Appends `record`, whose number must be above all that are here, and returns what had to go for it.
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

    /// How many entries are here.
    public var count: Int { records.count }
    /// Whether there is nothing in it.
    public var isEmpty: Bool { records.isEmpty }
    /// The number of the oldest entry that is still here; `nil` if there is none.
    public var firstNumber: Int? { records.isEmpty ? nil : records[0].entry.number }
    /// The oldest record that is still here.
    public var first: Record? { records.first }
    /// The newest record.
    public var last: Record? { records.last }

    /// The record at `index`, counted from 0 for the oldest that is still here.
    public subscript(index: Int) -> Record { records[index] }

    /// The record of entry `number`; `nil` if it is gone, lost or yet to come.
    public subscript(number number: Int) -> Record? {
        let index = self.index(atOrAfter: number)
        guard index < count, records[index].entry.number == number else { return nil }
        return records[index]
    }

    /// The index of the first record whose number is not below `number`; ``count`` if there is none.
    public func index(atOrAfter number: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].entry.number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
