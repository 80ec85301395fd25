import Text

/// An event as Chromium tells it, in the names and arguments of rtcstats-js.
///
/// Chromium writes the same events to both kinds of dumps. In those of webrtc-internals a value is a text, which is JSON
/// since version 142 and was `name: value, …` before; states are texts of JSON in both.
///
/// ```
/// icecandidate     sdpMid: 0, sdpMLineIndex: 0, candidate: candidate:1 1 udp …     up to version 141
/// onicecandidate   {"sdpMid":"0","sdpMLineIndex":0,"candidate":"candidate:1 …"}    since version 142
/// ```
///
/// Sources: `peer_connection_tracker.cc` and `dump_creator.ts` of Chromium.
struct ChromiumEvent {
    /// The name of the event that a connection is gone.
    static let removed = "remove"
    /// The names of events that had no `on` up to version 141.
    private static let bareNames: Set<String> = [
        "signalingstatechange", "iceconnectionstatechange", "connectionstatechange", "icegatheringstatechange",
        "icecandidate", "icecandidateerror", "negotiationneeded", "datachannel", "track",
    ]

    /// The methods and the JSON of their arguments: none if the event is of no interest, two for a call with its outcome.
    let events: [(method: String, argument: String?)]

    /// Converts an event.
    ///
    /// - Parameters:
    ///   - name: The name of the event.
    ///   - value: The value, `nil` if there is none.
    init(_ name: String, _ value: JSONValue?) {
        let content = Content(value)
        let method = Self.bareNames.contains(name) ? "on" + name : name
        switch method {
        case "create", "setConfiguration": events = [(method, Self.configuration(content))]
        case "createOffer", "createAnswer", "restartIce", "close", "onnegotiationneeded", Self.removed:
            events = [(method, nil)]
        case "createOfferOnSuccess", "createAnswerOnSuccess", "setLocalDescription", "setLocalDescriptionOnSuccess",
            "setRemoteDescription", "setRemoteDescriptionOnSuccess":
            events = [(method, Self.description(content))]
        case "onicecandidate": events = [(method, Self.candidate(content))]
        case "addIceCandidate": events = [(method, Self.candidate(content))]
        case "addIceCandidateFailed": events = Self.failedCandidate(content)
        case "onicecandidateerror": events = [(method, Self.candidateError(content))]
        case "createDataChannel": events = [(method, "[\(Self.label(content))]")]
        case "ondatachannel": events = [(method, "[null,\(Self.label(content))]")]
        case "ontrack", "addTrack": events = [(method, Self.track(content))]
        case "onsignalingstatechange", "oniceconnectionstatechange", "onconnectionstatechange",
            "onicegatheringstatechange":
            events = [(method, content.text.map(JSONString.encode))]
        default:
            events = method.hasSuffix("OnFailure") ? [(method, JSONString.encode(content.text ?? ""))] : []
        }
    }

    /// A value, as JSON or as another text.
    enum Content {
        case none
        case object(JSONValue)
        case text(String)

        init(_ value: JSONValue?) {
            guard let value, !value.isNull else {
                self = .none
                return
            }
            guard let text = value.string else {
                self = .object(value)
                return
            }
            switch text.utf8.first {
            case nil: self = .none
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
                guard let inner = JSONValue(text) else { fallthrough }
                self = inner.string.map { .text($0) } ?? .object(inner)
            default: self = .text(text)
            }
        }

        /// The text; `nil` if the value is another one.
        var text: String? {
            if case .text(let text) = self { return text }
            return nil
        }

        /// The members by name: those of the object, or of a text `name: value, …`.
        func member(_ name: String) -> String? {
            switch self {
            case .none: nil
            case .object(let value): value[name].map { $0.string ?? $0.text(32) }
            case .text(let text):
                text.split(separator: "\n").lazy.flatMap { $0.split(separator: ", ") }
                    .first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.utf8.count + 2)) }
            }
        }

        /// The JSON of the object; `nil` if it is none.
        var json: String? {
            guard case .object(let value) = self else { return nil }
            return String(decoding: value.bytes[value.range], as: UTF8.self)
        }

        /// A JSON object of members that are texts; those that are missing are left out.
        func object(_ names: [(told: String, name: String)]) -> String {
            let members = names.compactMap { told, name in
                member(told).map { JSONString.encode(name) + ":" + JSONString.encode($0) }
            }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    // MARK: Arguments

    /// A description: `type: offer, sdp: v=0 …` up to version 141.
    private static func description(_ content: Content) -> String? {
        guard let text = content.text else { return content.json }
        guard text.hasPrefix("type: "), let comma = text.firstRange(of: ", sdp: ") else { return nil }
        let kind = text[..<comma.lowerBound].dropFirst("type: ".count)
        return #"{"type":\#(JSONString.encode(String(kind))),"sdp":"#
            + JSONString.encode(String(text[comma.upperBound...])) + "}"
    }

    private static func candidate(_ content: Content) -> String? {
        guard content.text != nil else { return content.json }
        return content.object(
            ["sdpMid", "candidate", "url", "relayProtocol", "usernameFragment"].map { ($0, $0) })
    }

    /// A failure with the candidate, or with the error: then the candidate is that of the last call.
    private static func failedCandidate(_ content: Content) -> [(String, String?)] {
        let failure = "addIceCandidateOnFailure"
        guard content.member("candidate") == nil else {
            return [
                ("addIceCandidate", candidate(content)), (failure, JSONString.encode("the browser tells no reason")),
            ]
        }
        return [(failure, JSONString.encode(content.text ?? ""))]
    }

    /// An error of gathering; the code is a number.
    private static func candidateError(_ content: Content) -> String {
        let texts = content.object([
            ("address", "address"), ("url", "url"), ("errorText", "errorText"), ("error_text", "errorText"),
        ])
        let code = (content.member("errorCode") ?? content.member("error_code")).flatMap { Int($0) }
        guard let code else { return texts }
        return texts.dropLast() + (texts.utf8.count > 2 ? "," : "") + #""errorCode":\#(code)}"#
    }

    private static func label(_ content: Content) -> String { JSONString.encode(content.member("label") ?? "") }

    /// A track: a list of its kind, its id and more in dumps of rtcstats.
    private static func track(_ content: Content) -> String? {
        if case .object(let value) = content, value.isArray { return content.json }
        guard let kind = content.member("kind"), let id = content.member("id") else { return nil }
        return "[\(JSONString.encode(kind)),\(JSONString.encode(id))]"
    }

    /// A configuration: `{ iceServers: [stun:…, turn:…], iceTransportPolicy: all, … }` up to version 141.
    static func configuration(_ content: Content) -> String? {
        guard let text = content.text else { return content.json }
        var servers: [String] = []
        if let list = text.firstRange(of: "iceServers: [") {
            servers = text[list.upperBound...].prefix { $0 != "]" }.split(separator: ", ").map(String.init)
        }
        let policy = content.member("iceTransportPolicy") ?? "all"
        let urls = servers.prefix(64).map { "{\"urls\":\(JSONString.encode($0))}" }.joined(separator: ",")
        return #"{"iceServers":[\#(urls)],"iceTransportPolicy":\#(JSONString.encode(policy))}"#
    }
}
