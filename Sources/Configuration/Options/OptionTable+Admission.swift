import Text

/// Who is let in.
extension OptionTable {
    /// Pages of other hosts that may open a WebSocket; default none.
    public static let allowOrigin = Entry(
        name: "allow-origin",
        help: "Let in pages from there, as https://*.example.com, beside those of this host and machine.",
        values: "origins, * standing for any letters, or null for pages opened from a file", choices: [], isList: true,
        value: { $0.allowedOrigins.joined(separator: " ") }
    ) { configuration, text in
        configuration.allowedOrigins = text.split(separator: " ").map(String.init)
        return true
    }

    /// Names that requests may have in `Host` while the relay is on loopback and needs no token; default none.
    public static let allowHost = Entry(
        name: "allow-host",
        help: "A name that requests to a relay on loopback without a token may be for, beside those of this machine.",
        values: "names without scheme and port, * standing for any letters", choices: [], isList: true,
        value: { $0.allowedHosts.joined(separator: " ") }
    ) { configuration, text in
        let names = text.split(separator: " ").map(String.init)
        guard names.allSatisfy({ $0.utf8.allSatisfy(isNameByte) }) else { return false }
        configuration.allowedHosts = names
        return true
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "*": true
        default: false
        }
    }

    /// Proxies that say whom they were asked by; default none.
    public static let trustedProxy = Entry(
        name: "trusted-proxy",
        help: "Reverse proxies that say in Forwarded or X-Forwarded-For whose requests they pass on.",
        values: "addresses and networks, as 127.0.0.1 or 10.0.0.0/8", choices: [], isList: true,
        value: { $0.trustedProxies.map(\.text).joined(separator: " ") }
    ) { configuration, text in
        let texts = text.split(separator: " ").map(String.init)
        let networks = texts.compactMap(IPNetwork.init)
        guard networks.count == texts.count else { return false }
        configuration.trustedProxies = networks
        return true
    }

    /// What a peer must show; default nothing.
    public static let token = Entry(
        name: "token", help: "Let in only who shows this; others can see it here, so better have it in a file.",
        values: "up to 256 letters, digits and signs without a space", choices: [], isSecret: true, isNeverEmpty: true,
        value: \.token
    ) { configuration, text in
        guard text.isEmpty || isToken(text) else { return false }
        configuration.token = text
        return true
    }

    /// A file with what a peer must show; default none.
    public static let tokenFile = Entry(
        name: "token-file", help: "Let in only who shows what this file holds.", values: "the path of a file",
        choices: [], isNeverEmpty: true, value: \.tokenFile
    ) { configuration, text in
        configuration.tokenFile = text
        return true
    }

    /// Whether `text` can be shown in a query and in a header: visible ASCII.
    public static func isToken(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// All of them.
    public static let admission = [allowOrigin, allowHost, trustedProxy, token, tokenFile]
}
