import Text

/// A STUN or TURN server that the relay announces to aware peers (W3C webrtc-pc §4.2.4, `RTCIceServer`).
public struct ICEServer: Hashable, Sendable {
    /// The URL: `stun:stun.example.org`, `turn:turn.example.org:3478?transport=tcp`.
    public let url: String
    /// The user name; `nil` if the server requires none.
    public let username: String?
    /// The password of ``username``; never shown.
    public let credential: String?

    /// Parses `URL` or `URL,USER,CREDENTIAL`, where the credential may contain commas.
    ///
    /// Returns `nil` if the URL is malformed (RFC 7064, RFC 7065), or if a TURN server has no user name and credential,
    /// without which a browser rejects it.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count != 2, let first = parts.first, let relays = Self.relays(first) else { return nil }
        let (user, credential) = parts.count == 3 ? (parts[1], parts[2]) : ("", "")
        guard user.isEmpty == credential.isEmpty, !relays || !user.isEmpty else { return nil }
        url = first
        (username, self.credential) = user.isEmpty ? (nil, nil) : (user, credential)
    }

    /// The server in the form that ``init(_:)`` parses.
    public var text: String { [url, username, credential].compactMap(\.self).joined(separator: ",") }

    /// The server as an `RTCIceServer`.
    var json: String {
        let members = [("urls", url), ("username", username), ("credential", credential)]
        return "{"
            + members.compactMap { name, text in text.map { "\"\(name)\":\(JSONString.encode($0))" } }
            .joined(separator: ",") + "}"
    }

    // MARK: The URL

    /// Returns whether the server is a relay (TURN); `nil` if `url` is malformed: `scheme ":" host [":" port]`, followed by
    /// `["?transport=" name]` for TURN (RFC 7064 §3.1, RFC 7065 §3.1).
    private static func relays(_ url: String) -> Bool? {
        guard let colon = url.firstIndex(of: ":") else { return nil }
        let scheme = url[..<colon].lowercased()
        guard ["stun", "stuns", "turn", "turns"].contains(scheme) else { return nil }
        let relays = scheme.hasPrefix("turn")
        let parts = url[url.index(after: colon)...].split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard isHost(parts[0]) else { return nil }
        guard parts.count == 2 else { return relays }
        return relays && ["transport=udp", "transport=tcp"].contains(parts[1]) ? relays : nil
    }

    /// Returns whether `text` is `host`, `host:port` or `[::1]:port` (RFC 3986 §3.2.2), without `//` and a path.
    private static func isHost(_ text: Substring) -> Bool {
        var rest = text
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return false }
            let address = text[text.index(after: text.startIndex)..<end]
            guard address.contains(":"), address.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return false
            }
            rest = text[text.index(after: end)...]
        } else {
            let name = text.prefix { $0 != ":" }
            let isName = name.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_": true
                default: false
                }
            }
            guard !name.isEmpty, isName else { return false }
            rest = text[name.endIndex...]
        }
        guard !rest.isEmpty else { return true }
        let digits = rest.dropFirst()
        guard rest.first == ":", digits.allSatisfy(\.isASCII), digits.first?.isNumber == true else { return false }
        return UInt16(digits).map { $0 > 0 } ?? false
    }
}
