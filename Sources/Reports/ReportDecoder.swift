import Text

/// Decodes the reports of the subprotocol `signal-console.probe.v1`: one JSON object each (docs/probe.md).
public enum ReportDecoder {
    /// The name of the WebSocket subprotocol.
    public static let subprotocol = "signal-console.probe.v1"
    /// The largest report in bytes: 64 KiB, more than a description of 48 KiB with its escapes.
    public static let byteLimit = 64 * 1024
    /// The length of most texts in scalars: 300, which shows the text of an error or a URL.
    public static let textLimit = 300
    /// The length of a description in scalars.
    static let descriptionLimit = byteLimit
    /// The length of a mark in scalars.
    static let markLimit = 1000
    /// The number of candidate pairs in a digest.
    static let pairLimit = 12
    /// The number of streams in each direction, and of data channels.
    static let streamLimit = 8
    /// The number of URLs of ICE servers.
    static let serverLimit = 32
    /// The largest number of a connection in its page: a million, as pages that run for days make many.
    public static let connectionLimit = 1_000_000

    /// Decodes a report.
    ///
    /// - Parameters:
    ///   - bytes: The text of a message.
    ///   - limit: The largest size in bytes; default ``byteLimit``.
    /// - Returns: The report.
    /// - Throws: ``ReportError`` if it is no report.
    public static func decode(_ bytes: [UInt8], limit: Int = byteLimit) throws(ReportError) -> PeerReport {
        guard bytes.count <= limit else { throw .tooLong(bytes.count) }
        guard let value = JSONValue(bytes), let reader = ReportReader(value) else { throw .notAnObject }
        guard let type = reader.text("type") else { throw .noType }
        guard let time = reader.microseconds("t"), time >= 0 else { throw .noTime }
        let connection = reader.integer("pc")
        if let connection, !(1...connectionLimit).contains(connection) { throw .invalidConnection(connection) }
        guard let content = content(type, reader) else { throw .unknownType(type) }
        if connection == nil, content.requiresConnection { throw .invalidConnection(0) }
        return PeerReport(time: time, connection: connection, content)
    }

    private static func content(_ type: String, _ reader: ReportReader) -> PeerReport.Content? {
        switch type {
        case "page": return .page(page(reader))
        case "visibility": return .visibility(reader.text("to", 20) ?? "")
        case "mark": return .mark(reader.text("text", markLimit) ?? "")
        case "socket": return .socket(socket(reader))
        case "connection": return .configuration(configuration(reader))
        case "call": return APICall.Method(rawValue: reader.text("method", 40) ?? "").map { .call(call($0, reader)) }
        case "state":
            return StateMachine(rawValue: reader.text("of", 20) ?? "").map { .state($0, reader.text("to", 40) ?? "") }
        case "candidate": return .gathered(gathered(reader))
        case "candidateerror": return .candidateError(candidateError(reader))
        case "track": return .track(track(reader))
        case "channel":
            return .channel(
                label: reader.text("label", 100) ?? "", event: reader.text("event", 20) ?? "",
                error: reader.error() ?? reader.text("error").map { ReportedError(name: $0, message: "") })
        case "needed": return .negotiationNeeded
        case "media": return .media(media(reader))
        case "play": return .element(element(reader))
        case "stats": return .statistics(StatisticsDecoder.decode(reader))
        default: return nil
        }
    }

    private static func page(_ reader: ReportReader) -> PageFacts {
        var page = PageFacts()
        page.session = reader.text("session", 64) ?? ""
        page.now = reader.microseconds("now") ?? 0
        page.url = reader.text("url") ?? ""
        page.isSecure = reader.flag("secure")
        page.hasDevices = reader.flag("devices")
        page.agent = reader.text("agent") ?? ""
        page.dropped = max(0, reader.integer("dropped") ?? 0)
        return page
    }

    private static func socket(_ reader: ReportReader) -> SocketEvent {
        var socket = SocketEvent()
        socket.socket = reader.integer("socket") ?? 0
        socket.event = reader.text("event", 20) ?? ""
        socket.url = reader.text("url")
        socket.code = reader.integer("code")
        socket.ufrag = reader.text("ufrag")
        socket.candidate = reader.text("candidate", 1000)
        return socket
    }

