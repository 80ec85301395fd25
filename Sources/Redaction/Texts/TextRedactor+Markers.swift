import Text

/// A part of a text, whose neighbors can be asked for without regard to its bounds.
struct TextPart {
    let bytes: [UInt8]
    let range: Range<Int>

    /// The byte at `index`; 0 if it is not in the part.
    @inline(__always)
    subscript(index: Int) -> UInt8 { range.contains(index) ? bytes[index] : 0 }

    /// Whether the ASCII letters `word`, in lower case, end before `end`, in any case.
    func hasSuffix(_ word: StaticString, before end: Int) -> Bool {
        let start = end - word.utf8CodeUnitCount
        guard start >= range.lowerBound, end <= range.upperBound else { return false }
        for offset in 0..<word.utf8CodeUnitCount
        where Alphabet.lowercased(bytes[start + offset]) != word.utf8Start[offset] { return false }
        return true
    }

    /// Returns the end of the part of the text from `start` on that `isPart` accepts.
    func end(from start: Int, where isPart: (UInt8) -> Bool) -> Int {
        var end = start
        while end < range.upperBound, isPart(bytes[end]) { end += 1 }
        return end
    }

    /// Returns the start of the part of the text before `end` that `isPart` accepts, at most `limit` bytes long.
    func start(before end: Int, limit: Int, where isPart: (UInt8) -> Bool) -> Int {
        var start = end
        while start > range.lowerBound, end - start < limit, isPart(bytes[start - 1]) { start -= 1 }
        return start
    }
}

/// Redaction of text that is no JSON: what is to be replaced is recognized by its form and by markers before it.
///
/// Each is found at a character in it, `.`, `:`, `=`, `@` or a space, so that all others are passed over.
extension TextRedactor {
    /// The longest name before `=`, in bytes: 64.
    private static let nameLimit = 64
    /// The longest user name and password in a URL, in bytes: 256.
    private static let userLimit = 256

    /// Adds the replacements in the text at `range` of `bytes`.
    mutating func scan(_ bytes: [UInt8], _ range: Range<Int>, into edits: inout [Edit]) {
        let text = TextPart(bytes: bytes, range: range)
        let span = bytes.span
        var index = range.lowerBound
        while true {
            while index < range.upperBound, !Self.isExamined(span[index]) { index += 1 }
            guard index < range.upperBound else { return }
            let end: Int
            switch span[index] {
            case UInt8(ascii: "."): end = dot(text, index, &edits)
            case UInt8(ascii: ":"): end = colon(text, index, &edits)
            case UInt8(ascii: "="): end = equals(text, index, &edits)
            case UInt8(ascii: "@"): end = at(text, index, &edits)
            case UInt8(ascii: " "): end = space(text, index, &edits)
            default: end = index
            }
            index = max(index + 1, end)
        }
    }

