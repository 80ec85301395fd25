/// Looks for bytes eight at a time: most of a description is none that anybody looks for.
///
/// A test of eight returns a word whose high bits mark the bytes found. Such a mark may be wrong above the first, as a
/// subtraction borrows upwards, so only the lowest counts.
public enum ByteScan {
    /// Quotes, backslashes and control characters (RFC 8259 §7).
    @inlinable @inline(__always)
    static func endsPlainString(_ eight: UInt64) -> UInt64 {
        equal(eight, UInt8(ascii: "\"")) | equal(eight, UInt8(ascii: "\\")) | below(eight, 0x20)
    }

    @inlinable @inline(__always)
    static func isBackslash(_ eight: UInt64) -> UInt64 { equal(eight, UInt8(ascii: "\\")) }

    @inlinable @inline(__always)
    public static func isControl(_ eight: UInt64) -> UInt64 { below(eight, 0x20) }

    /// What stands in no plain line: control characters, and backslashes.
    @inlinable @inline(__always)
    static func isUnplain(_ eight: UInt64) -> UInt64 { isControl(eight) | isBackslash(eight) }

    /// All but printable ASCII and U+007F.
    @inlinable @inline(__always)
    public static func isUnusual(_ eight: UInt64) -> UInt64 { below(eight, 0x20) | eight }

    /// CR and LF (RFC 8866 §5).
    @inlinable @inline(__always)
    public static func endsLine(_ eight: UInt64) -> UInt64 {
        equal(eight, UInt8(ascii: "\r")) | equal(eight, UInt8(ascii: "\n"))
    }

    /// Whether the line end of a description is at `index`, as JSON escapes it: `\r\n`, four characters.
    @inlinable @inline(__always)
    static func isLineEnd(_ bytes: Span<UInt8>, at index: Int) -> Bool {
        index + 4 <= bytes.count
            && UInt32(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
                == 0x6E5C_725C
    }

    /// The index of the first byte from `start` on that `test` marks; the end where there is none.
    @inlinable @inline(__always)
    public static func first(in bytes: Span<UInt8>, from start: Int, _ test: (UInt64) -> UInt64) -> Int {
        var index = start
        let raw = bytes.bytes
        while index + 8 <= bytes.count {
            // Any eight bytes are a word; the first is to be its lowest.
            let eight = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            let marks = test(eight) & 0x8080_8080_8080_8080
            if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count, test(UInt64(bytes[index]) | plain) & 0x80 == 0 { index += 1 }
        return index
    }

    /// Where the line of a description that begins at `start` ends, at a CR or an LF, or with the text; and whether it
    /// is plain: it ends with CR and LF, and there is no other control character in it, nor a backslash.
    @inlinable
    public static func line(in bytes: Span<UInt8>, from start: Int) -> (end: Int, isPlain: Bool) {
        var isPlain = true
        var end = first(in: bytes, from: start, isUnplain)
        while end < bytes.count, bytes[end] != UInt8(ascii: "\r"), bytes[end] != UInt8(ascii: "\n") {
            isPlain = false
            end = first(in: bytes, from: end + 1, isUnplain)
        }
        isPlain =
            isPlain && end + 1 < bytes.count && bytes[end] == UInt8(ascii: "\r")
            && bytes[end + 1] == UInt8(ascii: "\n")
        return (end, isPlain)
    }

    /// Whether both are the same bytes.
    @inlinable
    public static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        let (one, other) = (left.bytes, right.bytes)
        var index = 0
        while index + 8 <= left.count {
            guard
                one.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                    == other.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            else { return false }
            index += 8
        }
        while index < left.count, left[index] == right[index] { index += 1 }
        return index == left.count
    }

    /// Where the next word between spaces stands, empty if there is none; moves `index` behind it.
    @inlinable
    public static func word(in bytes: Span<UInt8>, _ index: inout Int) -> Range<Int> {
        while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: " ") { index += 1 }
        return start..<index
    }

    /// Whether `text` stands at `place` of `bytes`.
    @inlinable @inline(__always)
    public static func stands(_ text: Span<UInt8>, _ bytes: Span<UInt8>, at place: Range<Int>) -> Bool {
        guard place.count == text.count else { return false }
        for offset in 0..<text.count where bytes[place.lowerBound + offset] != text[offset] { return false }
        return true
    }

    /// The same of ASCII letters that are known beforehand.
    @inlinable @inline(__always)
    public static func stands(_ text: StaticString, _ bytes: Span<UInt8>, at place: Range<Int>) -> Bool {
        guard place.count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<place.count where bytes[place.lowerBound + offset] != text.utf8Start[offset] { return false }
        return true
    }

    /// What is beside a byte that is tested alone: letters, which no test marks.
    @inlinable static var plain: UInt64 { 0x6161_6161_6161_6100 }

    /// Bytes that are `byte`.
    @inlinable @inline(__always)
    public static func equal(_ eight: UInt64, _ byte: UInt8) -> UInt64 {
        below(eight ^ (UInt64(byte) &* 0x0101_0101_0101_0101), 1)
    }

    @inlinable @inline(__always)
    static func below(_ eight: UInt64, _ limit: UInt8) -> UInt64 {
        (eight &- UInt64(limit) &* 0x0101_0101_0101_0101) & ~eight
    }
}

extension String {
    /// The text in `range` of `bytes`; what is not UTF-8 there becomes U+FFFD.
    @inlinable
    public init(copying bytes: Span<UInt8>, _ range: Range<Int>) {
        self = bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