    private static func configuration(_ reader: ReportReader) -> ConnectionConfiguration {
        var configuration = ConnectionConfiguration()
        let urls = reader.objects("servers", serverLimit).flatMap { $0.texts("urls", serverLimit) }
        configuration.servers = Array(urls.prefix(serverLimit))
        configuration.policy = reader.text("policy", 20) ?? "all"
        configuration.bundle = reader.text("bundle", 20)
        configuration.isChange = reader.flag("changed")
        return configuration
    }

    private static func call(_ method: APICall.Method, _ reader: ReportReader) -> APICall {
        var call = APICall(method)
        call.duration = reader.microseconds("ms").map { max(0, $0) }
        call.isLegacy = reader.flag("legacy")
        call.error = reader.error()
        switch method {
        case .createOffer, .createAnswer, .setLocalDescription, .setRemoteDescription:
            var description = AppliedDescription()
            description.kind = reader.text("kind", 20) ?? ""
            description.text = reader.text("sdp", descriptionLimit)
            description.ufrag = reader.text("ufrag")
            description.fingerprint = reader.text("fingerprint")
            call.description = description
        case .addIceCandidate:
            var candidate = AppliedCandidate()
            candidate.text = reader.text("candidate", 1000) ?? ""
            candidate.mid = reader.text("mid", 64)
            candidate.ufrag = reader.text("ufrag")
            call.candidate = candidate
        case .construct, .restartIce, .close, .setConfiguration: break
        }
        return call
    }

    private static func gathered(_ reader: ReportReader) -> GatheredCandidate {
        var candidate = GatheredCandidate()
        candidate.text = reader.text("candidate", 1000) ?? ""
        candidate.mid = reader.text("mid", 64)
        candidate.relayProtocol = reader.text("relayProtocol", 10)
        candidate.url = reader.text("url")
        return candidate
    }

    private static func candidateError(_ reader: ReportReader) -> CandidateError {
        var error = CandidateError()
        error.address = reader.text("address", 100)
        error.url = reader.text("url") ?? ""
        error.code = reader.integer("code") ?? 0
        error.text = reader.text("text") ?? ""
        return error
    }

    private static func track(_ reader: ReportReader) -> TrackEvent {
        var track = TrackEvent()
        track.isLocal = reader.text("side", 10) == "local"
        track.kind = reader.text("kind", 10) ?? ""
        track.mid = reader.text("mid", 64)
        track.event = reader.text("event", 20) ?? ""
        return track
    }

    private static func media(_ reader: ReportReader) -> MediaRequest {
        var media = MediaRequest()
        media.method = reader.text("method", 40) ?? ""
        media.kinds = reader.texts("kinds", 4)
        media.duration = reader.microseconds("ms")
        media.error = reader.error()
        return media
    }

    private static func element(_ reader: ReportReader) -> ElementEvent {
        var element = ElementEvent()
        element.kind = reader.text("kind", 10) ?? ""
        element.event = reader.text("event", 20) ?? ""
        element.isLocal = reader.text("side", 10) != "remote"
        element.error = reader.error()
        element.width = reader.integer("width")
        element.height = reader.integer("height")
        return element
    }
}

extension PeerReport.Content {
    /// Whether the report is about a connection.
    fileprivate var requiresConnection: Bool {
        switch self {
        case .call(let call): call.method != .construct
        case .configuration, .state, .gathered, .candidateError, .channel, .negotiationNeeded, .statistics: true
        case .page, .visibility, .mark, .socket, .track, .media, .element: false
        }
    }
}

/// The reason why a message is no report.
public enum ReportError: Error, Hashable, Sendable {
    /// It has this many bytes.
    case tooLong(Int)
    /// It is not a JSON object.
    case notAnObject
    /// It has no type.
    case noType
    /// Its type, or its method or state, is not known: that of a later version, perhaps.
    case unknownType(String)
    /// It has no time.
    case noTime
    /// The number of its connection is out of range; 0 if it has none.
    case invalidConnection(Int)

    /// The reason, with the value and what is expected.
    public var text: String {
        switch self {
        case .tooLong(let size): "a report has \(size) bytes: expected at most \(ReportDecoder.byteLimit)"
        case .notAnObject: "a report is not JSON: expected an object"
        case .noType: "a report has no type: expected \"type\" as its first member"
        case .unknownType(let type): "a report has the type \"\(type)\": expected one of \(ReportDecoder.subprotocol)"
        case .noTime: "a report has no time: expected milliseconds in \"t\""
        case .invalidConnection(let number):
            "a report is of connection \(number): expected 1 to \(ReportDecoder.connectionLimit) in \"pc\""
        }
    }
}
