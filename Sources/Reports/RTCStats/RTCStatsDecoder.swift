import Text

/// Decodes the events of a page that uses rtcstats-js: the subprotocol `rtcstats#5.0`, one JSON array each (docs/probe.md).
///
/// An event is `[method, connection, argument, …, milliseconds since the last event]`; in the first one, the milliseconds are
/// those since 1970. Descriptions and statistics are sent as differences to earlier ones, so each socket needs its own
/// decoder, which must be given all of its messages in order. What the events do not tell is missing in the reports.
///
/// ```
/// [8,"PC_0",{"type":"answer",…},"8-0",2] ─► calls, descriptions: kept until [9,"PC_0",null,"8-0",3] ─► call
/// ["g","PC_0",{"3":{"80":1200}},1000] ────► table of statistics ────────────────────────────────────► statistics
/// ```
public struct RTCStatsDecoder: Sendable {
    /// The name of the WebSocket subprotocol.
    public static let subprotocol = "rtcstats#5.0"
    /// The largest event in bytes: 64 KiB, as for a report.
    public static let byteLimit = ReportDecoder.byteLimit
    /// The least difference that is a time since 1970: 10¹¹ ms, three years.
    private static let absoluteTime: Int64 = 100_000_000_000_000
    /// The latest time: 2⁵³ ms as microseconds, about, as in other reports.
    private static let timeLimit: Int64 = 9_007_199_254_740_000

    private let page: PageFacts
    /// The largest event in bytes.
    private let byteLimit: Int
    /// The time of the first event since 1970, in microseconds; `nil` before it.
    private var origin: Int64?
    /// The time of the last event since the first one, in microseconds.
    private(set) var time: Int64 = 0
    var calls = RTCStatsCalls()
    var tracks = RTCStatsTracks()
    private(set) var connections = RTCStatsConnections()

    /// Makes the decoder of a socket.
    ///
    /// - Parameters:
    ///   - session: A random text, as rtcstats-js does not identify pages across reconnects.
    ///   - url: The origin of the page, from the handshake; empty if it is not known.
    ///   - agent: The browser as it names itself, from the handshake; empty if it is not known.
    ///   - byteLimit: The largest event in bytes. Default that of a socket; events in files may be larger.
    public init(
        session: String, url: String = "", agent: String = "", byteLimit: Int = RTCStatsDecoder.byteLimit
    ) {
        self.byteLimit = byteLimit
        var page = PageFacts()
        page.session = ReportReader.cut(session, 64)
        page.url = ReportReader.cut(url, ReportDecoder.textLimit)
        page.agent = ReportReader.cut(agent, ReportDecoder.textLimit)
        page.isSecure = Self.isSecure(page.url)
        page.hasDevices = page.isSecure
        self.page = page
    }

