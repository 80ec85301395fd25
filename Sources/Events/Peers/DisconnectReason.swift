/// The reason why a peer's connection ended.
public enum DisconnectReason: Hashable, Sendable {
    /// The peer closed the WebSocket; no code if its close frame had none (RFC 6455 §7.1.5).
    case closed(CloseCode?, reason: String)
    /// The connection ended without a close frame.
    case lost
    /// The peer sent nothing, not even a pong, for this many seconds.
    case silent(seconds: Int)
    /// The peer violated the protocol, and was closed with this code.
    case violated(CloseCode, reason: String)
    /// The peer did not read fast enough: this many bytes were queued for it.
    case tooSlow(queued: Int)
    /// The peer exceeded a rate limit.
    case tooFast(Rate)
    /// The operator removed it.
    case kicked(KickReason)

    /// Whether the operator removed the peer.
    public var isKick: Bool {
        if case .kicked = self { return true }
        return false
    }

    /// The reason in a line, for the log and for aware peers: `closed 1000`, `kicked`.
    ///
    /// It contains the reason of the peer's close frame, as it was sent.
    public var text: String {
        switch self {
        case .closed(let code, let reason):
            let coded = code.map { "closed \($0.rawValue)" } ?? "closed"
            return reason.isEmpty ? coded : "\(coded) \(reason)"
        case .lost: return "connection lost"
        case .silent(let seconds): return "silent for \(seconds) s"
        case .violated(let code, let reason): return "closed with \(code.rawValue): \(reason)"
        case .tooSlow(let queued): return "closed with \(CloseCode.tooSlow.rawValue): \(queued) bytes unread"
        case .tooFast(let rate): return "closed with \(CloseCode.tooFast.rawValue): \(rate.text)"
        case .kicked(.standard): return "kicked"
        case .kicked(let kick): return "kicked: \(kick.reason)"
        }
    }
}

/// The close code and the reason with which the operator removes a peer.
public struct KickReason: Hashable, Sendable {
    /// The limit of a reason, in bytes: 123, as a control frame has 125, two of which are the code (RFC 6455 §5.5).
    public static let reasonLimit = 123

    /// The code of the close frame.
    public let code: CloseCode
    /// The reason in the close frame.
    public let reason: String

    /// Creates a kick reason; `reason` is truncated to fit a close frame.
    public init(_ code: CloseCode, reason: String) {
        self.code = code
        var fitting = ""
        for character in reason where fitting.utf8.count + character.utf8.count <= Self.reasonLimit {
            fitting.append(character)
        }
        self.reason = fitting
    }

    /// Code 4503: the client is not to reconnect.
    public static let standard = KickReason(.kicked, reason: "removed by the operator")
    /// Code 4003: the client is to reconnect.
    public static let reconnect = KickReason(.reconnect, reason: "please connect again")
}

/// A rate limit for the messages of a peer.
public enum Rate: Hashable, Sendable {
    /// Messages and control frames (RFC 6455 §5.5) per second.
    case messages(Int)
    /// Bytes per second.
    case bytes(Int)

    /// The violation in words that fit a close frame: `over 200 messages/s`, `over 4 MiB/s`.
    public var text: String {
        switch self {
        case .messages(let count): "over \(count) messages/s"
        case .bytes(let count): "over \(Self.text(count))/s"
        }
    }

    private static func text(_ bytes: Int) -> String {
        for (unit, name) in [(1 << 20, "MiB"), (1 << 10, "KiB")] where bytes >= unit && bytes % unit == 0 {
            return "\(bytes / unit) \(name)"
        }
        return "\(bytes) bytes"
    }
}

/// The status code of a WebSocket close frame (RFC 6455 §7.4).
///
/// Of the private codes, 4000–4499 invite the client to reconnect, and 4500–4999 do not.
public struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Normal closure.
    public static let normal = CloseCode(rawValue: 1000)
    /// The relay is shutting down, or the page was closed.
    public static let goingAway = CloseCode(rawValue: 1001)
    /// No code, which is never sent: it stands for a close frame without one (RFC 6455 §7.4.1).
    public static let noStatus = CloseCode(rawValue: 1005)
    /// A connection that is lost, which is never sent: it stands for an end without a close frame (RFC 6455 §7.4.1).
    public static let abnormal = CloseCode(rawValue: 1006)
    /// A violation of RFC 6455.
    public static let protocolError = CloseCode(rawValue: 1002)
    /// A text message that is not UTF-8.
    public static let notUTF8 = CloseCode(rawValue: 1007)
    /// A refused request, such as one with a name that is too long.
    public static let refused = CloseCode(rawValue: 1008)
    /// A message over the size limit.
    public static let tooBig = CloseCode(rawValue: 1009)
    /// The peer did not read fast enough.
    public static let tooSlow = CloseCode(rawValue: 4008)
    /// The peer exceeded a rate limit.
    public static let tooFast = CloseCode(rawValue: 4013)
    /// The operator asks the client to reconnect, as most clients do by themselves.
    public static let reconnect = CloseCode(rawValue: 4003)
    /// The token is missing or wrong.
    ///
    /// A page cannot read the HTTP status 401, so the WebSocket is opened and then closed.
    public static let badToken = CloseCode(rawValue: 4501)
    /// The operator removed the peer.
    public static let kicked = CloseCode(rawValue: 4503)
    /// The room or the relay is full.
    public static let full = CloseCode(rawValue: 4504)
}
