/// The content of a JSON string with its escapes resolved (RFC 8259 §7), and the source range of each of its bytes.
///
/// ```
/// spelled   a = i c e - p w d : \u006b W \r \n
/// bytes     a = i c e - p w d : k W CR LF
/// ```
public struct Unescaped {
    public private(set) var bytes: [UInt8] = []
    /// A part of the bytes that is spelled as it is, or by one escape sequence.
    private struct Part {
        /// The index of its first byte, and the source offset of that byte.
        let start: Int, place: Int
        let isEscape: Bool
    }

    /// The parts in order, without empty ones.
    private var parts: [Part] = []
    /// The source offset of the end.
    private let end: Int

    /// Decodes the string whose content is at `content` of `text`.
    public init(_ text: [UInt8], _ content: Range<Int>) {
        end = content.upperBound
        bytes.reserveCapacity(content.count)
        let span = text.span.extracting(..<content.upperBound)
        var index = content.lowerBound
        while index < content.upperBound {
            let start = index
            index = ByteScan.first(in: span, from: start, ByteScan.isBackslash)
            // A backslash at the end stands for itself.
            if index == content.upperBound - 1 { index += 1 }
            if index > start {
                parts.append(Part(start: bytes.count, place: start, isEscape: false))
                bytes += text[start..<index]
            }
            if index < content.upperBound { decodeEscape(text, &index) }
        }
    }

    /// Decodes the escape sequence at `index`, and moves `index` past it.
    private mutating func decodeEscape(_ text: [UInt8], _ index: inout Int) {
        parts.append(Part(start: bytes.count, place: index, isEscape: true))
        index += 2
        switch text[index - 1] {
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"): bytes += String(Self.scalar(text, &index, end)).utf8
        default: bytes.append(text[index - 1])
        }
    }

    /// Returns the range of the text that spells the bytes at `range`.
    public func source(_ range: Range<Int>) -> Range<Int> { place(range.lowerBound)..<place(range.upperBound) }

    /// Returns the source offset of the byte at `index`, or of the end.
    private func place(_ index: Int) -> Int {
        guard index < bytes.count else { return end }
        let part = parts[parts.partitioningIndex { $0.start > index } - 1]
        return part.isEscape ? part.place : part.place + (index - part.start)
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
