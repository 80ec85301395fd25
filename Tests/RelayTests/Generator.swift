/// The same numbers in every run (SplitMix64), so that a failure can be had again.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// `bytes` with up to four places changed: a bit flipped, a byte set, a run taken out, doubled or cut off.
    mutating func spoilt(_ bytes: [UInt8]) -> [UInt8] {
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
}
