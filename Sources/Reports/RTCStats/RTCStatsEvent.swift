import Text

/// An event of rtcstats-js.
struct RTCStatsEvent {
    let method: RTCStatsMethod
    /// The number of the connection; `nil` if the event is of the page.
    let connection: Int?
    /// The argument of the call, or the value of the event; `nil` if there is none.
    let argument: JSONValue?
    /// What follows the argument: the id of a call, which its outcome repeats, or the id of a track.
    let extra: String?

    /// The id that a call and its outcome have in common; `nil` if there is none.
    var callID: String? { extra.map { ReportReader.cut($0, 40) } }

    /// The members of the argument; `nil` if it is no object.
    var reader: ReportReader? { ReportReader(argument) }

    /// The report of an event that needs no other event; `nil` if there is none.
    var content: PeerReport.Content? {
        switch method {
        case .created: .configuration(configuration(isChange: false))
        case .configured: .configuration(configuration(isChange: true))
        case .call(let method): .call(immediate(method))
        case .state(let machine): argument?.string.map { .state(machine, ReportReader.cut($0, 40)) }
        case .candidate: .gathered(gathered)
        case .candidateError: reader.map { .candidateError(Self.candidateError($0)) }
        case .negotiationNeeded: .negotiationNeeded
        case .channelMade: channel(label: 0)
        case .channelReceived: channel(label: 1)
        case .resized: reader.map { .element(Self.resized($0)) }
        default: nil
        }
    }

    /// A call that returns at once; its error is not told.
    private func immediate(_ method: APICall.Method) -> APICall {
        var call = APICall(method)
        call.duration = 0
        return call
    }

    private func configuration(isChange: Bool) -> ConnectionConfiguration {
        var configuration = ConnectionConfiguration()
        configuration.isChange = isChange
        guard let reader else { return configuration }
        let urls = reader.objects("iceServers", ReportDecoder.serverLimit).flatMap { server in
            (server.text("urls") ?? server.text("url")).map { [$0] } ?? server.texts("urls", ReportDecoder.serverLimit)
        }
        configuration.servers = Array(urls.prefix(ReportDecoder.serverLimit))
        configuration.policy = reader.text("iceTransportPolicy", 20) ?? "all"
        configuration.bundle = reader.text("bundlePolicy", 20)
        return configuration
    }

    private var gathered: GatheredCandidate {
        var candidate = GatheredCandidate()
        candidate.text = reader?.text("candidate", 1000) ?? ""
        candidate.mid = reader?.text("sdpMid", 64)
        // Dumps of Chromium have these too.
        candidate.relayProtocol = reader?.text("relayProtocol", 10)
        candidate.url = reader?.text("url")
        return candidate
    }

    private static func candidateError(_ reader: ReportReader) -> CandidateError {
        var error = CandidateError()
        error.address = reader.text("address", 100)
        error.url = reader.text("url") ?? ""
        error.code = reader.integer("errorCode") ?? 0
        error.text = reader.text("errorText") ?? ""
        return error
    }

    /// A data channel, whose label is the element number `label` of the argument.
    private func channel(label: Int) -> PeerReport.Content {
        let elements = argument?.elements(2) ?? []
        let text = elements.indices.contains(label) ? elements[label].string : nil
        return .channel(label: ReportReader.cut(text ?? "", 100), event: "created", error: nil)
    }

    private static func resized(_ reader: ReportReader) -> ElementEvent {
        var element = ElementEvent()
        (element.kind, element.event) = ("video", "resized")
        element.width = reader.integer("videoWidth")
        element.height = reader.integer("videoHeight")
        return element
    }

    /// The candidate of an `addIceCandidate`.
    var candidate: AppliedCandidate {
        var candidate = AppliedCandidate()
        candidate.text = reader?.text("candidate", 1000) ?? ""
        candidate.mid = reader?.text("sdpMid", 64)
        candidate.ufrag = reader?.text("usernameFragment")
        return candidate
    }

    /// The request of a `getUserMedia` or `getDisplayMedia`.
    func media(_ method: String) -> MediaRequest {
        var media = MediaRequest()
        media.method = method
        media.kinds = ["audio", "video"].filter { kind in
            argument?[kind].map { $0.isTrue || $0.isObject } ?? false
        }
        return media
    }

    /// The error of a failure, which is told as `name: message`.
    var error: ReportedError {
        let text = RTCStatsDescription.masked(ReportReader.cut(argument?.string ?? "", 600))
        guard let colon = text.firstRange(of: ": "),
            text[..<colon.lowerBound].allSatisfy({ $0.isASCII && $0.isLetter }), colon.lowerBound > text.startIndex
        else { return ReportedError(name: "Error", message: ReportReader.cut(text, 500)) }
        let name = String(text[..<colon.lowerBound])
        return ReportedError(
            name: ReportReader.cut(name, 100), message: ReportReader.cut(String(text[colon.upperBound...]), 500))
    }
}
