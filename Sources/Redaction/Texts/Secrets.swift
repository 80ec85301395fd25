import Text

/// Finds secrets in payloads: passwords of ICE and TURN, SDES keys, tokens.
///
/// Secrets are recognized by their names and markers, in any wrapping. The input may be any bytes: truncated or malformed
/// JSON hides the same secrets as the whole text would.
public enum Secrets {
    /// The text shown in place of a secret of any length.
    public static let mask = "········"
    /// The limit of strings nested in strings; known clients have two.
    static let depthLimit = 5

    /// The endings of member names whose values are secrets, in lower case: `accessToken`, `icePwd`.
    private static let names = [
        "password", "passwd", "passphrase", "pwd", "credential", "credentials", "token", "secret", "authorization",
        "apikey", "accesskey", "privatekey", "secretkey", "authkey", "roomkey", "roompin",
    ].map { Array($0.utf8) }
    /// The last words of member names whose values are secrets if they are short: `roomKey`, `PIN`.
    private static let shortNames = ["pin", "passcode", "pass", "key", "otp", "pwd"].map { Array($0.utf8) }
    /// The longest such value, in bytes; a longer one is a public key or a text.
    static let shortLimit = 128
    /// The markers before a secret in a line of SDP (RFC 8839 §5.4, RFC 4568 §6.1, RFC 8866 §5.12), in lower case.
    private static let markers = ["ice-pwd:", "inline:", "k=clear:", "k=base64:"].map { Array($0.utf8) }

    /// Returns the ranges of secrets in `bytes`, in order, without overlaps.
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

    /// Returns `text` with ``mask`` in place of each secret.
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
        // The end of the last string: text between strings may contain lines of SDP.
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

    /// The values that a member name makes secret: any, or short ones.
    enum Secrecy {
        case any, short
    }

    /// Returns which values the member name at `range` makes secret; `nil` if none.
    private static func secrecy(_ bytes: [UInt8], _ range: Range<Int>) -> Secrecy? {
        secrecy(of: Unescaped(bytes, range).bytes)
    }

    /// Returns which values the member name `spelled` makes secret; `nil` if none.
    static func secrecy(of spelled: [UInt8]) -> Secrecy? {
        let letters = spelled.map(lowercased)
        if names.contains(where: { ends(letters[...], with: $0) }) { return .any }
        let isShort = shortNames.contains { name in
            guard ends(letters[...], with: name) else { return false }
            let start = letters.count - name.count
            // The ending must be a word: roomKey, room_key, KEY, but not monkey.
            guard start > 0 else { return true }
            let isCapital = spelled[start] != letters[start] && spelled[start - 1] == letters[start - 1]
            return isCapital || !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letters[start - 1])
        }
        return isShort ? .short : nil
    }

    /// Returns the range of a secret value that begins with `token`; the whole of an object or an array.
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

    /// Returns the secrets in a string, which may be a description, nested JSON, or base64 of either.
    private static func inString(_ bytes: [UInt8], _ content: Range<Int>, depth: Int) -> [Range<Int>] {
        let spelled = bytes[content]
        guard depth < depthLimit else { return [] }
        if spelled.starts(with: "eyJ".utf8) || spelled.starts(with: "dj0".utf8) {
            // The text may be truncated, so only whole groups are decoded.
            let groups = Array(spelled.prefix(spelled.count / 4 * 4))
            if let decoded = Base64.decode(groups.span), !found(in: decoded, depth: depth + 1).isEmpty {
                return [content]
            }
        }
        guard spelled.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "\\") }) else { return [] }
        let unescaped = Unescaped(bytes, content)
        return found(in: unescaped.bytes, depth: depth + 1).map(unescaped.source)
    }

    /// Returns the ranges after markers, to the end of the line, or of the word for SDES keys.
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
