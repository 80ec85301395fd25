/// A digest of the statistics of a connection (W3C webrtc-stats); browsers differ in the members that they have.
public struct ConnectionStatistics: Hashable, Sendable {
    /// The state of the ICE transport.
    public var ice: String?
    /// The state of the DTLS transport.
    public var dtls: String?
    /// The role of the browser in DTLS: `client` or `server`.
    public var role: String?
    /// The version of TLS, such as `FEFD` for DTLS 1.2.
    public var tlsVersion: String?
    /// The cipher of SRTP.
    public var cipher: String?
    /// The number of changes of the selected pair.
    public var changes: Int?
    /// The candidate pairs, the selected one first.
    public var pairs: [CandidatePair] = []
    /// The index of the selected pair in ``pairs``; `nil` if none is selected.
    public var selected: Int?
    /// The streams of RTP that are received.
    public var inbound: [StreamStatistics] = []
    /// The streams of RTP that are sent.
    public var outbound: [StreamStatistics] = []
    /// The data channels.
    public var channels: [ChannelStatistics] = []

    public init() {}

    /// The selected pair; `nil` if none is selected.
    public var selectedPair: CandidatePair? {
        selected.flatMap { pairs.indices.contains($0) ? pairs[$0] : nil }
    }
}

/// A pair of candidates and its connectivity checks (RFC 8445 §6.1.2).
public struct CandidatePair: Hashable, Sendable {
    /// One end of a pair.
    public struct End: Hashable, Sendable {
        /// The type of the candidate: `host`, `srflx`, `prflx` or `relay`.
        public var type = ""
        /// `udp` or `tcp`.
        public var transport: String?
        /// The protocol to the TURN server: `udp`, `tcp` or `tls`.
        public var relayProtocol: String?
        /// The address, if the browser shows it.
        public var address: String?
        public var port: Int?
        /// The kind of network, such as `wifi`.
        public var network: String?

        public init() {}
    }

    /// The state of its checks: `frozen`, `waiting`, `in-progress`, `failed` or `succeeded`.
    public var state = ""
    public var isNominated = false
    public var local = End()
    public var remote = End()
    /// The checks: requests sent and responses to them, requests received and responses to those.
    public var requestsSent: Int?
    public var responsesReceived: Int?
    public var requestsReceived: Int?
    public var responsesSent: Int?
    /// The last round trip in milliseconds.
    public var roundTrip: Double?
    public var bytesSent: Int?
    public var bytesReceived: Int?

    public init() {}

    /// The pair in words: `host ⇄ relay udp`.
    public var text: String {
        let transport = local.type == "relay" ? local.relayProtocol ?? local.transport : local.transport
        return "\(local.type) ⇄ \(remote.type)" + (transport.map { " \($0)" } ?? "")
    }
}

/// A stream of RTP.
public struct StreamStatistics: Hashable, Sendable {
    /// `audio` or `video`.
    public var kind = ""
    public var mid: String?
    /// The media type, such as `video/VP8`.
    public var codec: String?
    public var packets: Int?
    public var bytes: Int?
    public var lost: Int?
    /// The jitter in milliseconds.
    public var jitter: Double?
    /// The frames decoded, or sent.
    public var frames: Int?
    public var width: Int?
    public var height: Int?
    public var keyFrames: Int?
    /// The reason why the quality is limited: `none`, `cpu`, `bandwidth` or `other`.
    public var limitation: String?
    /// The round trip that the receiver's reports tell, in milliseconds.
    public var roundTrip: Double?

    public init() {}
}

/// A data channel.
public struct ChannelStatistics: Hashable, Sendable {
    public var label = ""
    /// `connecting`, `open`, `closing` or `closed`.
    public var state = ""
    public var messagesSent: Int?
    public var messagesReceived: Int?

    public init() {}
}
