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
    /// The deepest indentation, in levels. Deeper levels are indented as this one.
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
