/// Searches bytes eight at a time, as most bytes of a description are of no interest.
///
/// A test of eight bytes returns a word in which the high bit of each matching byte is set. Bits above the lowest may
/// be wrong, because the subtraction borrows from higher bytes, so only the lowest one counts.
public enum ByteScan {
    /// Marks quotes, backslashes and control characters (RFC 8259 §7).
    @inlinable @inline(__always)
    static func endsPlainString(_ eight: UInt64) -> UInt64 {
        equal(eight, UInt8(ascii: "\"")) | equal(eight, UInt8(ascii: "\\")) | below(eight, 0x20)
    }

    /// Marks quotes, backslashes, control characters and everything that is not ASCII.
    @inlinable @inline(__always)
    static func endsPlainText(_ eight: UInt64) -> UInt64 {
        // Adding 1 carries U+007F into the high bit.
        endsPlainString(eight) | (eight &+ 0x0101_0101_0101_0101) | eight
    }

    @inlinable @inline(__always)
    static func isBackslash(_ eight: UInt64) -> UInt64 { equal(eight, UInt8(ascii: "\\")) }

    @inlinable @inline(__always)
    public static func isControl(_ eight: UInt64) -> UInt64 { below(eight, 0x20) }

    /// Marks control characters and backslashes, which a plain line of a description does not contain.
    @inlinable @inline(__always)
    public static func isUnplain(_ eight: UInt64) -> UInt64 { isControl(eight) | isBackslash(eight) }

    /// Marks everything but printable ASCII and U+007F.
    @inlinable @inline(__always)
    public static func isUnusual(_ eight: UInt64) -> UInt64 { below(eight, 0x20) | eight }

    /// Marks CR and LF (RFC 8866 §5).
    @inlinable @inline(__always)
    public static func endsLine(_ eight: UInt64) -> UInt64 {
        equal(eight, UInt8(ascii: "\r")) | equal(eight, UInt8(ascii: "\n"))
    }

    /// Whether the four characters `\r\n`, the line ending of a description in a JSON string, are at `index`.
    @inlinable @inline(__always)
    public static func isLineEnd(_ bytes: Span<UInt8>, at index: Int) -> Bool {
        index + 4 <= bytes.count
            && UInt32(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
                == 0x6E5C_725C
    }

    /// Returns the index of the first byte from `start` on that `test` marks; the number of bytes if there is none.
    @inlinable @inline(__always)
    public static func first(in bytes: Span<UInt8>, from start: Int, _ test: (UInt64) -> UInt64) -> Int {
        var index = start
        let raw = bytes.bytes
        // A span is far shorter than Int.max, so that the sums cannot overflow.
        while index &+ 16 <= bytes.count {
            let eight = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            let next = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self))
            if (test(eight) | test(next)) & 0x8080_8080_8080_8080 != 0 { break }
            index &+= 16
        }
        while index &+ 8 <= bytes.count {
            // Little-endian, so that the first byte is the lowest.
            let eight = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            let marks = test(eight) & 0x8080_8080_8080_8080
            if marks != 0 { return index &+ marks.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < bytes.count, test(UInt64(bytes[index]) | plain) & 0x80 == 0 { index += 1 }
        return index
    }

    /// Returns the end of the line that begins at `start`, which is the index of a CR or LF or the end of the text, and
    /// whether the line is plain: it ends with CR LF and contains no other control character and no backslash.
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

    /// Whether both have the same bytes.
    @inlinable
    public static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        let (one, other) = (left.bytes, right.bytes)
        var index = 0
        while index &+ 32 <= left.count {
            var difference: UInt64 = 0
            for offset in stride(from: index, to: index &+ 32, by: 8) {
                difference |=
                    one.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    ^ other.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            }
            guard difference == 0 else { return false }
            index &+= 32
        }
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

    /// Returns the range of the next word between spaces, which is empty if there is none, and moves `index` to its
    /// end.
    @inlinable
    public static func word(in bytes: Span<UInt8>, _ index: inout Int) -> Range<Int> {
        while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: " ") { index += 1 }
        return start..<index
    }

    /// Whether the bytes in the range `place` are `text`.
    @inlinable @inline(__always)
    public static func stands(_ text: Span<UInt8>, _ bytes: Span<UInt8>, at place: Range<Int>) -> Bool {
        guard place.count == text.count else { return false }
        for offset in 0..<text.count where bytes[place.lowerBound + offset] != text[offset] { return false }
        return true
    }

    /// Whether the bytes in the range `place` are `text`, which is ASCII.
    @inlinable @inline(__always)
    public static func stands(_ text: StaticString, _ bytes: Span<UInt8>, at place: Range<Int>) -> Bool {
        guard place.count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<place.count where bytes[place.lowerBound + offset] != text.utf8Start[offset] { return false }
        return true
    }

    /// The upper seven bytes of a word that tests a single byte: letters, which no test marks.
    @inlinable static var plain: UInt64 { 0x6161_6161_6161_6100 }

    /// Marks bytes that are equal to `byte`.
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
    /// Decodes the UTF-8 in `range` of `bytes`.
    ///
    /// Invalid sequences become U+FFFD.
    @inlinable
    public init(copying bytes: Span<UInt8>, _ range: Range<Int>) {
        self = bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
