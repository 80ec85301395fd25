import Text

/// Encodes reports as ``ReportDecoder`` decodes them, for the event log.
public enum ReportEncoder {
    /// The factor by which escapes make a report longer, at most (RFC 8259 §7: six bytes for one).
    public static let growth = 6

    /// Returns the JSON object of `report`, on one line.
    public static func encode(_ report: PeerReport) -> String {
        var members = Members()
        members.text("type", report.content.type)
        members.milliseconds("t", report.time)
        members.integer("pc", report.connection)
        write(report.content, to: &members)
        return members.object
    }

    private static func write(_ content: PeerReport.Content, to members: inout Members) {
        switch content {
        case .page(let page):
            members.text("session", page.session)
            members.milliseconds("now", page.now)
            members.text("url", page.url)
            members.flag("secure", page.isSecure)
            members.flag("devices", page.hasDevices)
            members.text("agent", page.agent)
            members.integer("dropped", page.dropped)
        case .visibility(let state): members.text("to", state)
        case .mark(let text): members.text("text", text)
        case .socket(let socket):
            members.integer("socket", socket.socket)
            members.text("event", socket.event)
            members.text("url", socket.url)
            members.integer("code", socket.code)
            members.text("ufrag", socket.ufrag)
            members.text("candidate", socket.candidate)
        case .configuration(let configuration):
            if !configuration.servers.isEmpty {
                members.list("servers", [Members.object { $0.texts("urls", configuration.servers) }])
            }
            members.text("policy", configuration.policy)
            members.text("bundle", configuration.bundle)
            members.flag("changed", configuration.isChange)
        case .call(let call): write(call, to: &members)
        case .state(let machine, let state):
            members.text("of", machine.rawValue)
            members.text("to", state)
        case .gathered(let candidate):
            members.text("candidate", candidate.text)
            members.text("mid", candidate.mid)
            members.text("relayProtocol", candidate.relayProtocol)
            members.text("url", candidate.url)
        case .candidateError(let error):
            members.text("address", error.address)
            members.text("url", error.url)
            members.integer("code", error.code)
            members.text("text", error.text)
        case .track(let track):
            members.text("side", track.isLocal ? "local" : "remote")
            members.text("kind", track.kind)
            members.text("mid", track.mid)
            members.text("event", track.event)
        case .channel(let label, let event, let error):
            members.text("label", label)
            members.text("event", event)
            members.error(error)
        case .negotiationNeeded: break
        case .media(let media):
            members.text("method", media.method)
            members.texts("kinds", media.kinds)
            members.milliseconds("ms", media.duration)
            members.error(media.error)
        case .element(let element):
            members.text("kind", element.kind)
            members.text("event", element.event)
            members.text("side", element.isLocal ? "local" : "remote")
            members.error(element.error)
            members.integer("width", element.width)
            members.integer("height", element.height)
        case .statistics(let statistics): write(statistics, to: &members)
        }
    }

    private static func write(_ call: APICall, to members: inout Members) {
        members.text("method", call.method.rawValue)
        members.milliseconds("ms", call.duration)
        members.flag("legacy", call.isLegacy)
        members.error(call.error)
        if let description = call.description {
            members.text("kind", description.kind)
            members.text("sdp", description.text)
            members.text("ufrag", description.ufrag)
            members.text("fingerprint", description.fingerprint)
        }
        if let candidate = call.candidate {
            members.text("candidate", candidate.text)
            members.text("mid", candidate.mid)
            members.text("ufrag", candidate.ufrag)
        }
    }

    private static func write(_ statistics: ConnectionStatistics, to members: inout Members) {
        members.text("ice", statistics.ice)
        members.text("dtls", statistics.dtls)
        members.text("role", statistics.role)
        members.text("tls", statistics.tlsVersion)
        members.text("cipher", statistics.cipher)
        members.integer("changes", statistics.changes)
        members.list("pairs", statistics.pairs.map(pair))
        members.integer("selected", statistics.selected)
        members.list("in", statistics.inbound.map { stream($0, frames: "decoded") })
        members.list("out", statistics.outbound.map { stream($0, frames: "frames") })
        members.list(
            "channels",
            statistics.channels.map { channel in
                Members.object {
                    $0.text("label", channel.label)
                    $0.text("state", channel.state)
                    $0.integer("sent", channel.messagesSent)
                    $0.integer("received", channel.messagesReceived)
                }
            })
    }

