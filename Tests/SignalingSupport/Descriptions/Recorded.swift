/// `text` with the line ends of a description, CR LF behind each line.
package func recorded(_ text: String) -> String {
    text.split(separator: "\n").map { $0 + "\r\n" }.joined()
}

/// What was recorded from peers of all kinds, by name.
package enum Recorded {
    package static let all = ChromiumDescriptions.all + FirefoxDescriptions.all + AiortcDescriptions.all
}
