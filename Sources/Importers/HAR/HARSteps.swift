import Events
import Messages
import Text

/// The events that a proxy between the browser and the server would have seen, made from the entries of a HAR.
struct HARSteps {
    /// A step, about the request with a number, which is an index of ``urls``.
    enum Step {
        /// The server has opened a WebSocket.
        case open(Int)
        /// A message passed on a WebSocket.
        case frame(Int, EngineIOItem.Direction, Message)
        /// A WebSocket has ended.
        case close(Int, DisconnectReason)
        /// The body of a polling request, or of the response to one, passed.
        case poll(Int, EngineIOItem.Direction, [UInt8])
        /// The session of a polling request ends with the response to it.
        case end(Int, DisconnectReason)
        /// The proxy has something to report.
        case report(ProxyReport)
    }

    /// The largest message and the largest body that are read, in bytes: 16 MiB, the default of the proxy.
    static let messageLimit = 16 * 1024 * 1024
    /// The default of ``limit``: 1,000,000, the entries and messages of a day of busy signaling.
    static let defaultLimit = 1_000_000
    /// The time by which a WebSocket ends after its last message if it was closed, in microseconds: 1 ms, as the times of
    /// an entry are rounded to milliseconds.
    ///
    /// `time` of an entry lasts until the last message as long as the WebSocket is open.
    private static let closeMargin: Int64 = 1000
    /// The address of the client, which no HAR contains.
    static let clientAddress = "browser"

    /// The number of entries and messages that are read.
    let limit: Int
    /// The URLs of the requests that have steps.
    private(set) var urls: [HARURL] = []
    /// The steps in order of the file, with their times in microseconds since 1970; `nil` if the file does not tell.
    private var steps: [(time: Int64?, step: Step)] = []
    /// The number of entries and messages so far, those that could not be read included.
    private var count = 0
    /// Whether the file has more entries and messages than ``limit``.
    private(set) var isFull = false

    init(limit: Int) { self.limit = limit }

    /// Returns the steps in order of time; those of the same time in order of the file, those without a time first.
    func ordered() -> [(time: Int64, step: Step)] {
        let first = steps.lazy.compactMap(\.time).min() ?? 0
        return steps.enumerated().map { (index: $0.offset, time: $0.element.time ?? first, step: $0.element.step) }
            .sorted { ($0.time, $0.index) < ($1.time, $1.index) }
            .map { ($0.time, $0.step) }
    }

    private mutating func add(_ step: Step, at time: Int64?) {
        steps.append((time, step))
    }

    /// Adds the steps of an entry.
    ///
    /// - Parameters:
    ///   - value: The entry.
    ///   - base: The offset in the file of the text that contains the entry.
    ///   - recording: Receives the faults.
    mutating func add(_ value: JSONValue, base: Int, to recording: inout ImportedRecording) {
        guard count < limit else {
            isFull = true
            return
        }
        count += 1
        let place = base + value.range.lowerBound
        guard let entry = HAREntry(value) else {
            return recording.addFault(at: place, HARFault.entry(HARMembers.quote(value)))
        }
        let engine = entry.url.engineRequest
        let isPolling = engine?.transport == .polling && engine?.isJSONP == false && !entry.isWebSocket
        guard entry.isWebSocket || isPolling && ["GET", "POST"].contains(entry.method) else {
            recording.otherRequests += 1
            return
        }
        if entry.started == nil { recording.addFault(at: place, HARFault.date(entry.startedText)) }
        urls.append(entry.url)
        if entry.isWebSocket {
            addSocket(entry, base: base, place: place, to: &recording)
        } else {
            addPolling(entry)
        }
    }

    /// Adds the steps of the readable part of an entry in which the file breaks, completed as `bytes`, if that has messages
    /// of a WebSocket.
    mutating func addBroken(_ bytes: [UInt8], base: Int, to recording: inout ImportedRecording) {
        guard let value = JSONValue(bytes), HAREntry(value)?.messages?.elements(1).isEmpty == false else { return }
        add(value, base: base, to: &recording)
    }

    private mutating func addReport(_ event: ProxyReport.Event, _ entry: HAREntry, at time: Int64?) {
        add(.report(ProxyReport(address: Self.clientAddress, request: entry.requestLine, event)), at: time)
    }

    // MARK: Polling

