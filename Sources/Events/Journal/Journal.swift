import DequeModule
import Text

/// The latest entries with their parsed messages, bounded by count and by bytes.
///
/// The oldest are evicted first. In a recording, the payloads of older entries are in its files, so that entries are
/// archived before they are evicted:
///
/// ```
/// evicted ◀── archived: outlines, about 100 bytes each ◀── records with payloads and parsed messages ◀── append
/// ```
public struct Journal: Sendable {
    /// The bounds of a journal.
    public struct Limits: Hashable, Sendable {
        /// The number of entries; default 200,000, an afternoon of busy calls.
        public var entries = 200_000
        /// Bytes of payloads and of what was parsed of them, plus ``Journal/overhead`` an entry; default 64 MiB.
        public var bytes = 64 * 1024 * 1024
        /// Bytes of archived entries; default 0: entries are evicted instead of archived.
        public var archivedBytes = 0

        public init() {}
    }

    /// The memory of an entry without its texts, in bytes; measured, rounded up.
    public static let overhead = 512

    private var archive: EntryArchive
    private var records = Deque<Record>()
    /// The places of the entries in ``records``, if entries are archived.
    private var places = Deque<EntryPlace?>()
    /// The bounds.
    public let limits: Limits
    /// The bytes of all entries with payloads, as ``Limits/bytes`` counts them.
    public private(set) var bytes = 0

    /// Creates an empty journal.
    ///
    /// - Parameters:
    ///   - limits: The bounds.
    ///   - store: The files of the recording that the entries are read from; `nil` if there are none.
    public init(limits: Limits = Limits(), store: (any EntryStore)? = nil) {
        self.limits = limits
        archive = EntryArchive(store)
    }

    /// Appends `record`, whose number must be greater than all others, and returns the evicted records.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - place: The place of its entry in the files of the recording; `nil` if there is none.
    /// - Returns: The evicted records, of archived entries without their payloads.
    public mutating func append(_ record: Record, at place: EntryPlace? = nil) -> [Record] {
        precondition(record.entry.number > (lastNumber ?? 0), "entries come in order")
        records.append(record)
        bytes += record.size
        let isArchiving = limits.archivedBytes > 0
        if isArchiving { places.append(place) }
        var evicted: [Record] = []
        while bytes > limits.bytes || !isArchiving && records.count > limits.entries, records.count > 1,
            let oldest = records.popFirst()
        {
            bytes -= oldest.size
            if isArchiving { archive.append(oldest, at: places.removeFirst()) } else { evicted.append(oldest) }
        }
        while archive.bytes > limits.archivedBytes || count > limits.entries, let oldest = archive.popFirst() {
            evicted.append(oldest)
        }
        return evicted
    }

    /// The number of entries.
    public var count: Int { archive.count + records.count }
    /// The number of archived entries, of which ``outline(at:)`` has no payload.
    public var archivedCount: Int { archive.count }
    /// The bytes of the archived entries, as ``Limits/archivedBytes`` counts them.
    public var archivedBytes: Int { archive.bytes }
    /// Whether the journal is empty.
    public var isEmpty: Bool { records.isEmpty }
    /// The number of the oldest entry; `nil` if the journal is empty.
    public var firstNumber: Int? { isEmpty ? nil : number(at: 0) }
    /// The number of the newest entry; `nil` if the journal is empty.
    public var lastNumber: Int? { records.last?.entry.number }

    /// The record at `index`, where 0 is the oldest; the payload of an archived entry is read from its file.
    public subscript(index: Int) -> Record {
        index < archive.count ? archive.record(at: index) : records[index - archive.count]
    }

    /// Returns the record at `index`; of an archived entry, an outline without the parsed message, the payload or the
    /// content of a report.
    public func outline(at index: Int) -> Record {
        index < archive.count ? archive.outline(at: index) : records[index - archive.count]
    }

    /// Returns the number of the entry at `index`.
    public func number(at index: Int) -> Int {
        index < archive.count ? archive.number(at: index) : records[index - archive.count].entry.number
    }

    /// Returns the time of the entry at `index`.
    public func time(at index: Int) -> Instant {
        index < archive.count ? archive.time(at: index) : records[index - archive.count].entry.time
    }

    /// The record of entry `number`; `nil` if it was evicted, lost or is yet to come.
    public subscript(number number: Int) -> Record? { index(of: number).map { self[$0] } }

    /// Returns the record of entry `number` as ``outline(at:)`` does; `nil` if it was evicted, lost or is yet to come.
    public func outline(number: Int) -> Record? { index(of: number).map { outline(at: $0) } }

    /// Returns the time of entry `number`; `nil` if it was evicted, lost or is yet to come.
    public func time(of number: Int) -> Instant? { index(of: number).map { time(at: $0) } }

    /// Returns `number` if the journal has that entry; otherwise `nil`.
    public func kept(_ number: Int) -> Int? { contains(number) ? number : nil }

    /// Returns whether the journal has entry `number`.
    public func contains(_ number: Int) -> Bool { index(of: number) != nil }

    /// Returns the index of entry `number`; `nil` if it was evicted, lost or is yet to come.
    public func index(of number: Int) -> Int? {
        let index = index(atOrAfter: number)
        return index < count && self.number(at: index) == number ? index : nil
    }

    /// Returns the index of the first record whose number is at least `number`; ``count`` if there is none.
    public func index(atOrAfter number: Int) -> Int {
        (0..<count).partitioningIndex { self.number(at: $0) >= number }
    }

    /// Returns the index of the first entry after `time`; ``count`` if there is none.
    public func index(after time: Instant) -> Int { (0..<count).partitioningIndex { self.time(at: $0) > time } }
}
