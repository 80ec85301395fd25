/// A JSON text in lines, a member or an element each, two blanks further in than what it stands in.
///
/// ```
/// {"type":"offer","to":["p1"]}   ─►   {
///                                       "type": "offer",
///                                       "to": [
///                                         "p1"
///                                       ]
///                                     }
/// ```
/// Names, strings and numbers stand as they are spelled.
public enum JSONLines {
    /// How far in lines may stand, in levels; what is deeper stands as far in as this.
    static let depthLimit = 32

    /// The lines of the JSON text `bytes`, at most `limit` of them; `nil` if it is no object and no array.
    public static func lines(_ bytes: [UInt8], limit: Int) -> [String]? {
        guard let first = bytes.first(where: { !isSpace($0) }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            JSONValue(bytes) != nil
        else { return nil }
        var (lines, line) = ([String](), [UInt8]())
        var (depth, index) = (0, 0)
        func end() {
            lines.append(String(decoding: line, as: UTF8.self))
            line = Array(repeating: UInt8(ascii: " "), count: 2 * min(depth, depthLimit))
        }
        while index < bytes.count, lines.count < limit {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                line.append(byte)
                while index < bytes.count, isSpace(bytes[index]) { index += 1 }
                // A closing bracket is the opening one plus two.
                if index < bytes.count, bytes[index] == byte + 2 {
                    line.append(bytes[index])
                    index += 1
                } else {
                    depth += 1
                    end()
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                end()
                line.append(byte)
            case UInt8(ascii: ","):
                line.append(byte)
                end()
            case UInt8(ascii: ":"): line += [byte, UInt8(ascii: " ")]
            case UInt8(ascii: "\""):
                line.append(byte)
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    let width = bytes[index] == UInt8(ascii: "\\") ? 2 : 1
                    line += bytes[index..<min(bytes.count, index + width)]
                    index += width
                }
                line.append(byte)
                index += 1
            default:
                if !isSpace(byte) { line.append(byte) }
            }
        }
        if lines.count < limit { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
    }
}
