/// Whether a text is UTF-8, told as its bytes come and at the first that cannot be (RFC 6455 §8.1, RFC 3629 §4).
struct TextCheck: Equatable {
    /// Bytes that the character begun still needs.
    private var missing = 0
    /// What the next of them may be: less than any, if that would be too long a form, a surrogate or no scalar.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether no character is left half.
    var isWhole: Bool { missing == 0 }

    /// Reads the bytes from `start` on; false at one that makes the text no UTF-8, whatever should follow.
    mutating func read(_ text: [UInt8], from start: Int) -> Bool {
        let bytes = text.span
        let raw = bytes.bytes
        var index = start
        while index < bytes.count {
            // Nearly all that peers say is ASCII: a word at a time.
            if missing == 0 {
                while index <= raw.byteCount - 8,
                    raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    index += 8
                }
                guard index < bytes.count else { return true }
            }
            guard read(bytes[index]) else { return false }
            index += 1
        }
        return true
    }

    private mutating func read(_ byte: UInt8) -> Bool {
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
