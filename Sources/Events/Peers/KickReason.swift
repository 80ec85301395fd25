/// With which code and words the operator removes a peer.
public struct KickReason: Hashable, Sendable {
    /// UTF-8 bytes of a reason at the most (RFC 6455 §5.5: a control frame has 125, two of which are the code).
    public static let reasonLimit = 123

    /// The code of the close frame.
    public let code: CloseCode
    /// What the close frame says beside it.
    public let reason: String

    /// A dismissal for `reason`, whose end is cut where it does not fit a close frame.
    public init(_ code: CloseCode, reason: String) {
        self.code = code
        var fitting = ""
        for character in reason where fitting.utf8.count + character.utf8.count <= Self.reasonLimit {
            fitting.append(character)
        }
        self.reason = fitting
    }

    /// 4503, which tells a client to stay away.
    public static let standard = KickReason(.kicked, reason: "removed by the operator")
    /// 4003, which tells a client to come back.
    public static let reconnect = KickReason(.reconnect, reason: "please connect again")
}
