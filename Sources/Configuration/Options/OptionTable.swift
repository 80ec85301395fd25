import Events
import Routing
import Screens
import Text

/// All options, in the order of `--help`.
///
/// Defaults and units are documented at the properties: in ``ProgramConfiguration``, `RelayOptions` and `Limits`.
public enum OptionTable {
    /// A group of options with a heading in the help.
    public enum Section: CaseIterable, Sendable {
        case relay, admission, screen, tls, limits, proxy

        /// The heading.
        public var title: String {
            switch self {
            case .relay: "Relay"
            case .admission: "Admission"
            case .screen: "Screen and log"
            case .tls: "TLS and ICE servers"
            case .limits: "Limits, 0 for none"
            case .proxy: "Proxy, with the command proxy"
            }
        }

        /// The options of the section.
        public var rows: [OptionRow] {
            switch self {
            case .relay: OptionTable.relay
            case .admission: OptionTable.admission
            case .screen: OptionTable.screen
            case .tls: OptionTable.tls
            case .limits: OptionTable.limits
            case .proxy: OptionTable.proxy
            }
        }
    }

    /// The rows of all sections.
    public static let all = Section.allCases.flatMap(\.rows)

    private static let byName = Dictionary(
        uniqueKeysWithValues: all.flatMap { row in row.names.map { ($0, row) } })

    /// The option with the present or former name `name`; `nil` if there is none.
    public static subscript(name: String) -> OptionRow? { byName[name] }

    // MARK: Rows

    private static let relay = [
        OptionRow(
            "host", .text(\.relay.host, "host", "a name or an address") { !$0.isEmpty },
            "The name or address to listen on; localhost means 127.0.0.1 and ::1, 0.0.0.0 every address."),
        OptionRow("port", .number(\.relay.port, "port", 0...65_535), "The port to listen on; 0 picks a free one."),
        OptionRow(
            "loopback", .flag(\.relay.loopback), "Send each message back to its sender too, to test one client alone."),
        OptionRow(
            "glare-guard", .flag(\.relay.guardsGlare), "Resolve glare for clients without perfect negotiation."),
        OptionRow(
            "deliver", .choice(\.relay.plainDelivery, "frames"),
            "The frames in which plain peers receive text: unchanged, or binary for clients that need a Blob."),
        OptionRow(
            "probe", .flag(\.relay.acceptsProbes),
            "Serve probe.js, and accept the reports of pages that include it."),
        OptionRow(
            "drain-timeout", formerly: ["grace"], .seconds(\.drainTimeout, upTo: 3600),
            "Seconds that peers have to leave when the relay ends; it admits no new peers meanwhile."),
    ]

    private static let admission = [
        OptionRow(
            "allow-origin",
            .list(
                \.relay.allowedOrigins, "origin", "origins, with * for any characters, or null for pages from a file",
                write: \.self, read: \.self),
            isReloadable: true,
            "Admit pages of this origin, such as https://*.example.com, besides those of this host and machine."),
        OptionRow(
            "allow-host",
            .list(
                \.relay.allowedHosts, "name", "names without scheme and port, with * for any characters", write: \.self,
                read: { $0.utf8.allSatisfy(isNameByte) ? $0 : nil }),
            isReloadable: true,
            "Accept requests for this host name, besides those of this machine, on loopback without a token."),
        OptionRow(
            "trusted-proxy",
            .list(
                \.relay.trustedProxies, "address", "addresses and networks such as 127.0.0.1 or 10.0.0.0/8",
                takesAll: true, write: \.text, read: { IPNetwork($0) }),
            isReloadable: true,
            "A reverse proxy whose Forwarded or X-Forwarded-For header names the client."),
        OptionRow(
            "token",
            .text(\.token, "token", tokenExpected) { $0.isEmpty || isToken($0) }.secret.notEmpty,
            isReloadable: true,
            "The token that clients must present; other users can see it in the process list, so prefer --token-file."),
        OptionRow(
            "token-file", .file(\.tokenFile).notEmpty, isReloadable: true,
            "The file with the token that clients must present."),
    ]

    private static let screen = [
        OptionRow("headless", .flag(\.headless), "Run without a screen and print a line for each entry."),
        OptionRow("log", .choice(\.log, "format"), isReloadable: true, "The format of these lines."),
        OptionRow(
            "log-payloads", .flag(\.logsPayloads), isReloadable: true,
            "Include the payloads of messages in JSON lines; they contain passwords and addresses."),
        OptionRow(
            "record", .file(\.record),
            "Record all events to this file, with or without a screen, to be opened later."),
        OptionRow(
            "record-limit", .size(\.recordLimit),
            "The size at which that file is renamed with .1 after its name, in place of an older one, and begun anew."),
        OptionRow("read-only", .flag(\.isReadOnly), "Observe only: disable all commands that affect peers."),
        OptionRow("ascii", .flag(\.ascii), "Draw the screen in ASCII."),
        OptionRow(
            "mouse", .flag(\.settings.mouse), isSetting: true,
            "Use the mouse in the console; the terminal then selects text only with Shift."),
    ]

