import Text

/// A method of an event of rtcstats-js: a call of the API, its outcome, or an event of the browser.
enum RTCStatsMethod: Hashable, Sendable {
    case statistics, created, configured
    case call(APICall.Method), succeeded(APICall.Method), failed(APICall.Method)
    /// A request for media: `getUserMedia` or `getDisplayMedia`.
    case media(String)
    /// An outcome of such a request; which one it is, the number of the call tells.
    case mediaSucceeded, mediaFailed
    case state(StateMachine)
    case candidate, candidateError, negotiationNeeded
    case remoteTrack, localTrack, transceiver, senderMade, trackRemoved, trackReplaced
    case trackEnded, trackMuted, trackUnmuted, trackEnabled
    case channelMade, channelReceived
    case resized
    /// The socket is open, and all events before it have been sent.
    case socketOpened

    /// The methods with their numbers and names.
    ///
    /// A method is sent as its number, or as its name if it has none.
    private static let list: [(number: String?, name: String, method: RTCStatsMethod)] = [
        ("g", "getStats", .statistics), ("1", "getStats", .statistics),
        ("2", "createOffer", .call(.createOffer)), ("3", "createOfferOnSuccess", .succeeded(.createOffer)),
        ("12", "createOfferOnFailure", .failed(.createOffer)),
        ("4", "createAnswer", .call(.createAnswer)), ("5", "createAnswerOnSuccess", .succeeded(.createAnswer)),
        ("13", "createAnswerOnFailure", .failed(.createAnswer)),
        ("6", "setLocalDescription", .call(.setLocalDescription)),
        ("7", "setLocalDescriptionOnSuccess", .succeeded(.setLocalDescription)),
        ("14", "setLocalDescriptionOnFailure", .failed(.setLocalDescription)),
        ("8", "setRemoteDescription", .call(.setRemoteDescription)),
        ("9", "setRemoteDescriptionOnSuccess", .succeeded(.setRemoteDescription)),
        ("15", "setRemoteDescriptionOnFailure", .failed(.setRemoteDescription)),
        ("10", "addIceCandidate", .call(.addIceCandidate)),
        ("11", "addIceCandidateOnSuccess", .succeeded(.addIceCandidate)),
        ("16", "addIceCandidateOnFailure", .failed(.addIceCandidate)),
        ("20", "onicecandidate", .candidate), ("21", "onicecandidateerror", .candidateError),
        ("22", "ontrack", .remoteTrack),
        ("23", "onsignalingstatechange", .state(.signaling)), ("24", "oniceconnectionstatechange", .state(.ice)),
        ("25", "onconnectionstatechange", .state(.connection)),
        ("26", "onicegatheringstatechange", .state(.gathering)),
        ("27", "onnegotiationneeded", .negotiationNeeded), ("28", "ondatachannel", .channelReceived),
        ("30", "addTrack", .localTrack), ("31", "addTrackOnSuccess", .senderMade),
        ("32", "addTransceiver", .transceiver), ("33", "addTransceiverOnSuccess", .senderMade),
        ("34", "removeTrack", .trackRemoved), ("35", "createDataChannel", .channelMade),
        ("36", "close", .call(.close)), ("37", "restartIce", .call(.restartIce)),
        ("38", "setConfiguration", .configured), ("39", "create", .created), ("51", "replaceTrack", .trackReplaced),
        ("60", "navigator.mediaDevices.getUserMedia", .media("getUserMedia")),
        ("61", "navigator.mediaDevices.getUserMediaOnSuccess", .mediaSucceeded),
        ("65", "navigator.mediaDevices.getUserMediaOnFailure", .mediaFailed),
        ("63", "navigator.mediaDevices.getDisplayMedia", .media("getDisplayMedia")),
        ("64", "navigator.mediaDevices.getDisplayMediaOnSuccess", .mediaSucceeded),
        ("68", "navigator.mediaDevices.getDisplayMediaOnFailure", .mediaFailed),
        ("72", "MediaStreamTrack.onended", .trackEnded), ("73", "MediaStreamTrack.onmute", .trackMuted),
        ("74", "MediaStreamTrack.onunmute", .trackUnmuted), (nil, "MediaStreamTrack.enabled", .trackEnabled),
        ("80", "HTMLMediaElement.resize", .resized), (nil, "websocket", .socketOpened),
    ]

    private static let table: [String: RTCStatsMethod] = {
        var table: [String: RTCStatsMethod] = [:]
        for (number, name, method) in list {
            table[name] = method
            if let number { table[number] = method }
        }
        return table
    }()

    /// The method with that number or name; `nil` if it is not known, or of no interest.
    init?(named name: String) {
        guard let method = Self.table[name] else { return nil }
        self = method
    }

    /// The number or name in the first element of an event; `nil` if it is neither.
    static func name(_ value: JSONValue) -> String? {
        guard value.byteCount <= 100 else { return value.isString ? "" : nil }
        return value.string ?? value.integer.map(String.init)
    }

    /// Whether an event of the method is always one of a connection.
    var requiresConnection: Bool {
        switch self {
        case .created, .media, .mediaSucceeded, .mediaFailed, .trackEnded, .trackEnabled, .socketOpened: false
        default: true
        }
    }

    /// Whether it is a request for media, or its outcome.
    var isOfMedia: Bool {
        switch self {
        case .media, .mediaSucceeded, .mediaFailed: true
        default: false
        }
    }

    /// The method of the API that is called or has settled; `nil` for other events.
    var called: APICall.Method? {
        switch self {
        case .call(let method), .succeeded(let method), .failed(let method): method
        default: nil
        }
    }
}
