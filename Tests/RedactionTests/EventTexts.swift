import Events

@testable import Messages

/// All texts in a value, found by reflection, so that none is forgotten: strings, and bytes as text.
func texts(in value: Any, depth: Int = 0) -> [String] {
    if let text = value as? String { return [text] }
    if let bytes = value as? [UInt8] { return [String(decoding: bytes, as: UTF8.self)] }
    guard depth < 24 else { return [] }
    return Mirror(reflecting: value).children.flatMap { texts(in: $0.value, depth: depth + 1) }
}

/// The secrets and the personal data in texts, as found by their syntax.
struct SensitiveValues {
    /// Passwords, keys, fingerprints, addresses and host names.
    private(set) var values: Set<String> = []
    /// ICE user names, which are too short to be searched for as they are.
    private(set) var userNames: Set<String> = []

    /// Addresses that are the same on every host.
    private static let common: Set<String> = ["0.0.0.0", "127.0.0.1", "::", "::1", ""]

    init(in texts: [String]) {
        for text in texts {
            // Whatever the message is wrapped in, the line ends may be escaped.
            let text = text.replacing("\\r", with: "\r").replacing("\\n", with: "\n")
            values.formUnion(text.matches(of: /ice-pwd:([A-Za-z0-9+\/]{6,})/).map { String($0.1) })
            values.formUnion(text.matches(of: /inline:([A-Za-z0-9+\/]{6,})/).map { String($0.1) })
            values.formUnion(text.matches(of: /(?:[0-9A-Fa-f]{2}:){15,}[0-9A-Fa-f]{2}/).map { String($0.0) })
            values.formUnion(text.matches(of: /candidate:\S+ \d+ \w+ \d+ (\S+) \d+ typ/).map { String($0.1) })
            values.formUnion(text.matches(of: /raddr (\S+)/).map { String($0.1) })
            values.formUnion(text.matches(of: /IN IP[46] ([0-9a-fA-F.:]+)/).map { String($0.1) })
            values.formUnion(text.matches(of: /[0-9a-f-]{36}\.local/).map { String($0.0) })
            values.formUnion(text.matches(of: /^\[?([0-9a-fA-F.:]{2,}?)\]?:\d+$/).map { String($0.1) })
            userNames.formUnion(text.matches(of: /ice-ufrag:([A-Za-z0-9+\/]{4,})/).map { String($0.1) })
            userNames.formUnion(text.matches(of: /ufrag ([A-Za-z0-9+\/]{4,})/).map { String($0.1) })
            userNames.formUnion(text.matches(of: /"usernameFragment":"([A-Za-z0-9+\/]{4,})"/).map { String($0.1) })
        }
        values.subtract(Self.common)
    }

    /// Returns the values that are in `texts`.
    func survivors(in texts: [String]) -> [String] {
        let all = texts.joined(separator: "\n")
        let words = Set(all.split { !$0.isLetter && !$0.isNumber && $0 != "+" && $0 != "/" }.map(String.init))
        return values.filter(all.contains).sorted() + userNames.filter(words.contains).sorted()
    }
}
