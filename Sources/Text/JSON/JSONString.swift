/// Strings as JSON writes them (RFC 8259 §7).
public enum JSONString {
    /// `text` in quotes: what must be escaped is, and so is what could be taken for a line's end or drive a terminal.
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

    /// What stands between the quotes of a string that ``JSONScanner`` has accepted, with its escapes resolved.
    public static func decode(_ bytes: Span<UInt8>) -> String {
        // No escape is shorter than what it stands for.
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

    /// Copies what stands in front of the next backslash, or the end; moves `index` and `count` behind it.
    ///
    /// Eight bytes at a time, also where some of them are behind that: `count` is never above `index`, so that there is
    /// room for them, and what comes next is written over them.
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

    /// What `body` makes of the bytes of a name that stands in `spelled`, its escapes resolved.
    @inline(__always)
    public static func withName<Result>(_ spelled: Span<UInt8>, _ body: (Span<UInt8>) -> Result?) -> Result? {
        // What is longer is none that anybody looks for, escapes or not.
        guard spelled.count <= 192 else { return nil }
        for index in 0..<spelled.count where spelled[index] == UInt8(ascii: "\\") {
            return body(Array(decode(spelled).utf8).span)
        }
        return body(spelled)
    }

    /// The scalar whose four digits are at `index`, with its low surrogate where it is a pair; moves `index` behind.
    private static func scalar(_ bytes: Span<UInt8>, _ index: inout Int) -> Unicode.Scalar {
        guard let unit = JSONScanner.hexadecimal(bytes, from: index) else { return "\u{FFFD}" }
        index += 4
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard UTF16.isLeadSurrogate(unit), index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u"), let low = JSONScanner.hexadecimal(bytes, from: index + 2),
            UTF16.isTrailSurrogate(low)
        else { return "\u{FFFD}" }
        index += 6
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
