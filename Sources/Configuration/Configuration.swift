public import Console
public import Events
public import Messages
public import Text

/// How the program runs: its options, and the console's settings, keys and filters.
///
/// It begins with the defaults. What is applied to it goes over what was there: the configuration file first, then the
/// environment, then the command line's flags.
public struct Configuration: Hashable, Sendable {
    /// Where to listen.
    public var host = "localhost"
    /// The TCP port; 0 takes a free one.
    public var port = 8080
    /// Whether there is no screen.
    public var headless = false
    /// What is printed of each entry where there is none.
    public var log = LogFormat.text
    /// Whether a message also goes back to its sender.
    public var loopback = false
    /// Whether the glare guard works in all rooms from the start.
    public var guardsGlare = false
    /// In which frames plain peers get text messages.
    public var plainDelivery = PlainDelivery.verbatim
    /// Seconds that peers may go on once the relay is to end; 0 is at once.
    public var grace = 2
    /// Whether the screen is drawn in ASCII whatever the locale says.
    public var ascii = false
    /// Whether nothing may be done to the peers.
    public var isReadOnly = false
    /// Where the certificate comes from.
    public var tls = TLSOptions()
    /// The servers that aware peers are told of.
    public var iceServers: [ICEServer] = []
    /// Pages that may open a WebSocket beside those of the relay's own host and of this machine.
    public var allowedOrigins: [String] = []
    /// Names that requests to a relay on loopback without a token may be for, beside those of this machine.
    public var allowedHosts: [String] = []
    /// Reverse proxies that say whose requests they pass on.
    public var trustedProxies: [IPNetwork] = []
    /// What a peer must show to be let in; empty where it need not.
    public var token = ""
    /// A file with that; empty where there is none.
    public var tokenFile = ""
    /// What a connection may take.
    public var limits = Limits()
    /// How the operator wants to see things.
    public var settings = Settings()
    /// Which key does what.
    public var keyMap = KeyMap()
    /// Filters by their names, each as it is written.
    public var filters: [String: String] = [:]

    /// Spellings of signaling that are not known by themselves.
    public var spellings = TaughtSpellings()

    /// All as it is by default.
    public init() {}

    /// What cannot go together, in words; nil where all can.
    public var conflict: String? {
        if guardsGlare, isReadOnly {
            return "glare-guard keeps messages back, and read-only forbids that: leave one of them out"
        }
        if !token.isEmpty, !tokenFile.isEmpty {
            return "token and token-file are both given: leave one of them out"
        }
        if limits.silenceTime > 0, limits.pingTime == 0 || limits.pingTime >= limits.silenceTime {
            return """
                silence-time \(limits.silenceTime) would end every quiet peer, as ping-time \(limits.pingTime) asks none \
                before: give a shorter ping-time, or silence-time 0
                """
        }
        return tls.conflict
    }
}
