import DequeModule
import Messages
import Reports
import SDP
import Synchronization

/// The older entries of a recording: in memory is what the log, filters and calls look up, and the payloads stay in the
/// files of the recording.
///
/// ```
/// row 1  #1  0.000  joined                            whole, as it has no payload
/// row 2  #2  0.104  offer, 6,120 bytes, at 4711 ──┐
/// row 3  #3  0.131  candidate, 270 bytes, at 11046 ┴─► outline: p1 to p2 in demo, shared by all rows that are alike
/// ```
struct EntryArchive: Sendable {
    /// The number of outlines that rows share; further rows have outlines of their own.
    private static let outlineLimit = 65_536
    /// The number of recipients in an outline that rows share, those of a full room: shared outlines are never removed.
    private static let recipientLimit = 100

    /// An entry.
    private struct Row: Sendable {
        let number: Int
        let time: Instant
        /// The place of the payload, packed: the index of the file in the upper 16 bits; -1 if the content is whole.
        let place: Int
        let payloadSize: UInt32
        /// The index of the shared outline; -1 if the row has a content of its own.
        let outline: Int32
        let kind: Kind?
        let candidateType: CandidateType?
        let isGuess: Bool
    }

    private var rows = Deque<Row>()
    /// The contents without payloads that rows share.
    private var outlines: [Entry.Content] = []
    private var indices: [Delivery: Int32] = [:]
    /// The contents of the other rows, by number: without their payloads if these are in a file.
    private var contents: [Int: Entry.Content] = [:]
    private let store: (any EntryStore)?
    private let cache = RecordCache()
    /// The memory of all rows and contents, in bytes: an estimate.
    private(set) var bytes = 0

    init(_ store: (any EntryStore)?) { self.store = store }

    var count: Int { rows.count }

    // MARK: Changes

    /// Appends the entry of `record`, whose line is at `place`.
    mutating func append(_ record: Journal.Record, at place: EntryPlace?) {
        let entry = record.entry
        var (outline, packed): (Int32, Int) = (-1, -1)
        switch (entry.content, place.flatMap(Self.packed)) {
        case (.message(let delivery), let place?):
            packed = place
            outline = share(delivery.replacing(Message(delivery.message.opcode, [])), number: entry.number)
        case (.reported(let report), let place?):
            packed = place
            keep(.reported(report.withoutContent), number: entry.number)
        default: keep(entry.content, number: entry.number)
        }
        rows.append(
            Row(
                number: entry.number, time: entry.time, place: packed,
                payloadSize: UInt32(clamping: record.payloadSize), outline: outline, kind: record.kind,
                candidateType: record.candidateType, isGuess: record.isGuess))
        bytes += MemoryLayout<Row>.stride
    }

    /// The memory of a content in a dictionary, without its texts, in bytes; measured, rounded up.
    private static let contentBytes = 256

    private static func packed(_ place: EntryPlace) -> Int? {
        place.file < 1 << 15 && place.offset < 1 << 48 ? place.file << 48 | place.offset : nil
    }

    /// Keeps `content` for row `number` alone.
    private mutating func keep(_ content: Entry.Content, number: Int) {
        contents[number] = content
        bytes += Self.contentBytes + content.size
    }

    /// Returns the index of the shared outline that equals `delivery`; -1 if the row has one of its own.
    private mutating func share(_ delivery: Delivery, number: Int) -> Int32 {
        if let index = indices[delivery] { return index }
        // Releases and interceptions are hardly ever alike.
        guard outlines.count < Self.outlineLimit, delivery.recipients.count <= Self.recipientLimit,
            delivery.release == nil, delivery.interceptions.isEmpty
        else {
            keep(.message(delivery), number: number)
            return -1
        }
        let (index, content) = (Int32(outlines.count), Entry.Content.message(delivery))
        outlines.append(content)
        indices[delivery] = index
        bytes += Self.contentBytes + content.size
        return index
    }

    /// Removes the oldest entry, and returns it without its payload.
    mutating func popFirst() -> Journal.Record? {
        guard !rows.isEmpty else { return nil }
        let record = outline(at: 0)
        let row = rows.removeFirst()
        if let content = contents.removeValue(forKey: row.number) { bytes -= Self.contentBytes + content.size }
        bytes -= MemoryLayout<Row>.stride
        return record
    }

    // MARK: Entries

    func number(at index: Int) -> Int { rows[index].number }

    func time(at index: Int) -> Instant { rows[index].time }

    /// Returns the entry at `index` without its payload.
    func outline(at index: Int) -> Journal.Record {
        let row = rows[index]
        // A row without a content would be a defect; an entry of no meaning does less harm than an end of the program.
        let content =
            row.outline >= 0 ? outlines[Int(row.outline)] : contents[row.number] ?? .left(.relay, .lost)
        return Journal.Record(
            outline: Entry(number: row.number, time: row.time, content: content), kind: row.kind,
            isGuess: row.isGuess, candidateType: row.candidateType, payloadSize: Int(row.payloadSize),
            isOutline: row.place >= 0 || row.kind != nil)
    }

    /// Returns the entry at `index` with its payload; without it if its file can no longer be read.
    func record(at index: Int) -> Journal.Record {
        let row = rows[index]
        if let known = cache[row.number] { return known }
        let outline = outline(at: index)
        var entry = outline.entry
        if row.place >= 0 {
            let place = EntryPlace(file: row.place >> 48, offset: row.place & (1 << 48 - 1))
            guard let recorded = store?.content(at: place), let content = entry.content.completed(with: recorded) else {
                return outline
            }
            entry = Entry(number: row.number, time: row.time, content: content)
            // The file was overwritten.
            guard (entry.delivery?.message.payload.count ?? 0) == outline.payloadSize else { return outline }
        }
        let record = Journal.Record(entry)
        cache.insert(record)
        return record
    }
}

/// The entries that were read last, as the same ones are drawn in each frame.
private final class RecordCache: Sendable {
    /// The bounds of each half: more entries than are drawn at a time, and 8 MiB.
    private static let limit = (entries: 512, bytes: 8 << 20)

    /// The latest entries with their size in bytes, and those before them.
    private struct Halves {
        var new: [Int: Journal.Record] = [:]
        var old: [Int: Journal.Record] = [:]
        var bytes = 0
    }

    private let halves = Mutex(Halves())

    subscript(number: Int) -> Journal.Record? { halves.withLock { $0.new[number] ?? $0.old[number] } }

    func insert(_ record: Journal.Record) {
        halves.withLock { halves in
            if halves.new.count >= Self.limit.entries || halves.bytes + record.size > Self.limit.bytes {
                halves = Halves(old: halves.new)
            }
            guard record.size <= Self.limit.bytes else { return }
            halves.new[record.entry.number] = record
            halves.bytes += record.size
        }
    }
}

extension Entry.Content {
    /// Returns this content, which has no payload, with that of `recorded`; `nil` if `recorded` is of another type.
    ///
    /// If several recordings were joined, the numbers of peers and entries are those of this one.
    fileprivate func completed(with recorded: Entry.Content) -> Entry.Content? {
        switch (self, recorded) {
        case (.message(let outline), .message(let delivery)): .message(outline.replacing(delivery.message))
        case (.reported(let outline), .reported(let report)):
            .reported(
                PageReport(
                    page: outline.page, occurred: outline.occurred, address: outline.address, report.report))
        default: nil
        }
    }
}

extension PageReport {
    /// The page, the time and the connection of the report.
    fileprivate var withoutContent: PageReport {
        PageReport(
            page: page, occurred: occurred, address: address,
            PeerReport(time: report.time, connection: report.connection, .negotiationNeeded))
    }
}