    @inline(__always)
    private static func isExamined(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case ".", ":", "=", "@", " ": true
        default: false
        }
    }

    private static func endsLine(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\"")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte <= UInt8(ascii: " ") }

    // MARK: Lines of descriptions

    /// Replaces what follows a marker that ends with a colon, or an address or a fingerprint with colons.
    private mutating func colon(_ text: TextPart, _ index: Int, _ edits: inout [Edit]) -> Int {
        switch text[index - 1] | 0x20 {
        case UInt8(ascii: "d") where text.hasSuffix("ice-pwd", before: index):
            return replaceLine(text, index + 1, &edits) { $0.pseudonym(.secret, of: $1) }
        case UInt8(ascii: "g") where text.hasSuffix("ice-ufrag", before: index):
            return replaceLine(text, index + 1, &edits) { $0.pseudonym(.userName, of: $1) }
        case UInt8(ascii: "t") where text.hasSuffix("a=fingerprint", before: index):
            // After the name of the hash function (RFC 8122 §5).
            let start = text.end(from: index + 1) { $0 != UInt8(ascii: " ") && !Self.endsLine($0) }
            return replaceLine(text, start, &edits) { $0.pseudonym(.fingerprint, of: $1) }
        case UInt8(ascii: "e") where text.hasSuffix("inline", before: index):
            let end = text.end(from: index + 1) { Alphabet.isICE($0) || $0 == UInt8(ascii: "=") }
            return replace(text, index + 1..<end, &edits) { $0.pseudonym(.secret, of: $1) }
        case UInt8(ascii: "r") where text.hasSuffix("k=clear", before: index),
            UInt8(ascii: "4") where text.hasSuffix("k=base64", before: index),
            UInt8(ascii: "n") where text.hasSuffix("authorization", before: index),
            UInt8(ascii: "e") where text.hasSuffix("cookie", before: index):
            return replaceLine(text, index + 1, &edits) { $0.pseudonym(.secret, of: $1) }
        default: return address(text, index, &edits)
        }
    }

    /// Replaces the rest of a line from `start` on, without the spaces around it, and returns its end.
    private mutating func replaceLine(
        _ text: TextPart, _ start: Int, _ edits: inout [Edit], _ body: (inout Pseudonyms, [UInt8]) -> [UInt8]
    ) -> Int {
        let end = text.end(from: start) { !Self.endsLine($0) }
        let first = text.end(from: start, where: Self.isSpace)
        guard first < end else { return end }
        let last = text.start(before: end, limit: end - first, where: Self.isSpace)
        _ = replace(text, first..<last, &edits, body)
        return end
    }

    /// Replaces the text at `range` and returns its end.
    private mutating func replace(
        _ text: TextPart, _ range: Range<Int>, _ edits: inout [Edit], _ body: (inout Pseudonyms, [UInt8]) -> [UInt8]
    ) -> Int {
        if !range.isEmpty { edits.append(Edit(range, body(&pseudonyms, Array(text.bytes[range])))) }
        return range.upperBound
    }

    /// Replaces the word after `ufrag` of a candidate (RFC 8839 §5.4), `Bearer` or `Basic` (RFC 9110 §11.4).
    private mutating func space(_ text: TextPart, _ index: Int, _ edits: inout [Edit]) -> Int {
        switch text[index - 1] {
        case UInt8(ascii: "g") where text.hasSuffix("ufrag", before: index) && !Alphabet.isLabel(text[index - 6]):
            let end = text.end(from: index + 1) { Alphabet.isICE($0) || Alphabet.isLabel($0) }
            return replace(text, index + 1..<end, &edits) { $0.pseudonym(.userName, of: $1) }
        case UInt8(ascii: "r") where text.hasSuffix("bearer", before: index),
            UInt8(ascii: "c") where text.hasSuffix("basic", before: index):
            let end = text.end(from: index + 1) { !Self.isSpace($0) && !Self.endsValue($0) }
            // A short word belongs to a sentence.
            guard end - index > 8 else { return index }
            return replace(text, index + 1..<end, &edits) { $0.pseudonym(.secret, of: $1) }
        default: return index
        }
    }

    // MARK: URLs

    /// Replaces the value after `token=` in a query, a form or a cookie.
    private mutating func equals(_ text: TextPart, _ index: Int, _ edits: inout [Edit]) -> Int {
        let start = text.start(before: index, limit: Self.nameLimit, where: Alphabet.isLabel)
        guard index - start >= 2 else { return index }
        let name = Array(text.bytes[start..<index])
        let isQuery = text[start - 1] == UInt8(ascii: "?") || text[start - 1] == UInt8(ascii: "&")
        let isSecret = roles[name, names != nil].isSecret(length: 0) || isQuery && Self.isSecretQuery(name)
        let isName = isQuery && names != nil && Self.nameQueries.contains { name.elementsEqual($0.utf8) }
        guard isSecret || isName else { return index }
        let begin = text[index + 1] == UInt8(ascii: "'") ? index + 2 : index + 1
        let end = text.end(from: begin) { !Self.isSpace($0) && !Self.endsValue($0) }
        if isSecret { return replace(text, begin..<end, &edits) { $0.pseudonym(.secret, of: $1) } }
        if let made = names?.record(Array(text.bytes[begin..<end]), &pseudonyms) {
            edits.append(Edit(begin..<end, made))
        }
        return end
    }

    /// Whether a name in a query tells a secret, besides those of ``Secrets``: the ids of sessions and signatures.
    private static func isSecretQuery(_ name: [UInt8]) -> Bool {
        secretQueries.contains(String(decoding: name.map(Alphabet.lowercased), as: UTF8.self))
    }

    private static let nameQueries = ["name", "room", "user", "username"]
    private static let secretQueries: Set<String> = [
        "auth", "code", "jwt", "sid", "sig", "signature", "session", "sessionid", "ticket",
    ]

    private static func endsValue(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case "&", "#", ";", ",", "\"", "'", "<", ">", "(", ")", "[", "]", "{", "}": true
        default: false
        }
    }

    /// Replaces the user name and the password before `@` in a URL (RFC 3986 §3.2.1).
    private mutating func at(_ text: TextPart, _ index: Int, _ edits: inout [Edit]) -> Int {
        let start = text.start(before: index, limit: Self.userLimit) {
            !Self.isSpace($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "\"")
        }
        guard start < index, text[start - 1] == UInt8(ascii: "/"), text[start - 2] == UInt8(ascii: "/") else {
            return index
        }
        let colon = text.end(from: start) { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "@") }
        let user = pseudonyms.pseudonym(.secret, of: Array(text.bytes[start..<colon]))
        guard colon < index else {
            edits.append(Edit(start..<index, user))
            return index
        }
        let password = pseudonyms.pseudonym(.secret, of: Array(text.bytes[colon + 1..<index]))
        edits.append(Edit(start..<index, user + [UInt8(ascii: ":")] + password))
        return index
    }
}
