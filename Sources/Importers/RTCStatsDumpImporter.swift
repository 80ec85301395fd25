import Text

/// Reads RTCStats dump files: those of rtcstats-server, and those that Chromium writes on `chrome://webrtc-internals`.
///
/// The first line is `RTCStatsDump`, the second a JSON object about the file, and each further line an event, a JSON array:
/// `[method, connection, argument, …, milliseconds since the last event]`. A difference of more than three years is the time
/// since 1970, as the first one is, and as all are in version 2 of the format. Other versions are read as far as they are
/// alike, with a fault.
///
/// ```
/// RTCStatsDump
/// {"fileFormat":3,"origin":"https://app.example","userAgent":"…","remoteAddresses":["192.0.2.7"]}
/// [39,"PC_0",{"iceServers":[]},1796001880899]                       rtcstats-js: numbers, differences
/// ["create","11-1",{"iceServers":[]},"https://app.example/",0.7]    Chromium: names, whole statistics
/// ```
///
/// Source: the section "RTCStats dump file format" in the README of rtcstats/rtcstats.
public enum RTCStatsDumpImporter {
    /// The first line.
    private static let magic = Array("RTCStatsDump".utf8)
    /// The number of elements of an event that are read: 40, the last of which is its time.
    private static let elementLimit = 40
    /// The least difference that is a time since 1970, in milliseconds: three years.
    private static let absoluteTime = 1e11
    /// The bytes between two calls of `progress`: 4 MiB, a tenth of a second.
    private static let progressStep = 4 * 1024 * 1024

