/// The content of a JSON string with its escapes resolved (RFC 8259 §7), and the source range of each of its bytes.
///
/// ```
/// spelled   a = i c e - p w d : \u006b W \r \n
/// bytes     a = i c e - p w d : k W CR LF
/// ```
public struct Unescaped {
    public private(set) var bytes: [UInt8] = []
    /// The source offset of each byte, and of the end.
    private var places: [Int] = []

    /// Decodes the string whose content is at `content` of `text`.
    public init(_ text: [UInt8], _ content: Range<Int>) {
        bytes.reserveCapacity(content.count)
        places.reserveCapacity(content.count + 1)
        var index = content.lowerBound
        while index < content.upperBound {
            let start = index
            index += 1
            guard text[start] == UInt8(ascii: "\\"), index < content.upperBound else {
                append(text[start], from: start)
                continue
            }
            index += 1
            switch text[index - 1] {
            case UInt8(ascii: "b"): append(0x08, from: start)
            case UInt8(ascii: "f"): append(0x0C, from: start)
            case UInt8(ascii: "n"): append(0x0A, from: start)
            case UInt8(ascii: "r"): append(0x0D, from: start)
            case UInt8(ascii: "t"): append(0x09, from: start)
            case UInt8(ascii: "u"):
                for byte in String(Self.scalar(text, &index, content.upperBound)).utf8 { append(byte, from: start) }
            default: append(text[index - 1], from: start)
            }
        }
        places.append(content.upperBound)
    }

    /// Returns the range of the text that spells the bytes at `range`.
    public func source(_ range: Range<Int>) -> Range<Int> { places[range.lowerBound]..<places[range.upperBound] }

    private mutating func append(_ byte: UInt8, from place: Int) {
        bytes.append(byte)
        places.append(place)
    }

    /// Returns the scalar whose four digits are at `index`, together with its low surrogate if it is a pair, and moves
    /// `index` past them.
    private static func scalar(_ text: [UInt8], _ index: inout Int, _ end: Int) -> Unicode.Scalar {
        guard let unit = digits(text, index, end) else { return "\u{FFFD}" }
        index += 4
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard UTF16.isLeadSurrogate(unit), index + 2 <= end, text[index] == UInt8(ascii: "\\"),
            text[index + 1] == UInt8(ascii: "u"), let low = digits(text, index + 2, end), UTF16.isTrailSurrogate(low)
        else { return "\u{FFFD}" }
        index += 6
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private static func digits(_ text: [UInt8], _ index: Int, _ end: Int) -> UInt16? {
        guard index + 4 <= end else { return nil }
        return UInt16(String(decoding: text[index..<index + 4], as: UTF8.self), radix: 16)
    }
}
