public import Console
public import Messages
public import Routing
public import Screens

/// The options of the program, and the settings, keys and filters of its console.
///
/// A new configuration has the defaults. The configuration file, the environment and the flags of the command line are
/// applied to it in that order; each overrides those before it.
public struct ProgramConfiguration: Hashable, Sendable {
    /// The options of the relay, its limits among them.
    public var relay = RelayOptions()
    /// The time between the request to end the program and the closing of connections that are still open; 0 closes
    /// them immediately.
    ///
    /// The default, 2 s, suffices to answer an offer that was just sent. The maximum is an hour.
    public var drainTimeout = Duration.seconds(2)
    /// Whether the program runs without a screen.
    public var headless = false
    /// The format of the lines that the program prints if it runs without a screen.
    public var log = LogFormat.text
    /// Whether these lines have the payloads of messages, which contain passwords; JSON only.
    ///
    /// Default: false.
    public var logsPayloads = false
    /// The path of the file to record to; empty for none.
    public var record = ""
    /// The size at which the file of the recording is rotated, in bytes, or `Limits.none`.
    ///
    /// The default, 1 GiB, is a day of busy calls; with the former file, a recording takes twice that at most.
    public var recordLimit = 1 << 30
    /// Whether the screen is drawn in ASCII, regardless of the locale.
    public var ascii = false
    /// Whether commands that affect peers are disabled.
    public var isReadOnly = false
    /// The source of the certificate.
    public var tls = TLSOptions()
    /// The options of the proxy.
    public var proxy = ProxyOptions()
    /// The token that a client must present; empty if none is required or if ``tokenFile`` is set.
    public var token = ""
    /// The path of the file that contains the token; empty for none.
    public var tokenFile = ""
    /// The settings of the console.
    public var settings = Settings()
    /// The keys of the console's commands.
    public var keyMap = KeyMap()
    /// The text of each saved filter, by its name.
    public var filters: [String: String] = [:]
    /// Additional field names and words of signaling messages.
    public var spellings = TaughtSpellings()

    /// Creates a configuration with the defaults.
    public init() {}

    /// The error message if options exclude each other; `nil` if they are consistent.
    public var conflict: String? {
        if relay.guardsGlare, isReadOnly {
            return "glare-guard and read-only exclude each other: glare-guard holds messages back"
        }
        if !token.isEmpty, !tokenFile.isEmpty {
            return "token and token-file exclude each other: expected one of them"
        }
        let (ping, idle) = (relay.limits.pingInterval ?? .zero, relay.limits.idleTimeout ?? .zero)
        if idle > .zero, ping == .zero || ping >= idle {
            // Otherwise every quiet peer would be closed before it was sent a ping.
            let seconds = ping.components.seconds
            let more = seconds == 0 ? "because ping-interval 0 sends no pings" : "or more than ping-interval \(seconds)"
            return "invalid idle-timeout \"\(idle.components.seconds)\": expected 0, \(more)"
        }
        if proxy.isInsecure, !proxy.authorities.isEmpty {
            return "upstream-insecure and upstream-ca exclude each other: expected one of them"
        }
        if proxy.injectsProbe, !relay.acceptsProbes {
            return "inject-probe and no-probe exclude each other: without the probe there is nothing to inject"
        }
        return tls.conflict
    }
}

/// The format of the log that the program prints if it runs without a screen.
public enum LogFormat: String, CaseIterable, Sendable {
    /// One line of text per entry.
    case text
    /// One JSON object per line and entry.
    case json
    /// No output.
    case off
}

/// The source of the TLS certificate.
public struct TLSOptions: Hashable, Sendable {
    /// The path of the certificate chain, leaf first, in PEM; empty for none.
    public var certificate = ""
    /// The path of the private key, in PEM; empty for none.
    public var key = ""
    /// Whether the program generates a self-signed certificate.
    public var isSelfSigned = false

    /// Creates options without TLS.
    public init() {}

    /// Whether the relay uses TLS.
    public var isOn: Bool { isSelfSigned || !certificate.isEmpty }

    /// The error message if options exclude or require each other; `nil` if they are consistent.
    var conflict: String? {
        switch (certificate.isEmpty, key.isEmpty) {
        case (false, true): "tls-cert needs the private key of the certificate: expected --tls-key FILE"
        case (true, false): "tls-key needs the certificate of the key: expected --tls-cert FILE"
        case (false, false) where isSelfSigned:
            "tls-self-signed and tls-cert exclude each other: expected one of them"
        default: nil
        }
    }
}

/// The options of `signal-console proxy`.
public struct ProxyOptions: Hashable, Sendable {
    /// Whether `Host` is forwarded as the client sent it.
    public var keepsHost = false
    /// Whether `Origin` of WebSocket handshakes is forwarded as the client sent it.
    public var keepsOrigin = false
    /// The path of a PEM file with the authorities that are trusted; empty for those of the system.
    public var authorities = ""
    /// Whether any certificate of the server is accepted.
    public var isInsecure = false
    /// Whether each request that is no signaling is an entry.
    public var logsRequests = false
    /// Whether pages get the script tag of the probe.
    public var injectsProbe = false

    /// Creates options with the defaults.
    public init() {}
}
