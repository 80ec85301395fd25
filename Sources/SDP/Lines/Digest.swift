/// A fast hash of lines. It does not resist attacks: a peer that constructs a collision only harms itself.
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
            // The rest is hashed together with the bytes before it.
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

    /// Adds a sample of `text`: both ends and every fourth word, so that texts which differ in a line rarely collide.
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
