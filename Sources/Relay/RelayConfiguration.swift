public import Events
import Messages
public import NIOCore
public import Routing
public import Text

/// Where the relay listens, what it allows and which files it serves.
public struct RelayConfiguration: Sendable {
    /// `localhost`, which means both 127.0.0.1 and ::1 as browsers try either; or an address or name of this machine.
    public var host = "localhost"
    /// The TCP port; 0 takes a free one.
    ///
    /// Default 8080, which the clients of many a tutorial expect.
    public var port = 8080
    /// Whether a message also goes back to its sender.
    ///
    /// Default false.
    public var loopback = false
    /// Whether the glare guard works in all rooms.
    ///
    /// Default false, as it keeps messages back.
    public var guardsGlare = false
    /// In which frames plain peers get text messages.
    ///
    /// Default as they came.
    public var plainDelivery = PlainDelivery.verbatim
    /// Pages that may open a WebSocket beside those of the relay's own host and of this machine; see ``OriginPolicy``.
    public var allowedOrigins: [String] = []
    /// Names that requests may have in `Host` beside those of this machine, if it alone can reach the relay and no token
    /// is needed; see ``HostPolicy``.
    ///
    /// Default none.
    public var allowedHosts: [String] = []
    /// Proxies that say whom they were asked by; see ``ProxyTrust``.
    ///
    /// Default none.
    public var trustedProxies: [IPNetwork] = []
    /// What a peer must show to be let in; nil where it need not.
    public var token: String?
    /// What a connection may take.
    public var limits = RelayLimits()
    /// Where the certificate comes from; nil where TLS is not spoken.
    ///
    /// Default nil.
    public var tls: CertificateSource?
    /// What aware peers are told of (W3C webrtc-pc §4.2.4); default none.
    public var iceServers: [ICEServer] = []
    /// The page and what belongs to it.
    public var files: [WebFile] = []
    /// Whether anybody is told what happens.
    ///
    /// Default true.
    public var isWatched = true
    /// The time for which ``Gauges`` count, and so the least between two of them; default 1 s.
    public var gaugeTime = TimeAmount.seconds(1)
    /// Bytes of memory that the process has, asked for each ``Gauges`` on the relay loop: it must not wait.
    ///
    /// Default 0, which is not known.
    public var memory: @Sendable () -> Int = { 0 }

    public init() {}
}

/// What one connection may take; each has its reason, and what is counted is as good as unlimited at `Int.max`.
public struct RelayLimits: Sendable {
    /// Peers and names.
    public var switchboard = Switchboard.Limits()
    /// Bytes of a message after reassembly; default ``Message/byteLimit``.
    public var messageBytes = Message.byteLimit
    /// Fragments of one message; default 4,096, so that a message of many tiny ones ends.
    public var fragments = 4096
    /// Bytes that may wait to be read by one peer; default 1 MiB, several descriptions for each of its room.
    public var outboundBytes = 1024 * 1024
    /// Bytes of a connection before it is a WebSocket; default 64 KiB.
    public var requestBytes = 64 * 1024
    /// The time a connection has to become a WebSocket, or to fetch its file; default 10 s, nil for ever.
    public var requestTime: TimeAmount? = .seconds(10)
    /// The silence after which a peer is sent a ping (RFC 6455 §5.5.2); default 20 s, below what proxies cut at, nil for
    /// never.
    ///
    /// The first is sent within a quarter of it, so that the round trip is known.
    public var pingTime: TimeAmount? = .seconds(20)
    /// The silence after which a peer is taken for gone; default 60 s, nil for never.
    public var silenceTime: TimeAmount? = .seconds(60)
    /// Messages and control frames that a peer may send in a second, and five times as many at once; default 200, where
    /// a call has some fifty in its first second.
    public var messageRate = 200
    /// Bytes that a peer may send in a second, and five times as many at once; default 4 MiB.
    public var byteRate = 4 * 1024 * 1024
    /// Connections of one network, an IPv4 address or 64 bits of an IPv6 one; default 256, an office behind one address.
    public var networkConnections = 256
    /// Connections that one network may begin in a second, and five times as many at once; default 50.
    public var networkRate = 50
    /// Whether connections from this machine itself are not counted; default true, as proxies and tests are there.
    ///
    /// Wrong tokens are.
    public var exemptsLoopback = true
    /// The time a peer has to answer a close frame (RFC 6455 §7.1.1); default 2 s.
    public var closeTime = TimeAmount.seconds(2)

    public init() {}
}

/// A file that the relay serves.
public struct WebFile: Sendable {
    /// The path of its URL, `/` for the page.
    public let path: String
    /// `text/html; charset=utf-8` and others.
    public let contentType: String
    let bytes: ByteBuffer

    public init(path: String, contentType: String, bytes: [UInt8]) {
        self.path = path
        self.contentType = contentType
        self.bytes = ByteBuffer(bytes: bytes)
    }
}