    private static let tls = [
        OptionRow(
            "tls-cert", .file(\.tls.certificate),
            "The certificate to serve TLS with, as PEM; reloaded when the file changes."),
        OptionRow("tls-key", .file(\.tls.key), "The private key of the certificate, as PEM."),
        OptionRow(
            "tls-self-signed", .flag(\.tls.isSelfSigned),
            "Serve TLS with a certificate that is generated for this machine and stored."),
        OptionRow(
            "ice-server",
            .list(
                \.relay.iceServers, "url[,user,credential]",
                "stun:HOST[:PORT], or turn:HOST[:PORT],USER,CREDENTIAL, at most \(iceServerLimit) in all",
                limit: iceServerLimit, write: \.text, read: { ICEServer($0) }
            ).secret,
            isReloadable: true, "A STUN or TURN server to announce to aware peers; may be repeated."),
    ]

    private static let limits = [
        OptionRow(
            "max-message-size", .size(\.relay.limits.maxMessageSize), isReloadable: true,
            "Maximum bytes of a message; the sender of a longer one is closed with 1009."),
        OptionRow(
            "max-queue-size", .size(\.relay.limits.maxQueueSize), isReloadable: true,
            "Maximum bytes queued for a peer; with more it is closed with 4008."),
        OptionRow(
            "max-request-size", .size(\.relay.limits.maxRequestSize), isReloadable: true,
            "Maximum bytes that a connection may send before it is a WebSocket."),
        OptionRow(
            "max-peers", .count(\.relay.limits.maxPeers), isReloadable: true,
            "Maximum number of peers; one more is closed with 4504."),
        OptionRow(
            "max-room-peers", formerly: ["room-limit"], .count(\.relay.limits.maxRoomPeers), isReloadable: true,
            "Maximum number of peers in a room; one more is closed with 4504."),
        OptionRow(
            "max-message-rate", .count(\.relay.limits.maxMessageRate), isReloadable: true,
            "Maximum messages per second from a peer, in a burst five times as many; with more it is closed with 4013."),
        OptionRow(
            "max-byte-rate", .size(\.relay.limits.maxByteRate), isReloadable: true,
            "Maximum bytes per second from a peer, in a burst five times as many; with more it is closed with 4013."),
        OptionRow(
            "max-address-connections", .count(\.relay.limits.maxAddressConnections),
            "Maximum connections from an address (IPv6: /64), except this machine's; one more is answered with 429."),
        OptionRow(
            "max-address-rate", .count(\.relay.limits.maxAddressRate),
            "Maximum new connections per second from such an address, in a burst five times as many."),
        OptionRow(
            "handshake-timeout", formerly: ["request-time"], .timeout(\.relay.limits.handshakeTimeout),
            isReloadable: true,
            "Seconds that a connection has to become a WebSocket, or to fetch its file."),
        OptionRow(
            "ping-interval", formerly: ["ping-time"], .timeout(\.relay.limits.pingInterval),
            "Seconds of silence after which a peer is sent a ping."),
        OptionRow(
            "idle-timeout", formerly: ["silence-time"], .timeout(\.relay.limits.idleTimeout),
            "Seconds of silence after which a peer is closed with 1001."),
    ]

    private static let proxy = [
        OptionRow(
            "keep-host", .flag(\.proxy.keepsHost), "Forward Host as the client sent it, instead of that of the server."),
        OptionRow(
            "keep-origin", .flag(\.proxy.keepsOrigin),
            "Forward Origin of WebSocket handshakes as the client sent it, instead of that of the server."),
        OptionRow(
            "upstream-ca", .file(\.proxy.authorities),
            "The certificates of the authorities that an https server's certificate may have, as PEM."),
        OptionRow(
            "upstream-insecure", .flag(\.proxy.isInsecure), "Accept any certificate of an https server."),
        OptionRow(
            "log-http", .flag(\.proxy.logsRequests),
            "Record each HTTP request that is no signaling as an entry, instead of counting them."),
        OptionRow(
            "inject-probe", .flag(\.proxy.injectsProbe),
            "Add the script tag of the probe to each page, so that it reports what its connections do."),
    ]

    // MARK: Values

    /// The maximum number of ICE servers; gathering with more would delay browsers.
    private static let iceServerLimit = 16

    /// A description of valid tokens, for error messages.
    public static let tokenExpected = "1 to 256 printable ASCII characters without a space"

    /// Returns whether `text` is a valid token: visible ASCII, which fits into a query and into a header field.
    public static func isToken(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "*": true
        default: false
        }
    }
}
