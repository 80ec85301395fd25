public import Console
public import Messages
public import Routing
public import Screens

/// How the program runs: its options, and the console's settings, keys and filters.
///
/// It begins with the defaults. The configuration file is applied to it first, then the environment, then the flags of
/// the command line: each overrides those before it.
public struct Configuration: Hashable, Sendable {
    /// The options of the relay, its limits among them.
    public var relay = RelayOptions()
    /// The time that peers have to leave once the relay is told to end; 0 closes them at once.
    ///
    /// Default 2 s: an offer that was just sent is still answered, and an operator hardly waits. At most an hour.
    public var drainTimeout = Duration.seconds(2)
    /// Whether there is no screen.
    ///
    /// Default false.
    public var headless = false
    /// The format of the lines that are printed without a screen.
    ///
    /// Default text, for people.
    public var log = LogFormat.text
    /// Whether the screen is drawn in ASCII, whatever the locale says.
    ///
    /// Default false.
    public var ascii = false
    /// Whether the operator may do nothing that affects peers.
    ///
    /// Default false.
    public var isReadOnly = false
    /// The source of the certificate.
    public var tls = TLSOptions()
    /// The token that a client must present; empty if none is needed, or if a file has it.
    ///
    /// Default empty, because a relay on loopback needs none.
    public var token = ""
    /// The path of a file with the token; empty for none.
    public var tokenFile = ""
    /// The settings of the console.
    public var settings = Settings()
    /// The keys of the commands.
    public var keyMap = KeyMap()
    /// Filters by their names, each as it is written.
    public var filters: [String: String] = [:]
    /// Spellings of signaling that are not known by themselves.
    public var spellings = TaughtSpellings()

    /// The defaults.
    public init() {}

    /// The options that exclude each other, in words; `nil` if all go together.
    public var conflict: String? {
        if relay.guardsGlare, isReadOnly {
            return "glare-guard and read-only exclude each other: glare-guard holds messages back"
        }
        if !token.isEmpty, !tokenFile.isEmpty {
            return "token and token-file exclude each other: expected one of them"
        }
        let (ping, idle) = (relay.limits.pingInterval ?? .zero, relay.limits.idleTimeout ?? .zero)
        if idle > .zero, ping == .zero || ping >= idle {
            // Else every quiet peer would be closed without having been asked.
            let seconds = ping.components.seconds
            let more = seconds == 0 ? "because ping-interval 0 sends no pings" : "or more than ping-interval \(seconds)"
            return "invalid idle-timeout \"\(idle.components.seconds)\": expected 0, \(more)"
        }
        return tls.conflict
    }
}

/// The format of the lines that headless mode prints.
public enum LogFormat: String, CaseIterable, Sendable {
    /// A line of text for each entry.
    case text
    /// A JSON object for each entry.
    case json
    /// No lines.
    case off
}

/// The source of the certificate; without one there is no TLS.
public struct TLSOptions: Hashable, Sendable {
    /// The path of the certificate and of those that sign it, as PEM; empty for none.
    public var certificate = ""
    /// The path of its private key, as PEM; empty for none.
    public var key = ""
    /// Whether the program makes a certificate itself.
    ///
    /// Default false.
    public var isSelfSigned = false

    /// No TLS.
    public init() {}

    /// Whether TLS is served.
    public var isOn: Bool { isSelfSigned || !certificate.isEmpty }

    /// The options that exclude or lack each other, in words; `nil` if all go together.
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
