/// An incremental UTF-8 validator that fails at the first invalid byte (RFC 6455 §8.1, RFC 3629 §4).
struct UTF8Validator: Equatable {
    /// The number of continuation bytes that the current scalar still requires.
    private var missing = 0
    /// The range that the next continuation byte must be in.
    ///
    /// It is narrower than all continuation bytes if others would make an overlong encoding, a surrogate or a scalar
    /// above U+10FFFF.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether the bytes so far end with a complete scalar.
    var isComplete: Bool { missing == 0 }

    /// Validates the bytes of `text` from `start`; returns false if they cannot be part of valid UTF-8.
    mutating func validate(_ text: [UInt8], from start: Int) -> Bool {
        let bytes = text.span
        let raw = bytes.bytes
        var index = start
        while index < bytes.count {
            // Signaling is nearly all ASCII: eight bytes at a time.
            if missing == 0 {
                while index <= raw.byteCount - 8,
                    raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    index += 8
                }
                guard index < bytes.count else { return true }
            }
            guard validate(bytes[index]) else { return false }
            index += 1
        }
        return true
    }

    private mutating func validate(_ byte: UInt8) -> Bool {
        if missing > 0 {
            guard allowed.contains(byte) else { return false }
            missing -= 1
            allowed = 0x80...0xBF
            return true
        }
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, allowed) = (2, 0xA0...0xBF)
        case 0xED: (missing, allowed) = (2, 0x80...0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, allowed) = (3, 0x90...0xBF)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, allowed) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
