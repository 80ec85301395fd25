import Text

/// Reads the dumps that Chromium writes on `chrome://webrtc-internals`: API calls, states, candidates and statistics.
///
/// A tab in which that page was opened before the call has all of it, of all pages of the browser. A dump that was not
/// written to its end is read up to there. Those of versions from 2014 on have the same structure; what differs is told in
/// ``ChromiumEvent`` and ``StatisticsSeries``.
///
/// ```
/// {"getUserMedia":[{"rid","pid","request_id","request_type","url","audio","video","timestamp"}, …],
///  "PeerConnections":{"10-1":{"pid","url","rtcConfiguration",
///                     "updateLog":[{"timestamp","type","value"}, …], "stats":{"T01-iceState":{…}, …}}},
///  "UserAgent":"…", "timestamp":1796001763332}
/// ```
public enum WebRTCInternalsImporter {
    /// The number of updates of a connection that are read: 200,000.
    static let updateLimit = 200_000
    /// The number of requests for media that are read: 10,000.
    static let requestLimit = 10_000
    /// The largest difference between a local time and UTC in microseconds: 15 h.
    private static let zoneLimit: Int64 = 15 * 3_600_000_000
    /// The steps of such differences: a quarter of an hour.
    private static let zoneStep: Int64 = 900_000_000

    /// Reads a dump.
    ///
    /// - Parameters:
    ///   - bytes: The text, decompressed.
    ///   - progress: Called from time to time with the part that is done, 0 to 1; returns false to cancel.
    /// - Returns: The recording: each page with its connections, as if probes had reported them.
    /// - Throws: ``ImportError`` if nothing can be read.
    public static func read(_ bytes: [UInt8], progress: (Double) -> Bool) throws(ImportError) -> ImportedRecording {
        guard bytes.count <= ImportedRecording.byteLimit else { throw .tooLarge(bytes.count) }
        let start = JSONScanner.skipSpace(bytes.span, from: ByteOrderMark.length(bytes))
        guard start < bytes.count, let dump = PartialObject(JSONValue(bytes, at: start..<bytes.count)),
            dump.members.contains(where: { $0.name == "PeerConnections" || $0.name == "getUserMedia" })
        else { throw .notThisFormat }
        var reader = Reader(agent: dump["UserAgent"]?.string ?? "", written: WallTime(dump["timestamp"]))
        let connections = dump.members.last { $0.name == "PeerConnections" }
        let members = PartialObject(connections?.value)?.members ?? []
        for (index, member) in members.enumerated() {
            guard progress(Double(index) / Double(2 * members.count)) else { throw .cancelled }
            reader.readConnection(member)
        }
        for member in dump.members where member.name == "getUserMedia" && member.value.isArray {
            for request in member.value.elements(requestLimit) { reader.readRequest(request) }
        }
        if !dump.isWhole || connections?.isWhole == false {
            let error = JSONScanner.error(in: bytes)
            reader.trace.addFault(
                error?.offset ?? bytes.count, "the text is no whole JSON: expected \(error?.expected ?? "its end")")
        }
        reader.trace.sort()
        return try TraceReplay.recording(of: reader.trace, in: bytes) { progress(0.5 + $0 / 2) }
    }

    /// Collects the events of a dump.
    private struct Reader {
        let agent: String
        /// The time at which the dump was written.
        let written: WallTime?
        var trace = StatisticsTrace()

        init(agent: String, written: WallTime?) { (self.agent, self.written) = (agent, written) }

        private mutating func page(process: String, url: String?) -> Int? {
            guard let page = trace.page(process: process, url: url) else { return nil }
            trace.pages[page].agent = agent
            return page
        }

        // MARK: Connections