    /// Whether a page of that origin is a secure context, as far as the origin tells (W3C secure-contexts §3.1).
    private static func isSecure(_ url: String) -> Bool {
        guard url.hasPrefix("http://") else { return true }
        let host = url.dropFirst(7).prefix { $0 != "/" }
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } : host.prefix { $0 != ":" }
        return name == "localhost" || name.hasSuffix(".localhost") || name.hasPrefix("127.") || name == "[::1"
    }

    /// Decodes an event.
    ///
    /// - Parameter bytes: The text of a message.
    /// - Returns: The reports, in order; before those of the first event that of the page. None if the event is of no
    ///   interest, or a method that is not known.
    /// - Throws: ``ReportError`` if it is no event.
    public mutating func decode(_ bytes: [UInt8]) throws(ReportError) -> [PeerReport] {
        guard bytes.count <= byteLimit else { throw .tooLong(bytes.count) }
        guard let value = JSONValue(bytes), value.isArray else { throw .notAnObject }
        // An event of a method that the page made up may have many more.
        let elements = value.elements(5)
        guard let name = elements.first.flatMap(RTCStatsMethod.name) else { throw .noType }
        guard elements.count >= 3, let difference = Self.difference(bytes) else { throw .noTime }
        let method = RTCStatsMethod(named: name)
        let connection = try method.map { method throws(ReportError) in try Self.connection(elements[1], of: method) }
        var reports: [PeerReport] = []
        if origin == nil { reports.append(pageReport) }
        advance(by: difference)
        if let method {
            let event = RTCStatsEvent(
                method: method, connection: connection ?? nil, argument: elements.count > 3 ? elements[2] : nil,
                extra: elements.count > 4 ? elements[3].string : nil)
            reports += self.reports(of: event)
        }
        return reports + calls.pendingReports(at: time)
    }

    /// Records that an event was not decoded, of which only the time is read.
    ///
    /// What is known of connections and calls is forgotten, because later events may be differences to this one.
    public mutating func discard(_ bytes: [UInt8]) {
        connections = RTCStatsConnections()
        calls = RTCStatsCalls()
        guard origin != nil, bytes.count <= byteLimit, let difference = Self.difference(bytes) else { return }
        advance(by: difference)
    }

    /// The report of the page, with the time of the last event as its clock.
    private var pageReport: PeerReport {
        var page = page
        page.now = time
        return PeerReport(time: time, .page(page))
    }

    /// Advances the time by a difference, in microseconds.
    ///
    /// The page's clock may have been set back, and it is sent in full once more if the page connects anew.
    private mutating func advance(by difference: Int64) {
        guard let origin else { return self.origin = difference }
        let next = difference >= Self.absoluteTime ? max(time, difference - origin) : time + difference
        time = min(max(0, next), Self.timeLimit)
    }

    /// The last element of a list in microseconds; `nil` if it is no number of milliseconds.
    private static func difference(_ bytes: [UInt8]) -> Int64? {
        func isSpace(_ byte: UInt8) -> Bool { byte <= UInt8(ascii: " ") }
        guard let end = bytes.lastIndex(where: { !isSpace($0) }), bytes[end] == UInt8(ascii: "]"),
            let last = bytes[..<end].lastIndex(where: { !isSpace($0) })
        else { return nil }
        let digits = bytes[...last].suffix(32).reversed().prefix { "+-.0123456789Ee".utf8.contains($0) }.reversed()
        let before = bytes[..<(last + 1 - digits.count)].lastIndex { !isSpace($0) }
        guard let before, bytes[before] == UInt8(ascii: ","),
            let number = Double(String(decoding: digits, as: UTF8.self)), number.magnitude <= 9_007_199_254_740
        else { return nil }
        return Int64((number * 1000).rounded())
    }

    /// The number of a connection, from its id: 1 for `PC_0`; `nil` if the event is of the page.
    private static func connection(_ id: JSONValue, of method: RTCStatsMethod) throws(ReportError) -> Int? {
        guard let text = id.string else {
            if method.requiresConnection { throw .invalidConnection(0) }
            return nil
        }
        guard text.hasPrefix("PC_"), text.utf8.count <= 12, let index = Int(text.dropFirst(3)) else {
            throw .invalidConnection(0)
        }
        guard (1...ReportDecoder.connectionLimit).contains(index + 1) else { throw .invalidConnection(index + 1) }
        return index + 1
    }

    private mutating func reports(of event: RTCStatsEvent) -> [PeerReport] {
        guard let content = content(of: event) else { return [] }
        let (start, connection) = (calls.takeStart(), tracks.takeConnection())
        return [PeerReport(time: start ?? time, connection: event.connection ?? connection, content)]
    }

    private mutating func content(of event: RTCStatsEvent) -> PeerReport.Content? {
        switch event.method {
        // It is sent once the events before the socket was open have been, and at once, unlike these.
        case .socketOpened: return pageReport.content
        case .created where event.connection == nil: return nil
        case .call(.close): return close(event)
        case .call(let method): return begin(method, event)
        case .succeeded(let method): return succeed(method, event)
        case .failed, .mediaFailed: return calls.fail(event, at: time)
        case .media: return calls.begin(media: event, at: time)
        case .mediaSucceeded:
            tracks.recordMedia(event)
            return calls.succeed(event, at: time)
        case .statistics: return statistics(event)
        case .candidate: return gathered(event)
        default: return tracks.content(of: event) ?? event.content
        }
    }

    // MARK: Connections

    private mutating func close(_ event: RTCStatsEvent) -> PeerReport.Content? {
        guard let number = event.connection else { return nil }
        connections.remove(number)
        calls.removeAll(of: number)
        return event.content
    }

    private mutating func gathered(_ event: RTCStatsEvent) -> PeerReport.Content? {
        guard let number = event.connection else { return nil }
        if event.argument?.isObject == true {
            connections.change(number) { $0.descriptions.recordCandidate(isLocal: true) }
        }
        return event.content
    }

    private mutating func statistics(_ event: RTCStatsEvent) -> PeerReport.Content? {
        guard let number = event.connection, let delta = event.argument, delta.isObject else { return nil }
        return connections.apply(delta, to: number).map { .statistics($0) }
    }

    // MARK: Calls

    private mutating func begin(_ method: APICall.Method, _ event: RTCStatsEvent) -> PeerReport.Content? {
        guard let number = event.connection else { return nil }
        var description: RTCStatsDescription?
        var base: RTCStatsDescription?
        switch method {
        case .setLocalDescription, .setRemoteDescription:
            let isLocal = method == .setLocalDescription
            (description, base) = connections.change(number) { $0.descriptions.begin(event.argument, isLocal: isLocal) }
        case .addIceCandidate:
            if event.argument?.isObject == true {
                connections.change(number) { $0.descriptions.recordCandidate(isLocal: false) }
            }
        case .createOffer, .createAnswer: break
        case .construct, .restartIce, .close, .setConfiguration: return event.content
        }
        calls.begin(method, event, description, base: base, at: time)
        return nil
    }

    private mutating func succeed(_ method: APICall.Method, _ event: RTCStatsEvent) -> PeerReport.Content? {
        guard let number = event.connection else { return nil }
        switch method {
        case .createOffer, .createAnswer:
            let description = connections.change(number) { $0.descriptions.create(event.argument) }
            connections.limitDescriptions(keeping: number)
            return calls.succeed(event, with: description, at: time)
        case .setLocalDescription, .setRemoteDescription:
            let pending = calls.pending(event)
            // Without an argument, the description that was made is told afterwards.
            let told = RTCStatsDescription(event.argument, base: pending?.base)
            if let description = told ?? pending?.description {
                connections.change(number) {
                    $0.descriptions.apply(description, isLocal: method == .setLocalDescription)
                }
                connections.limitDescriptions(keeping: number)
            }
            return calls.succeed(event, with: told, at: time)
        case .addIceCandidate:
            // The description that it was added to may have been applied since the call.
            connections.change(number) { $0.descriptions.recordCandidate(isLocal: false) }
            return calls.succeed(event, at: time)
        case .construct, .restartIce, .close, .setConfiguration: return nil
        }
    }
}
