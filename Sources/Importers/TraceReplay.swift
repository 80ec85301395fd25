import Events
import Reports
import Routing
import Text

/// Makes the events of the relay from a trace: each page as if a probe with the subprotocol of rtcstats-js had reported it.
///
/// The switchboard has no limits on the rates of probes here, which protect a relay and its journal; the trace is limited
/// in the number of its events. Statistics are thinned out to one each second.
///
/// ```
/// event of a trace ─► RTCStatsDecoder of its page ─► reports ─► Switchboard ─► entries, reports
/// ```
struct TraceReplay {
    /// The largest event in bytes: 1 MiB, more than a description of a large conference.
    static let byteLimit = 1024 * 1024
    /// The least time between two statistics of a connection in microseconds: 0.9 s, as browsers are late.
    private static let statisticsInterval: Int64 = 900_000
    /// The number of statistics that are passed on: 100,000, those of a day of one connection.
    private static let statisticsLimit = 100_000
    /// The number of events between two calls of `progress`.
    private static let progressStep = 1000

    /// A page with its decoder, which is given the times since the last event.
    private struct Page {
        var decoder: RTCStatsDecoder
        let address: String
        var last: Int64 = 0
        /// The number of its connections.
        var connections = 0
    }

    /// A connection: its number in its page, and its last statistics.
    private struct Connection {
        let number: Int
        var time: Int64?
        var pair: String?
    }

    private let bytes: [UInt8]
    /// The time at the start of the recording, in microseconds since 1970.
    private let start: Int64
    private var pages: [Page]
    private var connections: [Int: Connection] = [:]
    private var switchboard = Switchboard(limitsReports: false)
    private var recording = ImportedRecording()
    private var statistics = 0

    private init(_ trace: StatisticsTrace, _ bytes: [UInt8], start: Int64) {
        (self.bytes, self.start) = (bytes, start)
        pages = trace.pages.enumerated().map { index, page in
            Page(
                decoder: RTCStatsDecoder(
                    session: "page \(index + 1)", url: page.url, agent: page.agent, byteLimit: Self.byteLimit),
                address: page.address)
        }
        recording.start = start / 1000
        (recording.faults, recording.otherFaults) = (trace.faults, trace.otherFaults)
    }

    /// Makes the recording of a trace.
    ///
    /// - Parameters:
    ///   - trace: The trace, in order of time.
    ///   - bytes: The text that it is of.
    ///   - progress: As for the importers.
    /// - Returns: The recording.
    /// - Throws: ``ImportError`` if there is no event, or if it was cancelled.
    static func recording(
        of trace: StatisticsTrace, in bytes: [UInt8], progress: (Double) -> Bool
    ) throws(ImportError) -> ImportedRecording {
        guard let first = trace.events.first else {
            throw .nothingRead(trace.faults.first ?? ImportFault(offset: 0, reason: "the dump has no connections"))
        }
        var replay = TraceReplay(trace, bytes, start: first.time - first.time % 1000)
        for (index, event) in trace.events.enumerated() {
            if index % progressStep == 0, !progress(Double(index) / Double(trace.events.count)) { throw .cancelled }
            replay.play(event)
        }
        guard replay.recording.events.isEmpty else {
            _ = progress(1)
            return replay.recording
        }
        throw .nothingRead(
            replay.recording.faults.first ?? ImportFault(offset: first.offset, reason: "the dump has no known events"))
    }

    // MARK: Playing

    private mutating func play(_ event: TraceEvent) {
        guard let method = event.method else {
            return receive(.left, of: event)
        }
        let id = event.connection.map { connection in
            if connections[connection] == nil {
                pages[event.page].connections += 1
                connections[connection] = Connection(number: pages[event.page].connections)
            }
            return "\"PC_\((connections[connection]?.number ?? 1) - 1)\""
        }
        let argument: [UInt8] =
            switch event.argument {
            case .none: Array("null".utf8)
            case .bytes(let json): json
            case .place(let place): Array(bytes[place])
            }
        play(method, id, argument, event)
        if event.succeeds { play(method + "OnSuccess", id, Array("null".utf8), event) }
    }

    private mutating func play(_ method: String, _ id: String?, _ argument: [UInt8], _ event: TraceEvent) {
        var line = Array("[\(JSONString.encode(method)),\(id ?? "null"),".utf8) + argument
        if let call = event.id { line += Array(",\(JSONString.encode(call))".utf8) }
        line += Array(",\(Self.milliseconds(event.time - pages[event.page].last))]".utf8)
        pages[event.page].last = event.time
        do throws(ReportError) {
            for report in try pages[event.page].decoder.decode(line) where isDue(report, of: event) {
                receive(.reported(report), of: event)
            }
        } catch {
            pages[event.page].decoder.discard(line)
            let reason =
                if case .tooLong(let size) = error {
                    "an event has \(size) bytes: expected at most \(Self.byteLimit)"
                } else {
                    error.text
                }
            recording.addFault(ImportFault(offset: event.offset, reason: reason))
        }
    }

    /// Microseconds as milliseconds with three decimals.
    private static func milliseconds(_ microseconds: Int64) -> String {
        let decimals = String(microseconds.magnitude % 1000)
        return (microseconds < 0 ? "-" : "") + String(microseconds.magnitude / 1000) + "."
            + String(repeating: "0", count: 3 - decimals.count) + decimals
    }

    /// Whether a report is passed on: statistics of which the last are a second old, or with another pair.
    private mutating func isDue(_ report: PeerReport, of event: TraceEvent) -> Bool {
        guard case .statistics(let digest) = report.content, let index = event.connection,
            let last = connections[index]
        else { return true }
        let pair = digest.selectedPair?.text
        if let time = last.time, event.time - time < Self.statisticsInterval, pair == last.pair { return false }
        guard statistics < Self.statisticsLimit else {
            recording.addFault(
                ImportFault(
                    offset: event.offset,
                    reason: "there are more than \(Self.statisticsLimit) statistics: expected at most so many"))
            return false
        }
        statistics += 1
        connections[index]?.time = event.time
        connections[index]?.pair = pair
        return true
    }

    private mutating func receive(_ report: Switchboard.ProbeEvent, of event: TraceEvent) {
        // Both are at most 2⁵³ µs.
        let time = Instant(nanoseconds: max(0, event.time - start) * 1000)
        let address = pages[event.page].address
        for action in switchboard.receive(.probe(report, socket: event.page, address: address), at: time) {
            switch action {
            case .record(let entry): recording.events.append(.entry(entry))
            case .report(let report): recording.events.append(.report(report))
            case .deliver, .close, .closeProbe: break
            }
        }
    }
}
