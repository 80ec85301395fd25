/// The reason why a connection was refused.
public indirect enum Refusal: Hashable, Sendable {
    /// The name is longer than the limits allow.
    case nameTooLong(scalars: Int, bytes: Int)
    /// The name of the room is longer than the limits allow.
    case roomNameTooLong(scalars: Int, bytes: Int)
    /// The room is full.
    case roomFull(room: String, limit: Int)
    /// The relay is full.
    case relayFull(limit: Int)
    /// A ban covers the client, for this many seconds more; `nil` if the ban does not expire.
    case banned(Ban.Subject, seconds: Int?)
    /// The relay is shutting down.
    case draining
    /// The origin of the page is not allowed; any text, truncated.
    case origin(String)
    /// The requested host is not allowed; any text, truncated.
    case host(String)
    /// The forwarding headers of a trusted proxy do not tell the client's address.
    case forwarding(ForwardingFault)
    /// A token is required, and the request has none.
    case tokenMissing
    /// The token is wrong.
    case tokenWrong
    /// The client's network sent too many wrong tokens: further attempts are rejected for this many seconds.
    case tokensTooMany(Ban.Subject, seconds: Int)
    /// The client's network has as many connections as are allowed.
    case networkFull(Ban.Subject, limit: Int)
    /// The client's network exceeded the rate limit for connections.
    case networkTooFast(Ban.Subject, limit: Int)
    /// The client is a probe, and the relay accepts none.
    case probesDisabled
    /// The request exceeds the size limit.
    case requestTooLarge(limit: Int)
    /// The request was not complete within the time limit.
    case requestTooSlow(milliseconds: Int)
    /// Further refusals of the same network for the same reason, counted; the last of them.
    case repeated(count: Int, last: Refusal)

    /// A refusal without its values.
    public enum Kind: Hashable, Sendable {
        case name, roomName, roomFull, relayFull, banned, origin, host, forwarding, tokenMissing, tokenWrong,
            tokensTooMany
        case networkFull, networkTooFast, requestTooLarge, requestTooSlow, draining, probesDisabled
    }

    /// The refusal without its values.
    public var kind: Kind {
        switch self {
        case .nameTooLong: .name
        case .roomNameTooLong: .roomName
        case .roomFull: .roomFull
        case .relayFull: .relayFull
        case .banned: .banned
        case .draining: .draining
        case .origin: .origin
        case .host: .host
        case .forwarding: .forwarding
        case .tokenMissing: .tokenMissing
        case .tokenWrong: .tokenWrong
        case .tokensTooMany: .tokensTooMany
        case .networkFull: .networkFull
        case .networkTooFast: .networkTooFast
        case .probesDisabled: .probesDisabled
        case .requestTooLarge: .requestTooLarge
        case .requestTooSlow: .requestTooSlow
        case .repeated(_, let refusal): refusal.kind
        }
    }

    /// The code of the close frame, if a WebSocket is open.
    public var code: CloseCode {
        switch self {
        case .nameTooLong, .roomNameTooLong, .origin, .host, .forwarding, .requestTooLarge, .requestTooSlow,
            .probesDisabled:
            .refused
        case .roomFull, .relayFull: .full
        case .banned: .kicked
        case .draining: .goingAway
        case .tokenMissing, .tokenWrong: .badToken
        case .tokensTooMany, .networkFull, .networkTooFast: .tooFast
        case .repeated(_, let refusal): refusal.code
        }
    }
}

