/// A tolerant tokenizer for text that is JSON, is nearly JSON, or is JSON cut short.
///
/// It accepts any bytes, so that what a peer hides in malformed JSON is found, too. White space separates tokens.
public struct JSONTokens: Sequence, IteratorProtocol {
    /// The kind of a token.
    public enum Kind {
        /// `{` or `[`.
        case open
        /// `}` or `]`.
        case close
        case comma, colon
        /// A string with its quotes.
        ///
        /// An unterminated string extends to the end of the text.
        case string
        /// Anything else: `true`, `-1.50`, or characters that are not JSON.
        case word
    }

    /// A token and its place in the text.
    public struct Token {
        public let kind: Kind
        public let range: Range<Int>
        /// The range between the quotes of a string; the whole token otherwise.
        public let content: Range<Int>
    }

    private let bytes: [UInt8]
    private var index = 0

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public mutating func next() -> Token? {
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        guard index < bytes.count else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return single(.open)
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return single(.close)
        case UInt8(ascii: ","): return single(.comma)
        case UInt8(ascii: ":"): return single(.colon)
        case UInt8(ascii: "\""): return string()
        default:
            let start = index
            while index < bytes.count, !Self.endsWord(bytes[index]) { index += 1 }
            return Token(kind: .word, range: start..<index, content: start..<index)
        }
    }

    private mutating func single(_ kind: Kind) -> Token {
        index += 1
        return Token(kind: kind, range: index - 1..<index, content: index - 1..<index)
    }

    private mutating func string() -> Token {
        let start = index
        index += 1
        while true {
            index = ByteScan.first(in: bytes.span, from: index) { eight in
                ByteScan.equal(eight, UInt8(ascii: "\"")) | ByteScan.equal(eight, UInt8(ascii: "\\"))
            }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\\") else { break }
            index += 2
        }
        let end = Swift.min(index, bytes.count)
        index = Swift.min(index + 1, bytes.count)
        return Token(kind: .string, range: start..<index, content: start + 1..<Swift.max(start + 1, end))
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","),
            UInt8(ascii: ":"), UInt8(ascii: "\""):
            true
        default: isSpace(byte)
        }
    }
}

/// Lays out a JSON text with a member or an element per line, indented by two spaces for each level.
///
/// ```
/// {"type":"offer","to":["p1"]}   ─►   {
///                                       "type": "offer",
///                                       "to": [
///                                         "p1"
///                                       ]
///                                     }
/// ```
/// Names, strings and numbers keep their spelling.
public enum JSONLines {
    /// The deepest indentation, in levels.
    ///
    /// Deeper levels are indented as this one.
    static let depthLimit = 32

    /// Returns the lines of the JSON text `bytes`, at most `limit`; `nil` if it is neither an object nor an array.
    public static func lines(_ bytes: [UInt8], limit: Int) -> [String]? {
        guard let value = JSONValue(bytes), value.isObject || value.isArray else { return nil }
        var (lines, line) = ([String](), [UInt8]())
        var depth = 0
        func endLine() {
            lines.append(String(decoding: line, as: UTF8.self))
            line = Array(repeating: UInt8(ascii: " "), count: 2 * min(depth, depthLimit))
        }
        var tokens = JSONTokens(bytes)
        var next = tokens.next()
        while let token = next, lines.count < limit {
            next = tokens.next()
            switch token.kind {
            case .open:
                line += bytes[token.range]
                // An empty object or array stays on its line.
                if let close = next, close.kind == .close {
                    line += bytes[close.range]
                    next = tokens.next()
                } else {
                    depth += 1
                    endLine()
                }
            case .close:
                depth -= 1
                endLine()
                line += bytes[token.range]
            case .comma:
                line += bytes[token.range]
                endLine()
            case .colon: line += ": ".utf8
            case .string, .word: line += bytes[token.range]
            }
        }
        if lines.count < limit { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }
}
