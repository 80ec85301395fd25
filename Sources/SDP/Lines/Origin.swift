import Text

/// The originator of a description and the version of the session (RFC 8866 §5.2).
public struct Origin: Hashable, Sendable {
    /// `-` in browsers that comply with JSEP, `mozilla…` in Firefox.
    public let username: String
    /// The session id, which all descriptions of one side of a connection share (RFC 9429 §5.2.1).
    public let sessionID: String
    /// The version, which is incremented with each new description (RFC 3264 §8).
    public let version: String
    /// `IP4` or `IP6`.
    public let addressType: String
    /// The address of the originator; `0.0.0.0` or `127.0.0.1` in browsers that protect privacy.
    public let address: String

    /// Parses the value of an `o=` line; `nil` if it does not have six fields.
    init?(_ value: Substring) {
        self.init(value.utf8.span)
    }

    /// Parses the bytes of the value of an `o=` line.
    init?(_ value: Span<UInt8>) {
        var index = 0
        func word() -> String? {
            let word = ByteScan.word(in: value, &index)
            return word.isEmpty ? nil : String(copying: value, word)
        }
        guard let username = word(), let sessionID = word(), let version = word(), word() != nil,
            let addressType = word(), let address = word(), ByteScan.word(in: value, &index).isEmpty
        else { return nil }
        (self.username, self.sessionID, self.version) = (username, sessionID, version)
        (self.addressType, self.address) = (addressType, address)
    }

    /// Whether both are from the same side of the same connection.
    public func isSameSession(as other: Origin) -> Bool {
        username == other.username && sessionID == other.sessionID
    }
}