extension Refusal {
    /// The reason in a line, for the log and for HTTP responses.
    ///
    /// It may contain text that a client chose, as it was sent.
    public var text: String {
        switch self {
        case .roomFull(let room, let limit): "room \(room) is full (\(Self.peers(limit)))"
        case .banned(let subject, _): "\(closeReason) (\(subject.text))"
        case .origin(let origin): "origin \(origin) is not allowed; --allow-origin \(Self.remedy(origin))"
        case .host(let host): "host \(host) is not allowed; --allow-host \(Self.remedy(Self.name(host)))"
        case .tokensTooMany(let subject, _): "\(closeReason) (\(subject.text))"
        case .networkFull(let subject, let limit):
            "\(subject.text) has \(limit) connections, and no more are allowed (--max-address-connections)"
        case .networkTooFast(let subject, let limit):
            "\(subject.text) connects more than \(limit) times a second (--max-address-rate)"
        case .repeated(let count, let refusal): "\(count) more: \(refusal.text)"
        default: closeReason
        }
    }

    /// The reason in at most 123 bytes, as a close frame requires (RFC 6455 §5.5), without any text that a client chose.
    public var closeReason: String {
        switch self {
        case .nameTooLong(let scalars, let bytes): "the name is longer than \(scalars) characters or \(bytes) bytes"
        case .roomNameTooLong(let scalars, let bytes):
            "the room's name is longer than \(scalars) characters or \(bytes) bytes"
        case .roomFull(_, let limit): "the room is full (\(Self.peers(limit)))"
        case .relayFull(let limit): "the relay is full (\(Self.peers(limit)))"
        case .banned(_, let seconds): "banned by the operator" + (seconds.map { " for \($0) s more" } ?? "")
        case .draining: "the relay is closing"
        case .origin: "pages of this origin are not allowed"
        case .host: "requests for this host are not allowed"
        case .forwarding(let fault): fault.message
        case .tokenMissing: "a token is needed"
        case .tokenWrong: "the token is wrong"
        case .tokensTooMany(_, let seconds): "too many wrong tokens: none is looked at for \(seconds) s"
        case .networkFull(_, let limit): "over \(limit) connections from one address"
        case .networkTooFast(_, let limit): "over \(limit) connections a second from one address"
        case .probesDisabled: "probes are turned off (--no-probe)"
        case .requestTooLarge(let limit): "the request is longer than \(limit) bytes (--max-request-size)"
        case .requestTooSlow(let milliseconds):
            "no whole request in \(Self.seconds(milliseconds)) s (--handshake-timeout)"
        case .repeated(_, let refusal): refusal.closeReason
        }
    }

    /// Returns a host without its port.
    private static func name(_ host: String) -> String { String(host.prefix { $0 != ":" }) }

    /// Returns an argument to paste, or its description if the origin has characters that a shell interprets.
    private static func remedy(_ origin: String) -> String {
        let isPlain = origin.utf8.allSatisfy { byte in
            switch UnicodeScalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", ".", ":", "/", "-", "_": true
            default: false
            }
        }
        return isPlain && !origin.isEmpty ? "\(origin) admits it" : "names those that are"
    }

    private static func peers(_ count: Int) -> String { "\(count) \(count == 1 ? "peer" : "peers")" }

    private static func seconds(_ milliseconds: Int) -> String {
        let tenths = milliseconds % 1000 / 100
        return "\(milliseconds / 1000)" + (tenths > 0 ? ".\(tenths)" : "")
    }
}

/// The reason why the forwarding headers do not tell a client's address, with the name of the header.
public enum ForwardingFault: Error, Hashable, Sendable {
    /// The size limit of a header, in bytes: 8 KiB, enough for hundreds of addresses.
    public static let byteLimit = 8192
    /// The limit of proxies between a client and the relay: 32, more than any request passes.
    public static let hopLimit = 32

    case malformed(String)
    case tooLong(String)
    /// Both headers are present and differ: a proxy sets one of them and forwards the other as the client sent it.
    case contradiction

    /// The fault, and its remedy.
    public var message: String {
        switch self {
        case .malformed(let name): "the proxy's \(name) cannot be read"
        case .tooLong(let name):
            "the proxy's \(name) has more than \(Self.byteLimit) bytes or \(Self.hopLimit) addresses"
        case .contradiction:
            "Forwarded and X-Forwarded-For disagree: the proxy must remove the one that it does not set"
        }
    }
}