        mutating func readConnection(_ member: PartialObject.Member) {
            let offset = member.value.range.lowerBound
            guard let facts = PartialObject(member.value) else {
                return trace.addFault(offset, "a connection is no object: expected {\"updateLog\":…}")
            }
            let process = String(member.name.prefix { $0 != "-" })
            guard let page = page(process: process, url: facts["url"]?.string),
                let connection = trace.addConnection()
            else {
                return trace.addFault(
                    offset,
                    "there are too many connections or pages: expected at most \(StatisticsTrace.connectionLimit) and "
                        + "\(StatisticsTrace.pageLimit)")
            }
            let series = facts.members.last { $0.name == "stats" }.flatMap { PartialObject($0.value) }
                .map { StatisticsSeries($0) }
            let log = facts.members.last { $0.name == "updateLog" }?.value
            let updates = self.updates(log.map { $0.elements(updateLimit) } ?? [], statistics: series?.start)
            guard let made = updates.first?.time ?? series?.start ?? written?.microseconds else {
                return trace.addFault(
                    offset, "a connection has no event with a time: expected milliseconds in \"timestamp\"")
            }
            let configuration = ChromiumEvent("create", facts["rtcConfiguration"])
            trace.append(configuration, of: connection, page: page, at: made, offset: offset)
            for (time, update) in updates {
                guard let name = update["type"]?.string else { continue }
                trace.append(
                    ChromiumEvent(name, update["value"]), of: connection, page: page, at: time,
                    offset: update.range.lowerBound)
            }
            for (time, argument) in series?.events() ?? [] {
                trace.append(
                    TraceEvent(
                        time: time, page: page, connection: connection, method: "getStats",
                        argument: .bytes(argument), offset: offset))
            }
        }

        /// The updates of a connection with their times; one without a time has that of the one before.
        ///
        /// Local times are in the time zone of the browser, which only the statistics tell: they begin with the connection,
        /// within minutes.
        private mutating func updates(
            _ list: [JSONValue], statistics: Int64?
        ) -> [(time: Int64, update: JSONValue)] {
            var updates: [(time: Int64, update: JSONValue)] = []
            var zone: Int64 = 0
            for update in list where update.isObject {
                let time = WallTime(update["timestamp"]) ?? WallTime(update["time"])
                if updates.isEmpty, let time, time.isLocal, let statistics {
                    let difference = statistics - time.microseconds
                    let steps = (difference + (difference < 0 ? -1 : 1) * zoneStep / 2) / zoneStep
                    zone = abs(difference) <= zoneLimit ? steps * zoneStep : 0
                }
                guard let told = time.map({ max(0, $0.microseconds + ($0.isLocal ? zone : 0)) }) ?? updates.last?.time
                else {
                    trace.addFault(
                        update.range.lowerBound, "an update has no time: expected milliseconds in \"timestamp\"")
                    continue
                }
                updates.append((max(told, updates.last?.time ?? 0), update))
            }
            return updates
        }

        // MARK: Requests for media

        mutating func readRequest(_ request: JSONValue) {
            let offset = request.range.lowerBound
            guard let facts = PartialObject(request), let time = WallTime(facts["timestamp"]) else {
                return trace.addFault(offset, "a request for media has no time: expected milliseconds in \"timestamp\"")
            }
            func word(_ name: String) -> String { facts[name].map { $0.string ?? $0.text(32) } ?? "" }
            let method = "navigator.mediaDevices." + (facts["request_type"]?.string ?? "getUserMedia")
            let id = [method, word("rid"), word("pid"), word("request_id")].joined(separator: "-")
            let argument: String
            let name: String
            if let error = facts["error"]?.string {
                name = method + "OnFailure"
                argument = JSONString.encode("\(error): \(facts["error_message"]?.string ?? "")")
            } else if facts["audio_track_info"] != nil || facts["video_track_info"] != nil {
                name = method + "OnSuccess"
                argument = "[\(Self.tracks(facts))]"
            } else {
                guard let page = page(process: word("rid"), url: facts["url"]?.string) else { return }
                trace.addRequest(id, of: page)
                let kinds = ["audio", "video"].filter { facts[$0] != nil }.map { "\"\($0)\":true" }
                name = method
                argument = "{\(kinds.joined(separator: ","))}"
            }
            guard let (number, page) = trace.request(id) else { return }
            trace.append(
                TraceEvent(
                    time: time.microseconds, page: page, method: name, argument: .bytes(Array(argument.utf8)),
                    id: String(number), offset: offset))
        }

        /// The tracks of a request that succeeded: lists of their kinds and ids.
        private static func tracks(_ facts: PartialObject) -> String {
            ["audio", "video"].compactMap { kind in
                facts["\(kind)_track_info"]?.string.flatMap { JSONValue($0) }?["id"]?.string
                    .map { "[\"\(kind)\",\(JSONString.encode($0))]" }
            }.joined(separator: ",")
        }
    }
}
