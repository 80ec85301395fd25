public import NIOCore
public import Routing

/// The options of a relay, with its token, certificate and files, and how it is watched.
@dynamicMemberLookup
public struct RelayConfiguration: Sendable {
    /// The options that the operator sets.
    public var options = RelayOptions()
    /// The token that a peer must present; `nil` if none is needed.
    ///
    /// Default `nil`.
    public var token: String?
    /// The source of the certificate; `nil` for no TLS.
    ///
    /// Default `nil`.
    public var tls: CertificateSource?
    /// The page and the files that belong to it.
    public var files: [WebFile] = []
    /// Whether entries are reported.
    ///
    /// Default true.
    public var isWatched = true
    /// The time for which ``Gauges`` count, and so the shortest time between two of them.
    ///
    /// Default 1 s.
    public var gaugeTime = TimeAmount.seconds(1)
    /// Returns the bytes of memory that the process has; called for each ``Gauges`` on the relay loop, so it must not
    /// wait.
    ///
    /// Default 0, which means unknown.
    public var memory: @Sendable () -> Int = { 0 }

    public init() {}

    /// An option by its own name: `configuration.port`.
    public subscript<Value>(dynamicMember path: WritableKeyPath<RelayOptions, Value>) -> Value {
        get { options[keyPath: path] }
        set { options[keyPath: path] = newValue }
    }
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
