/// A set of integers from 0 to 255: bytes, or positions in a regular expression.
struct ByteSet: Hashable, Sendable {
    private var words = SIMD4<UInt64>()

    init() {}

    init(_ numbers: some Sequence<UInt8>) {
        for number in numbers { insert(Int(number)) }
    }

    var isEmpty: Bool { words == .zero }

    mutating func insert(_ number: Int) { words[number >> 6] |= 1 << UInt64(number & 63) }

    func contains(_ number: Int) -> Bool { words[number >> 6] >> UInt64(number & 63) & 1 == 1 }

    static func | (left: ByteSet, right: ByteSet) -> ByteSet { ByteSet(words: left.words | right.words) }

    static func & (left: ByteSet, right: ByteSet) -> ByteSet { ByteSet(words: left.words & right.words) }

    static prefix func ~ (bits: ByteSet) -> ByteSet { ByteSet(words: ~bits.words) }

    private init(words: SIMD4<UInt64>) { self.words = words }

    /// Calls `body` with each member in ascending order.
    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
        for index in 0..<4 {
            var word = words[index]
            while word != 0 {
                body(index << 6 + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }
}