    /// Reads a dump.
    ///
    /// - Parameters:
    ///   - bytes: The text, decompressed.
    ///   - progress: Called from time to time with the part that is done, 0 to 1; returns false to cancel.
    /// - Returns: The recording: each page with its connections, as if probes had reported them.
    /// - Throws: ``ImportError`` if nothing can be read.
    public static func read(_ bytes: [UInt8], progress: (Double) -> Bool) throws(ImportError) -> ImportedRecording {
        guard bytes.count <= ImportedRecording.byteLimit else { throw .tooLarge(bytes.count) }
        var start = ByteOrderMark.length(bytes)
        var (number, reported) = (0, 0)
        var reader = Reader()
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            number += 1
            if start >= reported {
                guard progress(Double(start) / Double(2 * bytes.count)) else { throw .cancelled }
                reported = start + progressStep
            }
            let line = trimmed(bytes[start..<end])
            switch number {
            case 1: guard line.elementsEqual(magic) else { throw .notThisFormat }
            case 2: reader.readHead(line, offset: start)
            default: if !line.isEmpty { reader.readEvent(line, number: number) }
            }
            start = end + 1
        }
        guard number > 0 else { throw .notThisFormat }
        return try TraceReplay.recording(of: reader.trace, in: bytes) { progress(0.5 + $0 / 2) }
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let line = line.drop { $0 <= UInt8(ascii: " ") }
        return line.lastIndex { $0 > UInt8(ascii: " ") }.map { line[...$0] } ?? []
    }

    /// Collects the events of a dump.
    private struct Reader {
        var trace = StatisticsTrace()
        /// The time of the last event in milliseconds since 1970.
        private var time = 0.0
        private var page = (url: "", agent: "", address: "")
        /// The connections of Chromium by id, with the writers of their statistics.
        private var connections: [String: (index: Int, page: Int, writer: StatisticsWriter)] = [:]
        /// The event in which rtcstats-js tells about the browser, until it is known whether it is from there.
        private var first: TraceEvent?
        private var isOfScript = false

        // MARK: Lines

        mutating func readHead(_ line: ArraySlice<UInt8>, offset: Int) {
            guard let head = PartialObject(JSONValue(Array(line))) else {
                trace.addFault(offset, "line 2 is no JSON object: expected {\"fileFormat\":3}")
                if line.first == UInt8(ascii: "[") { readEvent(line, number: 2) }
                return
            }
            page.url = head["origin"]?.string ?? ""
            page.agent = head["userAgent"]?.string ?? ""
            page.address = head["remoteAddresses"]?.elements(1).first?.string ?? ""
            let version = head["fileFormat"]
            if version?.integer != 2, version?.integer != 3 {
                trace.addFault(offset, "the file has the format \(version?.text(10) ?? "none"): expected 2 or 3")
            }
        }

        mutating func readEvent(_ line: ArraySlice<UInt8>, number: Int) {
            let offset = line.startIndex
            guard let value = JSONValue(Array(line)), value.isArray else {
                return trace.addFault(offset, "line \(number) is no JSON array: expected an event")
            }
            let elements = value.elements(elementLimit)
            guard elements.count >= 3, let last = elements.last, let difference = Double(last.text(32)),
                difference.magnitude <= Double(WallTime.latest) / 1000
            else {
                return trace.addFault(offset, "line \(number) has no time: expected milliseconds as its last element")
            }
            let next = difference >= absoluteTime ? difference : time + difference
            guard let microseconds = WallTime.microseconds(max(0, next)) else {
                return trace.addFault(offset, "line \(number) is of the time \(next): expected at most the year 2255")
            }
            time = max(0, next)
            guard let method = elements[0].string ?? elements[0].integer.map(String.init) else {
                return trace.addFault(offset, "line \(number) has no method: expected a name or a number")
            }
            var event = TraceEvent(time: microseconds, page: 0, method: method, offset: offset)
            let id = elements[1].string
            let argument = elements.count > 3 ? elements[2] : nil
            let extra = elements.count > 4 ? elements[3].string : nil
            if let id, !id.hasPrefix("PC_") {
                return readChromium(
                    event, connection: id, argument, extra, elements.count > 5 ? elements[4].string : nil)
            }
            event.argument =
                argument.map { .place(offset + $0.range.lowerBound..<offset + $0.range.upperBound) } ?? .none
            event.id = extra
            readScript(event, connection: id, argument)
        }

        // MARK: rtcstats-js

        private mutating func readScript(_ event: TraceEvent, connection id: String?, _ argument: JSONValue?) {
            if id == nil, event.method == "create" || event.method == "39" {
                if page.agent.isEmpty { page.agent = Self.agent(argument) }
                if !isOfScript { return first = event }
            }
            guard let page = trace.page(process: "script", url: page.url) else { return }
            if !isOfScript {
                isOfScript = true
                (trace.pages[page].agent, trace.pages[page].address) = (self.page.agent, self.page.address)
                if var first {
                    first.page = page
                    trace.append(first)
                }
            }
            var event = event
            event.page = page
            guard let id else {
                // The server writes that the socket was closed.
                if event.method == "close" { event.method = nil }
                trace.append(event)
                return
            }
            guard let connection = connection(id, page: page, event.offset) else { return }
            event.connection = connection
            trace.append(event)
        }

        /// The browser in a list of brands (W3C UA Client Hints), the last of those that are no grease.
        private static func agent(_ facts: JSONValue?) -> String {
            let brands = facts.flatMap { $0["userAgentData"] }.flatMap { $0["brands"] }?.elements(10) ?? []
            let known = brands.compactMap { brand -> String? in
                guard let name = brand["brand"]?.string, let version = brand["version"]?.string,
                    !name.contains("Brand")
                else { return nil }
                return "\(name)/\(version)"
            }
            return known.last ?? ""
        }

        // MARK: Chromium

        private mutating func readChromium(
            _ event: TraceEvent, connection id: String, _ argument: JSONValue?, _ extra: String?, _ url: String?
        ) {
            let process = String(id.prefix { $0 != "-" })
            let method = event.method ?? ""
            if method.hasPrefix("navigator.mediaDevices.") {
                return readRequest(event, method, process: process, argument, id: extra ?? "", url: url)
            }
            if connections[id] == nil {
                guard let page = chromiumPage(process: process, url: method == "create" ? extra : nil) else {
                    return trace.addFault(
                        event.offset, "there are too many pages: expected at most \(StatisticsTrace.pageLimit)")
                }
                guard connection(id, page: page, event.offset) != nil else { return }
            }
            guard let known = connections[id] else { return }
            guard method == "getStats" else {
                let told = ChromiumEvent(method, argument)
                return trace.append(
                    told, of: known.index, page: known.page, at: event.time, offset: event.offset)
            }
            guard let argument, argument.isObject, let statistics = connections[id]?.writer.event(of: argument) else {
                return
            }
            var event = event
            (event.page, event.connection, event.argument) = (known.page, known.index, .bytes(statistics))
            trace.append(event)
        }

        private mutating func readRequest(
            _ event: TraceEvent, _ method: String, process: String, _ argument: JSONValue?, id: String, url: String?
        ) {
            var event = event
            if method.hasSuffix("OnFailure") {
                let name = argument?["error"]?.string ?? "Error"
                let text = name + ": " + (argument?["error_message"]?.string ?? "")
                event.argument = .bytes(Array(JSONString.encode(text).utf8))
            } else if method.hasSuffix("OnSuccess") {
                event.argument = argument.map { .bytes(Array($0.bytes[$0.range])) } ?? .none
            } else {
                guard let page = chromiumPage(process: process, url: url) else { return }
                trace.addRequest(id, of: page)
                let kinds = ["audio", "video"].filter { argument?[$0] != nil }.map { "\"\($0)\":true" }
                event.argument = .bytes(Array("{\(kinds.joined(separator: ","))}".utf8))
            }
            guard let (number, page) = trace.request(id) else { return }
            (event.page, event.id) = (page, String(number))
            trace.append(event)
        }

        private mutating func chromiumPage(process: String, url: String?) -> Int? {
            guard let page = trace.page(process: process, url: url) else { return nil }
            trace.pages[page].agent = self.page.agent
            return page
        }

        /// The index of a connection; `nil` if there are too many.
        private mutating func connection(_ id: String, page: Int, _ offset: Int) -> Int? {
            if let known = connections[id] { return known.index }
            guard let index = trace.addConnection() else {
                trace.addFault(
                    offset, "there are too many connections: expected at most \(StatisticsTrace.connectionLimit)")
                return nil
            }
            connections[id] = (index, page, StatisticsWriter())
            return index
        }
    }
}
