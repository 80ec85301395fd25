/// A hash of lines; nobody is harmed by a collision but one who makes it.
struct Digest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        let raw = bytes.bytes
        var index = start
        while index + 8 <= end {
            add(UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        var rest: UInt64 = 0
        if index < end, end - start >= 8 {
            // What is left, behind some that was there before.
            rest = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: end - 8, as: UInt64.self))
            index = end
        }
        while index < end {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        add(rest)
        add(UInt64(end - start))
    }

    /// Adds some of `text`: its ends and every fourth word, so that few texts that differ in a line are taken for one.
    mutating func addSample(_ text: borrowing Span<UInt8>) {
        let raw = text.bytes
        add(text, 0, min(32, text.count))
        var index = 56
        while index + 8 <= text.count {
            add(UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 32
        }
        add(text, max(0, text.count - 32), text.count)
        add(UInt64(text.count))
    }

    mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 32
    }
}
