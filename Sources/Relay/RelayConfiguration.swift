public import NIOCore
public import Routing
public import ServerTLS

/// The configuration of a relay: its options, token, certificate and files, and how it is observed.
@dynamicMemberLookup
public struct RelayConfiguration: Sendable {
    /// The options that the operator sets.
    public var options = RelayOptions()
    /// The token that a peer must present; `nil`, the default, if none is required.
    public var token: String?
    /// The source of the certificate; `nil`, the default, for no TLS.
    public var tls: CertificateSource?
    /// The server that the relay forwards all requests to, as a proxy; `nil`, the default, for a relay of its own.
    ///
    /// A proxy serves its ``files`` below `/.signal-console/`. It applies the rules for hosts, origins, trusted proxies and bans, the limits of
    /// connections, peers and heads, and to WebSocket handshakes the ``token``; the origin is checked here because the
    /// server sees its own. The limits of rooms, rates, silence and requests as a whole do not apply, and messages are
    /// limited by ``Upstream/maxMessageSize``.
    public var upstream: Upstream?
    /// The page and the files that belong to it; none by default.
    public var files: [WebFile] = []
    /// Whether entries, snapshots and gauges are reported; true by default.
    public var reportsEvents = true
    /// The minimum time between two reports of ``Gauges``, and so the time that they cover; 1 s by default.
    public var gaugeInterval = TimeAmount.seconds(1)
    /// Returns the memory use of the process in bytes; 0, the default, means unknown.
    ///
    /// Called on the relay loop for each report of ``Gauges``, so it must not block.
    public var memory: @Sendable () -> Int = { 0 }

    public init() {}

    /// Accesses an option by its own name: `configuration.port`.
    public subscript<Value>(dynamicMember path: WritableKeyPath<RelayOptions, Value>) -> Value {
        get { options[keyPath: path] }
        set { options[keyPath: path] = newValue }
    }
}
