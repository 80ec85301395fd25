import Text

/// Who made a description, and which of theirs it is (RFC 8866 §5.2).
public struct Origin: Hashable, Sendable {
    /// `-` in browsers that keep to JSEP, `mozilla…` in Firefox.
    public let username: String
    /// The same in all descriptions of one connection's side (RFC 9429 §5.2.1).
    public let sessionID: String
    /// Grows by one with each description that says something new (RFC 3264 §8).
    public let version: String
    /// `IP4` or `IP6`.
    public let addressType: String
    /// Where it was made; `0.0.0.0` or `127.0.0.1` in a browser that gives nothing away.
    public let address: String

    /// The origin in the value of an `o=` line.
    init?(_ value: Substring) {
        self.init(value.utf8.span)
    }

    /// The same, of its bytes.
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

    /// Whether both come from the same side of the same connection.
    public func isSameSession(as other: Origin) -> Bool {
        username == other.username && sessionID == other.sessionID
    }
}
