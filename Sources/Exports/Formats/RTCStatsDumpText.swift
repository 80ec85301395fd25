public import Events
import Reports
public import Sessions
import Text

/// Exports what the probes of pages have reported as an RTCStatsDump, for the tools that read rtcstats.
///
/// The first page names the file; the connections of all pages are numbered. Statistics are no entries, so the file has the
/// calls of the API, the candidates and the states.
///
/// ```
/// RTCStatsDump
/// {"fileFormat":2,"origin":"https://app.example/","userAgent":"…"}
/// ["create","PC_0",{"iceServers":[]},1796001868172]
/// ["setLocalDescription","PC_0",{"type":"offer","sdp":"v=0\r\n…"},1796001868301]
/// ["setLocalDescriptionOnSuccess","PC_0",null,1796001868305]
/// ```
/// Source: the section "RTCStats dump file format" in the README of rtcstats/rtcstats. In version 2, all times are those since
/// 1970.
public enum RTCStatsDumpText {
    /// Returns the dump of `records`.
    ///
    /// - Parameters:
    ///   - records: The entries, in order.
    ///   - wall: The wall clock.
    /// - Returns: The lines.
    public static func text(_ records: [Journal.Record], _ wall: WallClock) -> String {
        var writer = DumpWriter(wall)
        for record in records {
            guard let report = record.entry.report else { continue }
            writer.append(report)
        }
        return writer.text
    }
}

/// Writes the lines of a dump.
private struct DumpWriter {
    private let wall: WallClock
    private var page: PageFacts?
    private var lines: [String] = []
    /// The number of each connection, counted from 0.
    private var numbers: [ConnectionID: Int] = [:]
    /// The number of requests for media.
    private var requests = 0

    init(_ wall: WallClock) { self.wall = wall }

    var text: String {
        let facts = ",\"origin\":\(quoted(page?.url ?? "")),\"userAgent\":\(quoted(page?.agent ?? ""))"
        return (["RTCStatsDump", "{\"fileFormat\":2\(page == nil ? "" : facts)}"] + lines).joined(separator: "\n")
            + "\n"
    }

    mutating func append(_ report: PageReport) {
        let time = wall.milliseconds(report.occurred)
        let id = report.connection.map { "\"PC_\(number(of: $0))\"" } ?? "null"
        for (method, argument, call) in events(report.report.content) {
            let end = report.report.content.duration.map { time + $0 / 1000 } ?? time
            let moment = method.hasSuffix("OnSuccess") || method.hasSuffix("OnFailure") ? end : time
            let extra = call.map { ",\(quoted($0))" } ?? ""
            lines.append("[\(quoted(method)),\(id),\(argument)\(extra),\(moment)]")
        }
    }

    private mutating func number(of id: ConnectionID) -> Int {
        if let known = numbers[id] { return known }
        numbers[id] = numbers.count
        return numbers.count - 1
    }

    /// The events of a report: the method, its argument in JSON, and the id of a request for media.
    private mutating func events(_ content: PeerReport.Content) -> [(String, String, String?)] {
        switch content {
        case .page(let facts):
            page = page ?? facts
            return []
        case .configuration(let configuration):
            let servers = configuration.servers.map { "{\"urls\":[\(quoted($0))]}" }.joined(separator: ",")
            let bundle = configuration.bundle.map { ",\"bundlePolicy\":\(quoted($0))" } ?? ""
            let policy = quoted(configuration.policy)
            let text = "{\"iceServers\":[\(servers)],\"iceTransportPolicy\":\(policy)\(bundle)}"
            return [(configuration.isChange ? "setConfiguration" : "create", text, nil)]
        case .call(let call): return Self.events(call)
        case .state(let machine, let state):
            let names: [StateMachine: String] = [
                .signaling: "signaling", .gathering: "icegathering", .ice: "iceconnection", .connection: "connection",
            ]
            return names[machine].map { [("on\($0)statechange", quoted(state), nil)] } ?? []
        case .gathered(let candidate):
            let mid = candidate.mid.map { ",\"sdpMid\":\(quoted($0))" } ?? ""
            let url = candidate.url.map { ",\"url\":\(quoted($0))" } ?? ""
            return [("onicecandidate", "{\"candidate\":\(quoted(candidate.text))\(mid)\(url)}", nil)]
        case .candidateError(let error):
            let address = error.address.map { ",\"address\":\(quoted($0))" } ?? ""
            let text = """
                {"url":\(quoted(error.url)),"errorCode":\(error.code),"errorText":\(quoted(error.text))\(address)}
                """
            return [("onicecandidateerror", text, nil)]
        case .channel(let label, "created", _): return [("createDataChannel", "[\(quoted(label))]", nil)]
        case .negotiationNeeded: return [("onnegotiationneeded", "null", nil)]
        case .media(let media):
            requests += 1
            let method = "navigator.mediaDevices.\(media.method)"
            let kinds = media.kinds.map { "\(quoted($0)):true" }.joined(separator: ",")
            let outcome = media.error.map { ("\(method)OnFailure", quoted($0.text)) } ?? ("\(method)OnSuccess", "[]")
            return [(method, "{\(kinds)}", "\(requests)"), (outcome.0, outcome.1, "\(requests)")]
        case .visibility, .mark, .socket, .track, .channel, .element, .statistics: return []
        }
    }

    private static func events(_ call: APICall) -> [(String, String, String?)] {
        let method = call.method.rawValue
        var argument = "null"
        if let description = call.description {
            let sdp = description.text.map { ",\"sdp\":\(quoted($0))" } ?? ""
            argument = "{\"type\":\(quoted(description.kind))\(sdp)}"
        } else if let candidate = call.candidate {
            let mid = candidate.mid.map { ",\"sdpMid\":\(quoted($0))" } ?? ""
            let ufrag = candidate.ufrag.map { ",\"usernameFragment\":\(quoted($0))" } ?? ""
            argument = "{\"candidate\":\(quoted(candidate.text))\(mid)\(ufrag)}"
        }
        switch call.method {
        case .construct: return []
        case .close, .restartIce, .setConfiguration: return [(method, argument, nil)]
        case .createOffer, .createAnswer, .setLocalDescription, .setRemoteDescription, .addIceCandidate:
            let isCreation = call.method == .createOffer || call.method == .createAnswer
            let begin = (method, isCreation ? "null" : argument, String?.none)
            if let error = call.error { return [begin, ("\(method)OnFailure", quoted(error.text), nil)] }
            return call.hasSucceeded ? [begin, ("\(method)OnSuccess", isCreation ? argument : "null", nil)] : [begin]
        }
    }
}

extension PeerReport.Content {
    /// The time until what it reports had settled, in microseconds.
    fileprivate var duration: Int64? {
        switch self {
        case .call(let call): call.duration
        case .media(let media): media.duration
        default: nil
        }
    }
}

private func quoted(_ text: String) -> String { JSONString.encode(text) }
