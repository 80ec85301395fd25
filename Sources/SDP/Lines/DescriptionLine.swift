/// One line of a description as it stands in the text (RFC 8866 §5).
public struct DescriptionLine: Hashable, Sendable {
    /// What ends a line.
    public enum Ending: Hashable, Sendable {
        /// CRLF, as RFC 8866 §5 asks.
        case standard
        /// LF alone, which it asks readers to accept.
        case lineFeed
        /// CR alone.
        case carriageReturn
        /// The text ends first.
        case none
    }

    /// The line's number in the text it was read from, counted from 1.
    public let number: Int
    /// The line without its ending.
    public var text: Substring
    public var ending: Ending

    public init(number: Int, text: Substring, ending: Ending) {
        self.number = number
        self.text = text
        self.ending = ending
    }

    /// The letter in front of `=`; `nil` if the line is not `type=value`.
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

/// The lines of a text, without a copy of it; CRLF, LF and CR each end one.
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

    /// The lines of `text` by level: those of the session, then those of each section, at most `limit` of them.
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