    /// Adds a polling request of an Engine.IO session: its packets when it was sent, or those of the response when that was
    /// complete.
    private mutating func addPolling(_ entry: HAREntry) {
        let (number, isPost) = (urls.count - 1, entry.method == "POST")
        let end = entry.started.map { $0 + entry.duration }
        if isPost { addBody(entry.requestBody, .toServer, entry, at: entry.started) }
        switch entry.status {
        case 200:
            if !isPost { addBody(entry.responseBody, .toClient, entry, at: end) }
        case 400...:
            let body = ((try? entry.responseBody.bytes()) ?? []).prefix(ProxyReport.bodyLimit)
            addReport(.pollRefused(status: entry.status, reason: entry.reason, body: Array(body)), entry, at: end)
            if !isPost { add(.end(number, .closed(nil, reason: "the server answered \(entry.status)")), at: end) }
        // A request that the page has given up, or that was under way when the file was written, is no failure.
        case 0 where !entry.error.isEmpty && !entry.error.contains("ERR_ABORTED"):
            addReport(.failed(HARFailure.failure(entry.error, entry.url)), entry, at: end)
            if !isPost { add(.end(number, .lost), at: end) }
        default: break
        }
    }

    private mutating func addBody(
        _ body: HARBody, _ direction: EngineIOItem.Direction, _ entry: HAREntry, at time: Int64?
    ) {
        do throws(HARBody.Fault) {
            add(.poll(urls.count - 1, direction, try body.bytes()), at: time)
        } catch {
            addReport(.undecoded(error.text), entry, at: time)
        }
    }

    // MARK: WebSockets

    /// Adds a WebSocket with its messages, or the attempt to open one.
    private mutating func addSocket(_ entry: HAREntry, base: Int, place: Int, to recording: inout ImportedRecording) {
        let (number, index) = (urls.count - 1, steps.count)
        add(.open(number), at: entry.started)
        var reader = HARMessages(start: entry.started, limit: limit - count)
        if let list = entry.messages {
            reader.read(list, base: base, to: &recording) { add(.frame(number, $0, $1), at: $2) }
            count += reader.elements
            if reader.isCut { isFull = true }
        }
        guard entry.status == 101 || reader.count > 0 else {
            let event = HARFailure.event(entry, reader.error)
            let report = ProxyReport(address: Self.clientAddress, request: entry.requestLine, event)
            let time = reader.errorTime ?? entry.started.map { $0 + entry.duration }
            steps[index] = (time, .report(report))
            return
        }
        // The first message may be dated before the request, whose time is rounded.
        steps[index].time = [entry.started, reader.first].compactMap(\.self).min()
        guard let last = reader.last else {
            if reader.isCut { return }
            return recording.addFault(at: place, HARFault.noMessages(entry.url.path))
        }
        let end = (entry.started ?? last) + entry.duration
        if reader.error != nil {
            add(.close(number, .lost), at: max(last, reader.errorTime ?? last))
        } else if entry.duration > 0, end - last > Self.closeMargin {
            add(.close(number, .closed(nil, reason: "")), at: end)
        }
    }
}

/// The failures that browsers record, as reports of the proxy.
enum HARFailure {
    /// The texts with which Chromium begins the error of a WebSocket that was not opened (`websocket_channel_impl.cc`).
    private static let prefix = "Error in connection establishment: "
    private static let statusMark = "Unexpected response code: "

    /// Returns the event of a WebSocket that was not opened, with the error among its messages.
    static func event(_ entry: HAREntry, _ error: String?) -> ProxyReport.Event {
        if entry.status > 0 {
            let body = ((try? entry.responseBody.bytes()) ?? []).prefix(ProxyReport.bodyLimit)
            return .upgradeRefused(status: entry.status, reason: entry.reason, body: Array(body))
        }
        guard let error = error ?? (entry.error.isEmpty ? nil : entry.error) else {
            return .failed(.unreachable(entry.url.address, reason: "the recording has no response"))
        }
        if let mark = error.firstRange(of: statusMark),
            let status = Int(error[mark.upperBound...].prefix { $0.isASCII && $0.isNumber }.prefix(3))
        {
            return .upgradeRefused(status: status, reason: "", body: [])
        }
        return .failed(failure(error, entry.url))
    }

    /// Returns the failure that an error of Chromium tells (`net_error_list.h`).
    static func failure(_ error: String, _ url: HARURL) -> UpstreamFailure {
        let reason = error.hasPrefix(prefix) ? String(error.dropFirst(prefix.count)) : error
        return switch reason {
        case "net::ERR_NAME_NOT_RESOLVED": .unknownHost(url.host)
        case "net::ERR_CONNECTION_REFUSED": .connectionRefused(url.address)
        case "net::ERR_CONNECTION_RESET": .reset
        case "net::ERR_EMPTY_RESPONSE": .noResponse
        default: .unreachable(url.address, reason: reason)
        }
    }
}