    private static func pair(_ pair: CandidatePair) -> String {
        Members.object {
            $0.text("state", pair.state)
            $0.flag("nominated", pair.isNominated)
            $0.json("local", end(pair.local))
            $0.json("remote", end(pair.remote))
            $0.integer("rs", pair.requestsSent)
            $0.integer("rr", pair.responsesReceived)
            $0.integer("qr", pair.requestsReceived)
            $0.integer("ps", pair.responsesSent)
            $0.number("rtt", pair.roundTrip)
            $0.integer("sent", pair.bytesSent)
            $0.integer("received", pair.bytesReceived)
        }
    }

    private static func end(_ end: CandidatePair.End) -> String {
        Members.object {
            $0.text("type", end.type)
            $0.text("protocol", end.transport)
            $0.text("relay", end.relayProtocol)
            $0.text("address", end.address)
            $0.integer("port", end.port)
            $0.text("network", end.network)
        }
    }

    private static func stream(_ stream: StreamStatistics, frames: String) -> String {
        Members.object {
            $0.text("kind", stream.kind)
            $0.text("mid", stream.mid)
            $0.text("codec", stream.codec)
            $0.integer("packets", stream.packets)
            $0.integer("bytes", stream.bytes)
            $0.integer("lost", stream.lost)
            $0.number("jitter", stream.jitter)
            $0.integer(frames, stream.frames)
            $0.integer("width", stream.width)
            $0.integer("height", stream.height)
            $0.integer("keys", stream.keyFrames)
            $0.text("limit", stream.limitation)
            $0.number("rtt", stream.roundTrip)
        }
    }
}

/// The members of a JSON object; those without a value are left out.
private struct Members {
    private var members: [String] = []

    /// The object on one line.
    var object: String { "{" + members.joined(separator: ",") + "}" }

    static func object(_ write: (inout Members) -> Void) -> String {
        var members = Members()
        write(&members)
        return members.object
    }

    mutating func json(_ name: String, _ value: String) { members.append("\"\(name)\":\(value)") }

    mutating func text(_ name: String, _ value: String?) {
        if let value { json(name, JSONString.encode(value)) }
    }

    mutating func integer(_ name: String, _ value: Int?) {
        if let value { json(name, String(value)) }
    }

    mutating func number(_ name: String, _ value: Double?) {
        if let value, value.isFinite { json(name, value.description) }
    }

    mutating func flag(_ name: String, _ value: Bool) {
        if value { json(name, "true") }
    }

    /// A time in microseconds, as milliseconds.
    mutating func milliseconds(_ name: String, _ value: Int64?) {
        guard let value else { return }
        let fraction = String((value % 1000).magnitude)
        let sign = value < 0 ? "-" : ""
        let whole = (value / 1000).magnitude
        json(name, "\(sign)\(whole).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)")
    }

    mutating func texts(_ name: String, _ values: [String]) { list(name, values.map(JSONString.encode)) }

    mutating func list(_ name: String, _ values: [String]) {
        if !values.isEmpty { json(name, "[" + values.joined(separator: ",") + "]") }
    }

    mutating func error(_ error: ReportedError?) {
        guard let error else { return }
        json(
            "error",
            Self.object {
                $0.text("name", error.name)
                $0.text("message", error.message)
            })
    }
}

extension PeerReport.Content {
    /// The value of `type`.
    fileprivate var type: String {
        switch self {
        case .page: "page"
        case .visibility: "visibility"
        case .mark: "mark"
        case .socket: "socket"
        case .configuration: "connection"
        case .call: "call"
        case .state: "state"
        case .gathered: "candidate"
        case .candidateError: "candidateerror"
        case .track: "track"
        case .channel: "channel"
        case .negotiationNeeded: "needed"
        case .media: "media"
        case .element: "play"
        case .statistics: "stats"
        }
    }
}
