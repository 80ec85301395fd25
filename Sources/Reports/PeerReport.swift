/// One report of the probe in a page: an event of the page or of one of its connections.
///
/// A report is a claim of the page that sent it. All texts are truncated to the limits of ``ReportDecoder``.
public struct PeerReport: Hashable, Sendable {
    /// The time of the event since the page's time origin, in microseconds (W3C hr-time §6).
    public let time: Int64
    /// The number of the `RTCPeerConnection` in its page, counted from 1; `nil` if the report is about the page.
    public let connection: Int?
    /// The event.
    public let content: Content

    public init(time: Int64, connection: Int? = nil, _ content: Content) {
        (self.time, self.connection, self.content) = (time, connection, content)
    }

    /// The events that a probe reports.
    public enum Content: Hashable, Sendable {
        /// The page itself, first on each socket of the probe.
        case page(PageFacts)
        /// The page became visible or hidden, or was left.
        case visibility(String)
        /// A line of the page's own.
        case mark(String)
        /// An event of a WebSocket of the page.
        case socket(SocketEvent)
        /// A connection was made, or configured anew.
        case configuration(ConnectionConfiguration)
        /// A call of the API of the connection.
        case call(APICall)
        /// A state of the connection changed.
        case state(StateMachine, String)
        /// A local candidate was gathered; the text is empty at the end of candidates.
        case gathered(GatheredCandidate)
        /// Gathering from a server failed (W3C webrtc-pc §4.8.2).
        case candidateError(CandidateError)
        /// An event of a track.
        case track(TrackEvent)
        /// An event of a data channel: its label, and `open`, `close`, or `error` with a text.
        case channel(label: String, event: String, error: ReportedError?)
        /// The event `negotiationneeded`.
        case negotiationNeeded
        /// A request for a camera, a microphone or a screen.
        case media(MediaRequest)
        /// An event of a media element.
        case element(ElementEvent)
        /// A digest of the connection's statistics.
        case statistics(ConnectionStatistics)
    }
}

/// The states of an `RTCPeerConnection` and its transports (W3C webrtc-pc §4.3, §5.5, §6.1).
public enum StateMachine: String, Hashable, Sendable, CaseIterable {
    case signaling, gathering, ice, connection, dtls, sctp
}

/// The page of a probe.
public struct PageFacts: Hashable, Sendable {
    /// A random text that identifies the page across reconnects of its probe.
    public var session = ""
    /// The page's clock when the report was sent, in microseconds since its time origin.
    public var now: Int64 = 0
    /// The URL of the page without query and fragment.
    public var url = ""
    /// Whether the page is a secure context, which cameras require (W3C secure-contexts).
    public var isSecure = false
    /// Whether the page has `navigator.mediaDevices`.
    public var hasDevices = false
    /// The browser, as it names itself.
    public var agent = ""
    /// The number of reports that the probe dropped since its last socket.
    public var dropped = 0

    public init() {}
}

/// An error as a script sees it.
public struct ReportedError: Hashable, Sendable {
    /// The name, such as `InvalidStateError`.
    public let name: String
    /// The message of the browser.
    public let message: String

    public init(name: String, message: String) { (self.name, self.message) = (name, message) }

    /// The error in a line: `InvalidStateError: Called in wrong state: stable`.
    public var text: String { message.isEmpty ? name : "\(name): \(message)" }
}

/// An event of a WebSocket of the page.
public struct SocketEvent: Hashable, Sendable {
    /// The number of the socket in its page, counted from 1.
    public var socket = 0
    /// The event: `connecting`, `open`, `close`, `error`, `sent` or `received`.
    public var event = ""
    /// The URL without its query, if the socket is connecting.
    public var url: String?
    /// The close code.
    public var code: Int?
    /// The ICE user name in the message that was sent or received.
    public var ufrag: String?
    /// The candidate in the message that was sent or received.
    public var candidate: String?

    public init() {}
}

/// The configuration of a connection (W3C webrtc-pc §4.2.1), without credentials.
public struct ConnectionConfiguration: Hashable, Sendable {
    /// The URLs of the STUN and TURN servers.
    public var servers: [String] = []
    /// The `iceTransportPolicy`; `all` unless the page set it.
    public var policy = "all"
    /// The `bundlePolicy`; `nil` if the page did not set it.
    public var bundle: String?
    /// Whether it replaces the configuration of an existing connection.
    public var isChange = false

    public init() {}

    /// Whether a TURN server is among the servers.
    public var hasTURN: Bool { servers.contains { $0.hasPrefix("turn:") || $0.hasPrefix("turns:") } }
}

/// A local candidate with the values that its line does not have.
public struct GatheredCandidate: Hashable, Sendable {
    /// The candidate line; empty at the end of candidates.
    public var text = ""
    /// The mid of its m-section.
    public var mid: String?
    /// The protocol between the browser and its TURN server: `udp`, `tcp` or `tls`.
    public var relayProtocol: String?
    /// The URL of the server that it was gathered from.
    public var url: String?

    public init() {}
}

/// A failure to gather candidates from a server (W3C webrtc-pc §4.8.2, RFC 8489 §14.8).
public struct CandidateError: Hashable, Sendable {
    /// The local address and port that were used, if the browser tells.
    public var address: String?
    /// The URL of the STUN or TURN server.
    public var url = ""
    /// The code of STUN, or 701 if the server could not be reached.
    public var code = 0
    /// The text that the server or the browser gives.
    public var text = ""

    public init() {}
}

/// An event of a track of a connection.
public struct TrackEvent: Hashable, Sendable {
    /// Whether the track is sent by this page.
    public var isLocal = false
    /// `audio` or `video`.
    public var kind = ""
    /// The mid of its transceiver.
    public var mid: String?
    /// The event: `added`, `removed`, `muted`, `unmuted`, `ended`, `disabled` or `enabled`.
    public var event = ""

    public init() {}
}

/// A request of the page for a camera, a microphone or a screen.
public struct MediaRequest: Hashable, Sendable {
    /// `getUserMedia` or `getDisplayMedia`.
    public var method = ""
    /// The kinds asked for: `audio`, `video`.
    public var kinds: [String] = []
    /// The time until it settled, in microseconds.
    public var duration: Int64?
    /// The error; `nil` if it succeeded.
    public var error: ReportedError?

    public init() {}
}

/// An event of a media element that plays a stream.
public struct ElementEvent: Hashable, Sendable {
    /// `audio` or `video`.
    public var kind = ""
    /// The event: `rejected`, `playing`, `paused` or `resized`.
    public var event = ""
    /// Whether it plays what this page sends, or nothing of a connection.
    public var isLocal = false
    /// The error of a rejected `play()`.
    public var error: ReportedError?
    /// The size of the picture, if it was resized.
    public var width: Int?
    public var height: Int?

    public init() {}
}
