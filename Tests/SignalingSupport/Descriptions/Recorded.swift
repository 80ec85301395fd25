/// Returns `text` with the line ends of a description, CR LF.
package func recorded(_ text: String) -> String {
    text.split(separator: "\n").map { $0 + "\r\n" }.joined()
}

/// The recorded descriptions of all clients.
package enum Recorded {
    package static let all = ChromiumDescriptions.all + FirefoxDescriptions.all + AiortcDescriptions.all
}
