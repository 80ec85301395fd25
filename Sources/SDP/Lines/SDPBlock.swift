import Text

/// The lines of one level of a description: of the session or of a section (RFC 8866 §5).
///
/// Lines are stored as offsets into the text, which all levels share, because a description has more than a hundred.
public struct SDPBlock: Sendable {
    /// The largest number of attributes that are kept, ten times those of a browser's section.
    static let attributeLimit = 1024
    /// The largest number of other lines that are kept, several times those that RFC 8866 §5 allows at one level.
    static let fieldLimit = 64

    private let text: String
    /// The lines in order.
    ///
    /// The first line of a section is its `m=` line.
    private let lines: ArraySlice<Line>

    private struct Line {
        /// The letter before `=`; 0 if the line is not `type=value` or has a type that RFC 8866 does not define.
        let type: UInt8
        /// The start of the value, which begins with the name in an attribute; the start of a line without a type.
        let start: UInt32
        /// The end of an attribute's name, at its colon or at the end of the line.
        let nameEnd: UInt32
        let end: UInt32

        var isAttribute: Bool { type == UInt8(ascii: "a") }
        var name: Range<Int> { Int(start)..<Int(nameEnd) }
        var all: Range<Int> { Int(start)..<Int(end) }
        /// The range after the colon.
        var value: Range<Int> { min(Int(nameEnd) + 1, Int(end))..<Int(end) }
    }

    /// Splits `text` into the session and its sections, at most `limit` sections.
    static func levels(_ text: String, limit: Int) -> [SDPBlock] {
        let bytes = text.utf8.span
        let types = LineGrammar.types
        // Thousands of times the size of a message that the relay forwards.
        guard bytes.count < UInt32.max else { return [SDPBlock(text: text, lines: [])] }
        var lines: [Line] = []
        lines.reserveCapacity(min(bytes.count / 32, 1024))
        var starts = [0]
        var attributes = 0, fields = 0, others = 0
        var end = 0
        while end < bytes.count {
            let start = end
            end = ByteScan.first(in: bytes, from: start, ByteScan.endsLine)
            let line = Self.line(bytes, start..<end, types)
            // The line between the CR and the LF of CR LF is empty, too.
            let isEmpty = start == end
            end += 1
            switch line.type {
            case UInt8(ascii: "m"):
                guard starts.count <= limit else { return levels(text, lines, starts) }
                starts.append(lines.count)
                (attributes, fields, others) = (0, 0, 0)
            case UInt8(ascii: "a"):
                attributes += 1
                guard attributes <= attributeLimit else { continue }
            case 0:
                guard !isEmpty else { continue }
                others += 1
                guard others <= fieldLimit else { continue }
            default:
                fields += 1
                guard fields <= fieldLimit else { continue }
            }
            lines.append(line)
        }
        return levels(text, lines, starts)
    }

    private static func levels(_ text: String, _ lines: [Line], _ starts: [Int]) -> [SDPBlock] {
        starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1] : lines.count
            return SDPBlock(text: text, lines: lines[starts[index]..<end])
        }
    }

    private static func line(_ bytes: Span<UInt8>, _ range: Range<Int>, _ types: LineTypeSet) -> Line {
        let (start, end) = (range.lowerBound, range.upperBound)
        guard range.count >= 2, bytes[start + 1] == UInt8(ascii: "="), types.contains(bytes[start]) else {
            return Line(type: 0, start: UInt32(start), nameEnd: UInt32(end), end: UInt32(end))
        }
        var nameEnd = end
        if bytes[start] == UInt8(ascii: "a") {
            nameEnd = start + 2
            while nameEnd < end, bytes[nameEnd] != UInt8(ascii: ":") { nameEnd += 1 }
        }
        return Line(type: bytes[start], start: UInt32(start + 2), nameEnd: UInt32(nameEnd), end: UInt32(end))
    }

    /// The lines that are not `type=value` or have a type that RFC 8866 does not define.
    var others: [Substring] { lines.filter { $0.type == 0 }.map { substring($0.all) } }

    /// The value of the first attribute `name`, which is empty for a flag such as `rtcp-mux`; `nil` if there is none.
    subscript(name: String) -> String? {
        lines.first(where: isNamed(name)).map { String(copying: text.utf8.span, $0.value) }
    }

    func has(_ name: String) -> Bool {
        lines.contains(where: isNamed(name))
    }

    public func values(_ name: String) -> [Substring] {
        lines.filter(isNamed(name)).map { substring($0.value) }
    }

    /// Returns the value of the first line of `type`; `nil` if there is none.
    func field(_ type: Unicode.Scalar) -> Substring? {
        lines.first { UInt32($0.type) == type.value }.map { substring($0.all) }
    }

    private func isNamed(_ name: String) -> (Line) -> Bool {
        { line in
            line.isAttribute && ByteScan.stands(name.utf8.span, text.utf8.span, at: line.name)
        }
    }

    private func substring(_ range: Range<Int>) -> Substring {
        let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
        return Substring(text.utf8[start..<text.utf8.index(start, offsetBy: range.count)])
    }
}

