/// The same numbers in every run (SplitMix64), so that a failure can be had again.
public struct Generator: RandomNumberGenerator {
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

    /// `bytes` with up to four places changed: a bit flipped, a byte set, a run taken out, doubled or cut off.
    public mutating func spoilt(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let start = Int.random(in: bytes.indices, using: &self)
            let run = start..<min(bytes.count, start + Int.random(in: 1...24, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0, 1: bytes[start] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &self)
            case 2: bytes[start] = [0x00, 0x7F, 0x80, 0xFE, 0xFF].randomElement(using: &self) ?? 0
            case 3: bytes.removeSubrange(run)
            case 4: bytes.insert(contentsOf: bytes[run], at: start)
            default: bytes.removeSubrange(start...)
            }
        }
        return bytes
    }

    /// The same, with signs that mean something in a description or in JSON, as the text that is left.
    public mutating func mutated(_ bytes: [UInt8]) -> String {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let start = Int.random(in: bytes.indices, using: &self)
            let run = start..<min(bytes.count, start + Int.random(in: 1...24, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[start] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &self)
            case 1: bytes[start] = Array(" :=/\r\n\\m\0".utf8).randomElement(using: &self) ?? 0
            case 2: bytes.removeSubrange(run)
            case 3: bytes.insert(contentsOf: bytes[run], at: start)
            case 4: bytes.insert(contentsOf: "9é🙂".utf8, at: start)
            default: bytes.removeSubrange(start...)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A run of `other` in the place of one of `bytes`.
    public mutating func crossed(_ bytes: [UInt8], _ other: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes.replaceSubrange(run(of: bytes), with: other[run(of: other)])
        return bytes
    }

    /// A run of `bytes` so many times over that there are about `count` in all.
    public mutating func grown(_ bytes: [UInt8], to count: Int) -> [UInt8] {
        let run = run(of: bytes)
        guard !run.isEmpty, bytes.count < count else { return bytes }
        let copies = [[UInt8]](repeating: Array(bytes[run]), count: (count - bytes.count) / run.count)
        return Array(bytes[..<run.upperBound]) + copies.joined() + bytes[run.upperBound...]
    }

    /// `bytes` in pieces, as a network hands them on.
    public mutating func pieces(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var (pieces, start) = ([ArraySlice<UInt8>](), 0)
        let longest = [1, 2, 7, 60, 4000].randomElement(using: &self) ?? 1
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...longest, using: &self))
            pieces.append(bytes[start..<end])
            start = end
        }
        return pieces
    }

    private mutating func run(of bytes: [UInt8]) -> Range<Int> {
        let (one, other) = (
            Int.random(in: 0...bytes.count, using: &self), Int.random(in: 0...bytes.count, using: &self)
        )
        return min(one, other)..<max(one, other)
    }
}
