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
    public static let admission = [allowOrigin, token, tokenFile]
}