/// Blocks are compared by the contents of their lines, regardless of their offsets.
extension SDPBlock: Hashable {
    public static func == (one: SDPBlock, other: SDPBlock) -> Bool {
        one.lines.count == other.lines.count
            && zip(one.lines, other.lines).allSatisfy { line, match in
                line.type == match.type && one.substring(line.all) == other.substring(match.all)
            }
    }

    public func hash(into hasher: inout Hasher) {
        for line in lines {
            hasher.combine(line.type)
            hasher.combine(substring(line.all))
        }
    }
}

extension Substring {
    /// Splits the string at spaces into at most `limit` words.
    ///
    /// The last one contains the rest.
    public func words(limit: Int = .max) -> [Substring] {
        utf8.split(separator: UInt8(ascii: " "), maxSplits: limit - 1).map { Substring($0) }
    }

    /// Splits the string at the first `separator`.
    ///
    /// The second half is `nil` if there is none.
    public func halves(_ separator: Unicode.Scalar) -> (Substring, Substring?) {
        guard let index = utf8.firstIndex(where: { UInt32($0) == separator.value }) else { return (self, nil) }
        return (self[..<index], self[utf8.index(after: index)...])
    }
}

/// The values of an attribute by the format that they begin with.
///
/// If a format occurs twice, the first value counts.
public struct FormatTable {
    private var values: [Substring] = []
    /// The index of the value for each payload type (RFC 3550 §5.1: seven bits), plus 1; 0 if it has none.
    private var numbered = InlineArray<128, UInt16>(repeating: 0)
    /// The index of the value for other formats, plus 1.
    private var named: [Substring: Int] = [:]

    /// Makes a table of attribute values such as `111 opus/48000/2`.
    public init(_ lines: [Substring]) {
        values.reserveCapacity(lines.count)
        for line in lines {
            guard case (let format, let value?) = line.halves(" ") else { continue }
            values.append(value)
            if let number = Self.payloadType(format.utf8) {
                if numbered[number] == 0 { numbered[number] = UInt16(clamping: values.count) }
            } else if named[format] == nil {
                named[format] = values.count
            }
        }
    }

    public subscript(format: String) -> Substring? {
        let place = Self.payloadType(format.utf8).map { Int(numbered[$0]) } ?? named[format[...]] ?? 0
        return place == 0 ? nil : values[place - 1]
    }

    /// The payload type that `format` spells canonically; `nil` for other formats.
    private static func payloadType(_ format: some Collection<UInt8>) -> Int? {
        var number = 0
        var count = 0
        for byte in format {
            let digit = Int(byte) - Int(UInt8(ascii: "0"))
            guard (0...9).contains(digit), count == 0 || number > 0 else { return nil }
            number = number * 10 + digit
            count += 1
            guard number < 128 else { return nil }
        }
        return count > 0 ? number : nil
    }
}
