/// Encoding and decoding of JSON strings (RFC 8259 §7).
public enum JSONString {
    /// Returns `text` in quotes, with the escapes of ``append(_:to:)``.
    public static func encode(_ text: String) -> String {
        var (text, encoded) = (text, [UInt8]())
        text.withUTF8 { append($0, to: &encoded) }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Appends `text`, which must be UTF-8, in quotes.
    ///
    /// Besides the characters that must be escaped, those that could be taken for a line ending or could drive a
    /// terminal are escaped.
    public static func append(_ text: UnsafeBufferPointer<UInt8>, to encoded: inout [UInt8]) {
        let span = text.span
        encoded.append(UInt8(ascii: "\""))
        var index = 0
        while index < span.count {
            encoded.append(addingCapacity: 2 * (span.count - index)) { appendPlain(span, &index, to: &$0) }
            guard index < span.count else { break }
            let length = span[index] < 0x80 ? 1 : span[index] < 0xE0 ? 2 : span[index] < 0xF0 ? 3 : 4
            let end = min(index + length, span.count)
            for scalar in String(copying: span, index..<end).unicodeScalars { append(scalar, to: &encoded) }
            index = end
        }
        encoded.append(UInt8(ascii: "\""))
    }

    /// Appends the bytes up to the next control or non-ASCII character or the end, with quotes and backslashes escaped, and
    /// moves `index` past them.
    ///
    /// It copies eight bytes at a time, including some that are overwritten later. There is always room for them, as
    /// `encoded` has twice the space of what is left.
    private static func appendPlain(_ bytes: Span<UInt8>, _ index: inout Int, to encoded: inout OutputSpan<UInt8>) {
        let start = index
        index = encoded.withUnsafeMutableBufferPointer { encoded, end in
            let (source, target) = (bytes.bytes, UnsafeMutableRawBufferPointer(encoded))
            // Local variables, which stay in registers.
            var (index, count) = (start, end)
            defer { end = count }
            while index < bytes.count {
                if index &+ 8 <= bytes.count {
                    let eight = UInt64(littleEndian: source.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
                    target.storeBytes(of: eight.littleEndian, toByteOffset: count, as: UInt64.self)
                    let marks = ByteScan.endsPlainText(eight) & 0x8080_8080_8080_8080
                    // Two branches: the processor then need not wait for the number of plain bytes.
                    if marks == 0 {
                        index &+= 8
                        count &+= 8
                        continue
                    }
                    index &+= marks.trailingZeroBitCount / 8
                    count &+= marks.trailingZeroBitCount / 8
                }
                // A description in a message has a line ending of four characters every 40 bytes.
                if ByteScan.isLineEnd(bytes, at: index) {
                    target.storeBytes(of: UInt32(littleEndian: 0x5C72_5C5C), toByteOffset: count, as: UInt32.self)
                    target.storeBytes(of: UInt16(littleEndian: 0x6E5C), toByteOffset: count &+ 4, as: UInt16.self)
                    index &+= 4
                    count &+= 6
                    continue
                }
                let byte = bytes[index]
                guard byte >= 0x20, byte < 0x7F else { return index }
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    encoded[count] = UInt8(ascii: "\\")
                    count &+= 1
                }
                encoded[count] = byte
                index &+= 1
                count &+= 1
            }
            return index
        }
    }

    /// Appends a control or non-ASCII character, as it is or as an escape sequence.
    private static func append(_ scalar: Unicode.Scalar, to encoded: inout [UInt8]) {
        switch scalar {
        case "\n": encoded += "\\n".utf8
        case "\r": encoded += "\\r".utf8
        case "\t": encoded += "\\t".utf8
        default:
            guard !Printable.isHarmless(scalar) else {
                encoded += String(scalar).utf8
                return
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                encoded += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
            }
        }
    }

    /// Returns the text of a string that ``JSONScanner`` has accepted, given the bytes between its quotes.
    ///
    /// The bytes may be cut at any place; an escape sequence that is cut is left out.
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
                    guard let scalar = scalar(bytes, &index) else { return count }
                    for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
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
    /// `index` past them; `nil` if there are no four digits.
    private static func scalar(_ bytes: Span<UInt8>, _ index: inout Int) -> Unicode.Scalar? {
        guard let unit = hexadecimal(bytes, from: index) else { return nil }
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
