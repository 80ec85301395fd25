public import Events
import Text

/// Reads an event log in pieces, as they come from a file.
///
/// A damaged line is skipped and reported. A last line without an end is normal in a log that is being written, and is kept
/// until the rest of it arrives.
public struct EventLogReader: Sendable {
    /// The largest line in bytes: 64 MiB.
    ///
    /// A message of the largest size has less than twice that in escapes, and a
    /// snapshot of many held messages more than a message.
    public static let lineLimit = 64 << 20
    /// The largest loss that is believed: 1,000,000,000 events.
    static let lossLimit = 1_000_000_000
    /// The number of faults that are kept; later ones are counted only.
    public static let faultLimit = 100

    /// The content of a line.
    public enum Item: Hashable, Sendable {
        /// An event, at the time at which it was folded.
        case event(RelayEvent, at: Instant)
        /// This many events were lost.
        case lost(Int, at: Instant)
        /// The log ends at this time.
        case end(at: Instant)
    }

    /// A line that was not read.
    public struct Fault: Hashable, Sendable {
        /// The number of the line, counted from 1.
        public let line: Int
        /// The reason.
        public let error: EventLogError
    }

    /// The header; `nil` until the first line was read.
    public private(set) var header: EventLogHeader?
    /// The first lines that were not read.
    public private(set) var faults: [Fault] = []
    /// The number of lines that were not read.
    public private(set) var faultCount = 0
    /// The number of lines so far.
    public private(set) var lines = 0
    /// The number of bytes in earlier pieces.
    private var offset = 0
    /// The number of the last entry; 0 before the first.
    public private(set) var lastNumber: Int
    /// The time of the last line.
    private var lastTime = Instant.start
    /// The beginning of a line whose end has not come.
    private var rest: [UInt8] = []
    /// Whether the current line is too long, so that its rest is skipped.
    private var isSkipping = false

    /// Creates a reader of a log that continues another one.
    ///
    /// - Parameter number: The number of the last entry of the other log, which those of this one exceed; default 0.
    public init(after number: Int = 0) { lastNumber = number }

    /// Reads `bytes`, the next of the file.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - body: Called with what each complete line says, and the offset of the line since the first byte.
    /// - Throws: ``EventLogError`` if the file is no event log.
    public mutating func read(_ bytes: [UInt8], _ body: (Item, _ offset: Int) -> Void) throws(EventLogError) {
        var start = 0
        defer { offset += bytes.count }
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if isSkipping {
                isSkipping = false
                lines += 1
                record(.lineTooLong(limit: Self.lineLimit))
            } else {
                let beginning = offset + start - rest.count
                rest += bytes[start..<end]
                try readLine { body($0, beginning) }
            }
            rest.removeAll(keepingCapacity: rest.capacity < 1 << 20)
            start = end + 1
        }
        guard !isSkipping else { return }
        rest += bytes[start...]
        if rest.count > Self.lineLimit {
            rest = []
            isSkipping = true
        }
    }

    /// Returns the content of the entry that `line` has, without its end; `nil` if it is no entry.
    public static func content(ofEntry line: [UInt8]) -> Entry.Content? {
        guard let reader = LogReader(JSONValue(line)), let number = reader.integer("n") else { return nil }
        return Entry(reader, number: number, at: .start)?.content
    }

    /// Whether the last line has no end.
    public var isTruncated: Bool { !rest.isEmpty || isSkipping }

    private mutating func readLine(_ body: (Item) -> Void) throws(EventLogError) {
        lines += 1
        guard header != nil else {
            header = try EventLogHeader(line: rest)
            return
        }
        do throws(EventLogError) {
            if let item = try item() { body(item) }
        } catch {
            record(error)
        }
    }

    private mutating func record(_ error: EventLogError) {
        faultCount += 1
        if faults.count < Self.faultLimit { faults.append(Fault(line: lines, error: error)) }
    }

    /// Returns the content of the line in ``rest``; `nil` if it is empty, derived, or of a type of later versions.
    private mutating func item() throws(EventLogError) -> Item? {
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        guard !rest.isEmpty else { return nil }
        guard let reader = LogReader(JSONValue(rest)) else { throw .notAnObject }
        let type = reader.text("type") ?? ""
        guard let time = reader.time("t") else {
            // Another log was appended to this one, or rotation has joined them.
            if reader.has("format") { return nil }
            throw .noTime
        }
        lastTime = max(lastTime, time)
        if let number = reader.integer("n") {
            guard number > lastNumber else { throw .numberOutOfOrder(number, after: lastNumber) }
            guard let entry = Entry(reader, number: number, at: lastTime) else {
                // Later versions may have further types.
                guard Entry.isKnown(type, notice: reader.text("notice")) else { return nil }
                throw .incomplete(type: type)
            }
            lastNumber = number
            return .event(.entry(entry), at: lastTime)
        }
        switch type {
        case "report":
            guard let report = PageReport(reader) else { throw .incomplete(type: type) }
            return .event(.report(report), at: lastTime)
        case "snapshot": return .event(.snapshot(Snapshot(reader)), at: lastTime)
        case "gauges": return .event(.gauges(Gauges(reader)), at: lastTime)
        case "lost": return .lost(min(max(0, reader.integer("count") ?? 0), Self.lossLimit), at: lastTime)
        case "end": return .end(at: lastTime)
        default: return nil
        }
    }
}
