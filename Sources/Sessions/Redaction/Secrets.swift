import Text

/// Where a payload says what is only for those who connect: passwords of ICE and TURN, keys of SDES, tokens.
///
/// It goes by how such things are spelled, in whatever wrapping a peer puts them, and takes any bytes: a text that is
/// cut, or not quite JSON, hides what it would hide if it were whole.
public enum Secrets {
    /// What is shown instead, however long it is.
    public static let mask = "········"
    /// How many strings inside one another are gone into; known clients have two.
    static let depthLimit = 5

    /// What names of members end with, in small letters: `accessToken`, `icePwd`.
    private static let names = [
        "password", "passwd", "passphrase", "pwd", "credential", "credentials", "token", "secret", "authorization",
        "apikey", "accesskey", "privatekey", "secretkey", "authkey", "roomkey", "roompin",
    ].map { Array($0.utf8) }
    /// Last words of names of members whose value is a secret if it is short: `roomKey`, `PIN`.
    private static let shortNames = ["pin", "passcode", "pass", "key", "otp", "pwd"].map { Array($0.utf8) }
    /// The longest such value, in bytes; a longer one is a public key, or a text.
    static let shortLimit = 128
    /// What stands in front of a secret in a line (RFC 8839 §5.4, RFC 4568 §6.1, RFC 8866 §5.12), in small letters.
    private static let markers = ["ice-pwd:", "inline:", "k=clear:", "k=base64:"].map { Array($0.utf8) }

    /// Where in `bytes` they stand, in order.
    public static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in found(in: bytes, depth: 0).sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = merged.last, last.upperBound >= range.lowerBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// `text` without them.
    public static func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let hidden = ranges(in: bytes)
        guard !hidden.isEmpty else { return text }
        var masked = ""
        var start = 0
        for range in hidden {
            masked += String(decoding: bytes[start..<range.lowerBound], as: UTF8.self) + mask
            start = range.upperBound
        }
        return masked + String(decoding: bytes[start...], as: UTF8.self)
    }

    private static func found(in bytes: [UInt8], depth: Int) -> [Range<Int>] {
        if bytes.starts(with: "v=".utf8) { return inLines(of: bytes, bytes.indices) }
        var found: [Range<Int>] = []
        var name: Range<Int>?
        var secrecy: Secrecy?
        // Where what is no string begins: in a text that is no JSON there may be lines.
        var gap = 0
        var tokens = JSONTokens(bytes)
        while let token = tokens.next() {
            if token.kind == .string {
                found += inLines(of: bytes, gap..<token.range.lowerBound)
                gap = token.range.upperBound
            }
            if let known = secrecy {
                (secrecy, name) = (nil, nil)
                if known == .any || token.kind == .word || token.kind == .string && token.content.count <= shortLimit {
                    if let value = value(bytes, token, &tokens) { found.append(value) }
                    continue
                }
            }
            switch token.kind {
            case .string:
                name = token.content
                found += inString(bytes, token.content, depth: depth)
            case .colon:
                secrecy = name.flatMap { self.secrecy(bytes, $0) }
                name = nil
            case .open, .close, .comma, .word: name = nil
            }
        }
        return found + inLines(of: bytes, min(gap, bytes.count)..<bytes.count)
    }

    /// Which values a name makes secrets.
    private enum Secrecy {
        case any, short
    }

    /// Which value of the member whose name's letters are at `range` is a secret; `nil` if none is.
    private static func secrecy(_ bytes: [UInt8], _ range: Range<Int>) -> Secrecy? {
        let spelled = Unescaped(bytes, range).bytes
        let letters = spelled.map(lowercased)
        if names.contains(where: { ends(letters[...], with: $0) }) { return .any }
        let isShort = shortNames.contains { name in
            guard ends(letters[...], with: name) else { return false }
            let start = letters.count - name.count
            // A word of its own: roomKey, room_key, KEY, but not monkey.
            guard start > 0 else { return true }
            let isCapital = spelled[start] != letters[start] && spelled[start - 1] == letters[start - 1]
            return isCapital || !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letters[start - 1])
        }
        return isShort ? .short : nil
    }

    /// The value of a secret member, which begins with `token`; all of it if it is an object or an array.
    private static func value(_ bytes: [UInt8], _ token: JSONTokens.Token, _ tokens: inout JSONTokens) -> Range<Int>? {
        switch token.kind {
        case .string: return token.content
        case .word:
            let isWord = ["true", "false", "null"].contains { bytes[token.range].elementsEqual($0.utf8) }
            return isWord ? nil : token.range
        case .close, .comma, .colon: return nil
        case .open:
            var depth = 1
            while depth > 0, let next = tokens.next() {
                if next.kind == .open { depth += 1 }
                if next.kind == .close { depth -= 1 }
                if depth == 0 { return token.range.lowerBound..<next.range.upperBound }
            }
            return token.range.lowerBound..<bytes.count
        }
    }

    /// What a string hides: it may be a description, JSON again, or base64 of either.
    private static func inString(_ bytes: [UInt8], _ content: Range<Int>, depth: Int) -> [Range<Int>] {
        let spelled = bytes[content]
        guard depth < depthLimit else { return [] }
        if spelled.starts(with: "eyJ".utf8) || spelled.starts(with: "dj0".utf8) {
            // Cut or not, it is of whole groups up to there.
            let groups = Array(spelled.prefix(spelled.count / 4 * 4))
            if let decoded = Base64.decode(groups.span), !found(in: decoded, depth: depth + 1).isEmpty {
                return [content]
            }
        }
        guard spelled.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "\\") }) else { return [] }
        let unescaped = Unescaped(bytes, content)
        return found(in: unescaped.bytes, depth: depth + 1).map(unescaped.source)
    }

    /// What stands behind a marker, to the end of its line, or of its word where keys follow one another.
    private static func inLines(of bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = range.lowerBound
        while index < range.upperBound {
            index += 1
            guard bytes[index - 1] == UInt8(ascii: ":"),
                let marker = markers.first(where: { ends(bytes[range.lowerBound..<index], with: $0) })
            else { continue }
            let start = index
            let endsAtSpace = marker.starts(with: "inline".utf8)
            while index < range.upperBound, bytes[index] != UInt8(ascii: "\r"), bytes[index] != UInt8(ascii: "\n"),
                !endsAtSpace || bytes[index] != UInt8(ascii: " ") && bytes[index] != UInt8(ascii: ";")
            { index += 1 }
            found.append(start..<index)
        }
        return found
    }

    private static func ends(_ bytes: ArraySlice<UInt8>, with marker: [UInt8]) -> Bool {
        bytes.count >= marker.count && zip(bytes.suffix(marker.count), marker).allSatisfy { lowercased($0) == $1 }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
