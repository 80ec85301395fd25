/// A line of a description (RFC 8866 §5).
public struct DescriptionLine: Hashable, Sendable {
    /// The characters at the end of a line.
    public enum Ending: Hashable, Sendable {
        /// CR LF, the line ending of RFC 8866 §5.
        case standard
        /// LF alone, which parsers should accept (RFC 8866 §5).
        case lineFeed
        /// CR alone.
        case carriageReturn
        /// The end of the text.
        case none
    }

    /// The number of the line in the text that it was parsed from, counted from 1; 0 for an inserted line.
    public let number: Int
    /// The line without its ending.
    public var text: Substring
    public var ending: Ending

    public init(number: Int, text: Substring, ending: Ending) {
        self.number = number
        self.text = text
        self.ending = ending
    }

    /// The letter before `=`; `nil` if the line is not `type=value`.
    public var type: UInt8? {
        let utf8 = text.utf8
        guard let letter = utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter),
            utf8.dropFirst().first == UInt8(ascii: "=")
        else { return nil }
        return letter
    }

    /// The text after `type=`.
    var value: Substring { Substring(text.utf8.dropFirst(2)) }

    /// The name of an attribute (RFC 8866 §5.13) and its value, if it has one; `nil` for other lines.
    public var attribute: (name: Substring, value: Substring?)? {
        type == UInt8(ascii: "a") ? value.halves(":") : nil
    }
}

/// The lines of a text as substrings, which end with CR LF, LF or CR.
public struct DescriptionLines: Sequence, IteratorProtocol {
    private var rest: Substring.UTF8View
    private var number = 0

    public init(_ text: String) {
        rest = text[...].utf8
    }

    public mutating func next() -> DescriptionLine? {
        guard !rest.isEmpty else { return nil }
        number += 1
        guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
            defer { rest = rest[rest.endIndex...] }
            return DescriptionLine(number: number, text: Substring(rest), ending: .none)
        }
        let line = Substring(rest[..<end])
        var ending = DescriptionLine.Ending.lineFeed
        var next = rest.index(after: end)
        if rest[end] == UInt8(ascii: "\r") {
            let isStandard = next < rest.endIndex && rest[next] == UInt8(ascii: "\n")
            ending = isStandard ? .standard : .carriageReturn
            if isStandard { next = rest.index(after: next) }
        }
        rest = rest[next...]
        return DescriptionLine(number: number, text: line, ending: ending)
    }

    /// Splits `text` into the lines of the session and those of each section, at most `limit` sections.
    ///
    /// Empty lines are left out.
    static func levels(_ text: String, limit: Int) -> [[DescriptionLine]] {
        var levels: [[DescriptionLine]] = [[]]
        for line in DescriptionLines(text) where !line.text.isEmpty {
            if line.type == UInt8(ascii: "m") {
                guard levels.count <= limit else { break }
                levels.append([])
            }
            levels[levels.count - 1].append(line)
        }
        return levels
    }
}

extension DescriptionLine {
    /// The property that the line states.
    ///
    /// In a comparison, lines with the same subject are versions of each other.
    ///
    /// ```
    /// a=setup:actpass             setup
    /// a=rtpmap:111 opus/48000/2   rtpmap 111
    /// a=rtcp-fb:96 nack           nil: the attribute may be repeated
    /// ```
    var subject: Substring? {
        guard let type else { return nil }
        switch type {
        case UInt8(ascii: "a"): return attributeSubject
        case UInt8(ascii: "b"): return Substring(text.utf8.prefix { $0 != UInt8(ascii: ":") })
        default: return Substring(text.utf8.prefix(2))
        }
    }

    private var attributeSubject: Substring? {
        let (name, rest) = value.halves(":")
        let words = (rest ?? "").words(limit: 3)
        switch name {
        case "sendrecv", "sendonly", "recvonly", "inactive": return "direction"
        case "candidate", "rtcp-fb", "ssrc-group": return nil
        // The numbers of header extensions and streams are chosen anew for each connection.
        case "extmap", "ssrc": return words.count > 1 ? name + " " + words[1].halves(name == "ssrc" ? ":" : " ").0 : nil
        case "rtpmap", "fmtp", "rid", "imageattr", "crypto", "sctpmap", "group", "fingerprint":
            return words.first.map { name + " " + $0 }
        default: return name
        }
    }
}
