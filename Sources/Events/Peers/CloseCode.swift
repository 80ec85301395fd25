/// The status code of a WebSocket close frame (RFC 6455 §7.4).
///
/// Of the private ones, 4000–4499 invite a client to come back and 4500–4999 do not.
public struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Done, as agreed.
    public static let normal = CloseCode(rawValue: 1000)
    /// The relay ends, or a page is left.
    public static let goingAway = CloseCode(rawValue: 1001)
    /// A frame that RFC 6455 forbids.
    public static let protocolError = CloseCode(rawValue: 1002)
    /// A text message that is not UTF-8.
    public static let notUTF8 = CloseCode(rawValue: 1007)
    /// Refused: a name or a room that is too long, say.
    public static let refused = CloseCode(rawValue: 1008)
    /// A message over the size limit.
    public static let tooBig = CloseCode(rawValue: 1009)
    /// It did not read what was sent to it.
    public static let tooSlow = CloseCode(rawValue: 4008)
    /// It said more in a second than it may.
    public static let tooFast = CloseCode(rawValue: 4013)
    /// Asked by the operator to come back: most clients do by themselves at a code below 4500.
    public static let reconnect = CloseCode(rawValue: 4003)
    /// Without the token that is needed, or with a wrong one.
    ///
    /// A browser cannot read the status 401, so it is let in and shown out.
    public static let badToken = CloseCode(rawValue: 4501)
    /// Removed by the operator.
    public static let kicked = CloseCode(rawValue: 4503)
    /// No place left in the room, or in the relay.
    public static let full = CloseCode(rawValue: 4504)
}
