/// A random number generator that returns the same numbers for the same seed (SplitMix64), so that failures can be
/// reproduced.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

// MARK: Mutations

extension SeededGenerator {
    /// Returns `bytes` with one to four mutations: a flipped bit, an extreme byte, or a range removed, repeated or
    /// truncated.
    public mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        mutate(bytes) { bytes, range, generator in
            let start = range.lowerBound
            switch Int.random(in: 0..<6, using: &generator) {
            case 0, 1: bytes[start] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes[start] = [0x00, 0x7F, 0x80, 0xFE, 0xFF].randomElement(using: &generator) ?? 0
            case 3: bytes.removeSubrange(range)
            case 4: bytes.insert(contentsOf: bytes[range], at: start)
            default: bytes.removeSubrange(start...)
            }
        }
    }

    /// Returns `bytes` as text with one to four mutations, some of which insert delimiters of SDP or JSON.
    public mutating func mutatedText(_ bytes: [UInt8]) -> String {
        let mutated = mutate(bytes) { bytes, range, generator in
            let start = range.lowerBound
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[start] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[start] = Array(" :=/\r\n\\m\0".utf8).randomElement(using: &generator) ?? 0
            case 2: bytes.removeSubrange(range)
            case 3: bytes.insert(contentsOf: bytes[range], at: start)
            case 4: bytes.insert(contentsOf: "9é🙂".utf8, at: start)
            default: bytes.removeSubrange(start...)
            }
        }
        return String(decoding: mutated, as: UTF8.self)
    }

    /// Applies one to four mutations, each to a random range of at most 24 bytes, while there are bytes.
    private mutating func mutate(
        _ original: [UInt8], _ mutation: (inout [UInt8], Range<Int>, inout SeededGenerator) -> Void
    ) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let start = Int.random(in: bytes.indices, using: &self)
            let end = min(bytes.count, start + Int.random(in: 1...24, using: &self))
            mutation(&bytes, start..<end, &self)
        }
        return bytes
    }

    /// Returns `bytes` with a random range replaced by a random range of `other`.
    public mutating func spliced(_ bytes: [UInt8], with other: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes.replaceSubrange(range(in: bytes), with: other[range(in: other)])
        return bytes
    }

    /// Returns `bytes` with a random range repeated until there are about `count` bytes.
    public mutating func expanded(_ bytes: [UInt8], to count: Int) -> [UInt8] {
        let range = range(in: bytes)
        guard !range.isEmpty, bytes.count < count else { return bytes }
        let copies = [[UInt8]](repeating: Array(bytes[range]), count: (count - bytes.count) / range.count)
        return Array(bytes[..<range.upperBound]) + copies.joined() + bytes[range.upperBound...]
    }

    /// Splits `bytes` into chunks of random size, as reads from a socket return them.
    public mutating func chunks(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var (chunks, start) = ([ArraySlice<UInt8>](), 0)
        let longest = [1, 2, 7, 60, 4000].randomElement(using: &self) ?? 1
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...longest, using: &self))
            chunks.append(bytes[start..<end])
            start = end
        }
        return chunks
    }

    private mutating func range(in bytes: [UInt8]) -> Range<Int> {
        let one = Int.random(in: 0...bytes.count, using: &self)
        let other = Int.random(in: 0...bytes.count, using: &self)
        return min(one, other)..<max(one, other)
    }
}
