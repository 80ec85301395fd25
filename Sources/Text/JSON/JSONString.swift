/// Encoding and decoding of JSON strings (RFC 8259 §7).
public enum JSONString {
    /// Returns `text` in quotes.
    ///
    /// Besides the characters that must be escaped, those that could be taken for a line ending or could drive a
    /// terminal are escaped.
    public static func encode(_ text: String) -> String {
        var encoded = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": encoded += "\\\""
            case "\\": encoded += "\\\\"
            case "\n": encoded += "\\n"
            case "\r": encoded += "\\r"
            case "\t": encoded += "\\t"
            default:
                if Printable.isHarmless(scalar) {
                    encoded.unicodeScalars.append(scalar)
                } else {
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        encoded += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                    }
                }
            }
        }
        return encoded + "\""
    }

    /// Appends `text`, which must be UTF-8, in quotes, with the escapes of ``encode(_:)``.
    public static func append(_ text: UnsafeBufferPointer<UInt8>, to encoded: inout [UInt8]) {
        encoded.append(UInt8(ascii: "\""))
        var (start, index) = (0, 0)
        while index < text.count {
            let byte = text[index]
            if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                index += 1
                continue
            }
            encoded.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            let end = min(index + length, text.count)
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                encoded.append(UInt8(ascii: "\\"))
                encoded.append(byte)
            } else {
                // The quotes are those that have been written.
                encoded.append(
                    contentsOf: encode(String(decoding: text[index..<end], as: UTF8.self)).utf8.dropFirst().dropLast())
            }
            (start, index) = (end, end)
        }
        encoded.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        encoded.append(UInt8(ascii: "\""))
    }

    /// Returns the text of a string that ``JSONScanner`` has accepted, given the bytes between its quotes.
    public static func decode(_ bytes: Span<UInt8>) -> String {
        // No escape sequence is shorter than the character it stands for.
        String(unsafeUninitializedCapacity: bytes.count) { decoded in
            var index = 0
            var count = 0
            while index < bytes.count {
                copyPlain(bytes, &index, to: decoded, &count)
                guard index + 1 < bytes.count else { break }
                if ByteScan.isLineEnd(bytes, at: index) {
                    (decoded[count], decoded[count + 1]) = (0x0D, 0x0A)
                    index += 4
                    count += 2
                    continue
                }
                index += 2
                switch bytes[index - 1] {
                case UInt8(ascii: "b"): decoded[count] = 0x08
                case UInt8(ascii: "f"): decoded[count] = 0x0C
                case UInt8(ascii: "n"): decoded[count] = 0x0A
                case UInt8(ascii: "r"): decoded[count] = 0x0D
                case UInt8(ascii: "t"): decoded[count] = 0x09
                case UInt8(ascii: "u"):
                    let units = UTF8.encode(scalar(bytes, &index)) ?? UTF8.encodedReplacementCharacter
                    for unit in units {
                        guard count < decoded.count else { return count }
                        decoded[count] = unit
                        count += 1
                    }
                    continue
                default: decoded[count] = bytes[index - 1]
                }
                count += 1
            }
            return count
        }
    }

    /// Copies the bytes up to the next backslash or the end, and moves `index` and `count` past them.
    ///
    /// It copies eight bytes at a time, including some after the backslash, which are overwritten later. There is
    /// always room for them because `count` is never greater than `index`.
    @inline(__always)
    private static func copyPlain(
        _ bytes: Span<UInt8>, _ index: inout Int, to decoded: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
    ) {
        let (source, target) = (bytes.bytes, UnsafeMutableRawBufferPointer(decoded))
        while index + 8 <= bytes.count {
            let eight = UInt64(littleEndian: source.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            target.storeBytes(of: eight.littleEndian, toByteOffset: count, as: UInt64.self)
            let marks = ByteScan.isBackslash(eight) & 0x8080_8080_8080_8080
            let plain = marks == 0 ? 8 : marks.trailingZeroBitCount / 8
            index += plain
            count += plain
            if marks != 0 { return }
        }
        while index < bytes.count, bytes[index] != UInt8(ascii: "\\") {
            decoded[count] = bytes[index]
            index += 1
            count += 1
        }
    }

    /// Calls `body` with the bytes of a name, given the bytes between its quotes; returns `nil` for names of more than
    /// 192 bytes.
    @inline(__always)
    public static func withName<Result>(_ spelled: Span<UInt8>, _ body: (Span<UInt8>) -> Result?) -> Result? {
        // No known name is that long, even if all of it is escaped.
        guard spelled.count <= 192 else { return nil }
        for index in 0..<spelled.count where spelled[index] == UInt8(ascii: "\\") {
            return body(Array(decode(spelled).utf8).span)
        }
        return body(spelled)
    }

    /// Returns the value of the four hexadecimal digits at `start`; `nil` if there are fewer.
    static func hexadecimal(_ bytes: Span<UInt8>, from start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        var value: UInt16 = 0
        for index in start..<start + 4 {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt16(bytes[index] - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                value = value << 4 | UInt16(bytes[index] - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt16(bytes[index] - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return value
    }

    /// Returns the scalar whose four digits are at `index`, together with its low surrogate if it is a pair, and moves
    /// `index` past them.
    private static func scalar(_ bytes: Span<UInt8>, _ index: inout Int) -> Unicode.Scalar {
        guard let unit = hexadecimal(bytes, from: index) else { return "\u{FFFD}" }
        index += 4
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard UTF16.isLeadSurrogate(unit), index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u"), let low = hexadecimal(bytes, from: index + 2),
            UTF16.isTrailSurrogate(low)
        else { return "\u{FFFD}" }
        index += 6
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}

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
