/// Fields with random values or counters, whose change means nothing by itself.
///
/// ```
/// o=- 8812 2 IN IP4 127.0.0.1         a=ice-ufrag:Xy1f         a=ssrc:1001 cname:k3J
///     ──────                                      ────                ────       ───
/// ```
public enum VolatileFields {
    /// Returns the ranges of the volatile fields in a line of a description, in order.
    public static func ranges(in line: Substring) -> [Range<String.Index>] {
        let utf8 = line.utf8
        if utf8.starts(with: "o=".utf8) {
            let words = line.words(limit: 4)
            return words.count == 4 ? [words[1].startIndex..<words[2].endIndex] : []
        }
        guard utf8.starts(with: "a=".utf8) else { return [] }
        guard case (let name, let value?) = Substring(utf8.dropFirst(2)).halves(":") else { return [] }
        switch name {
        case "ice-ufrag", "ice-pwd", "msid", "cname", "tls-id": return [value.startIndex..<value.endIndex]
        case "fingerprint", "ssrc-group", "msid-semantic":
            return value.words(limit: 2).dropFirst().map { $0.startIndex..<$0.endIndex }
        case "ssrc":
            let (id, attribute) = value.halves(" ")
            let content = attribute?.halves(":").1
            return ([id] + [content].compactMap(\.self)).map { $0.startIndex..<$0.endIndex }
        default: return []
        }
    }

    /// Returns the line with an asterisk in the place of each volatile field.
    static func masked(_ line: Substring) -> Substring {
        let ranges = ranges(in: line)
        guard !ranges.isEmpty else { return line }
        var masked: Substring = ""
        var start = line.startIndex
        for range in ranges {
            masked += line[start..<range.lowerBound]
            masked += "*"
            start = range.upperBound
        }
        return masked + line[start...]
    }
}
