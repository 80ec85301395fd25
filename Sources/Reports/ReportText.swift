/// Reports in words.
///
/// They contain text of the page, so they are made printable when they are drawn.
extension PeerReport {
    /// The report in a line: `setRemoteDescription(answer) ✓ 3 ms`, `ICE checking`.
    public var text: String {
        switch content {
        case .page(let page):
            let trouble =
                page.isSecure
                ? "" : " · not a secure context" + (page.hasDevices ? "" : ": no camera and no microphone")
            let dropped = page.dropped == 0 ? "" : " · \(page.dropped) reports were dropped"
            return "page \(page.url) · \(page.browser)\(trouble)\(dropped)"
        case .visibility(let state): return state == "gone" ? "page closed or left" : "page \(state)"
        case .mark(let text): return "mark: \(text)"
        case .socket(let socket):
            let detail = [socket.url, socket.code.map(String.init), socket.ufrag].compactMap(\.self).first
            return "WebSocket \(socket.socket) \(socket.event)" + (detail.map { " \($0)" } ?? "")
        case .configuration(let configuration): return configuration.text
        case .call(let call): return call.text
        // The state of the connection is that of everything below it.
        case .state(.connection, let state): return state
        case .state(let machine, let state): return "\(machine.title) \(state)"
        case .gathered(let candidate):
            return candidate.text.isEmpty ? "gathering complete" : "gathered \(candidate.text)"
        case .candidateError(let error): return error.summary
        case .track(let track): return "\(track.isLocal ? "local" : "remote") \(track.kind) track \(track.event)"
        case .channel(let label, let event, let error):
            return "data channel \"\(label)\" \(event)" + (error.map { ": \($0.text)" } ?? "")
        case .negotiationNeeded: return "negotiationneeded"
        case .media(let media):
            return "\(media.method)(\(media.kinds.joined(separator: ", "))) "
                + APICall.result(media.duration, media.error)
        case .element(let element):
            if let error = element.error {
                return "\(element.kind) play() ✗ \(error.text)"
            }
            let side = element.isLocal ? "local" : "remote"
            if let width = element.width { return "\(side) \(element.kind) shown, \(width)x\(element.height ?? 0)" }
            return "\(side) \(element.kind) \(element.event)"
        case .statistics(let statistics):
            return statistics.selectedPair.map { "selected pair \($0.text)" } ?? "statistics"
        }
    }

    /// Whether it is a step of a connection, or a line of the page's own, and not a fact about the page.
    public var isStep: Bool {
        switch content {
        case .call, .state, .candidateError, .track, .channel, .mark, .media, .element, .statistics: true
        case .page, .visibility, .socket, .configuration, .gathered, .negotiationNeeded: false
        }
    }

    /// Whether it reports an error, or a state from which the connection does not recover by itself.
    public var isFailure: Bool {
        switch content {
        case .call(let call): call.error != nil
        case .state(_, let state): state == "failed"
        case .candidateError(let error): error.code >= 300
        case .media(let media): media.error != nil
        // An interrupted play() begins again.
        case .element(let element): element.error.map { $0.name != "AbortError" } ?? false
        case .channel(_, _, let error): error != nil
        default: false
        }
    }

    /// The bytes of its texts, about: an upper estimate of its memory beside a fixed part.
    public var size: Int {
        switch content {
        case .call(let call): 256 + (call.description?.text?.utf8.count ?? 0) + (call.error?.message.utf8.count ?? 0)
        case .statistics(let statistics):
            256 * (1 + statistics.pairs.count + statistics.inbound.count + statistics.outbound.count)
        case .mark(let text): 256 + text.utf8.count
        default: 1024
        }
    }
}

extension StateMachine {
    /// The name in a line: `ICE`.
    public var title: String {
        switch self {
        case .ice: "ICE"
        case .dtls: "DTLS"
        case .sctp: "SCTP"
        case .signaling, .gathering, .connection: rawValue
        }
    }
}

extension PageFacts {
    /// The browser in a word: `Firefox 140`, `Chrome 142`; the beginning of the user agent if it is another one.
    public var browser: String {
        for name in ["Firefox", "Edg", "OPR", "Chrome", "Version"] {
            guard let range = agent.firstRange(of: name + "/") else { continue }
            let version = agent[range.upperBound...].prefix { $0.isNumber }
            return (name == "Version" ? "Safari" : name == "Edg" ? "Edge" : name) + " " + version
        }
        return String(agent.prefix(40))
    }
}

extension ConnectionConfiguration {
    /// `new RTCPeerConnection: turn:turn.example.org, relay only`.
    public var text: String {
        let list = servers.isEmpty ? "no ICE servers" : servers.joined(separator: ", ")
        return (isChange ? "setConfiguration: " : "new RTCPeerConnection: ") + list
            + (policy == "all" ? "" : " · policy \(policy)")
    }
}

extension APICall {
    /// `setRemoteDescription(answer) ✓ 3 ms`.
    public var text: String {
        let argument = description?.kind ?? candidate.map { $0.text.isEmpty ? "end-of-candidates" : "" } ?? ""
        return "\(method.rawValue)(\(argument)) \(isLegacy ? "with callbacks" : Self.result(duration, error))"
    }

    /// `✓ 3 ms`, `✗ InvalidStateError: …`, or `still pending`.
    static func result(_ duration: Int64?, _ error: ReportedError?) -> String {
        if let error { return "✗ \(error.text)" }
        guard let duration else { return "still pending" }
        return "✓ \(duration / 1000) ms"
    }
}

extension CandidateError {
    /// `turn:turn.example.org answered 401 Unauthorized`.
    public var summary: String {
        let server = url.isEmpty ? "the ICE server" : url
        if code == 701 { return "\(server) could not be reached (701)" + (text.isEmpty ? "" : ": \(text)") }
        return "\(server) answered \(code)" + (text.isEmpty ? "" : " \(text)")
    }
}
