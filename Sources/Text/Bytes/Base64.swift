/// Base64 (RFC 4648 §4) with padding, as envelopes, ciphertexts and the clipboard of terminals use it.
public enum Base64 {
    /// Whether `bytes` are valid base64: whole groups, padded, and no other characters.
    static func isOne(_ bytes: Span<UInt8>) -> Bool {
        guard !bytes.isEmpty, bytes.count % 4 == 0 else { return false }
        let end = bytes.count - padding(bytes)
        for index in 0..<end where digits[Int(bytes[index])] == noDigit { return false }
        return true
    }

    /// Returns the decoded bytes; `nil` if `bytes` are not valid base64.
    public static func decode(_ bytes: Span<UInt8>) -> [UInt8]? {
        guard isOne(bytes) else { return nil }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count / 4 * 3)
        let end = bytes.count - padding(bytes)
        var group: UInt32 = 0
        var bits = 0
        for index in 0..<end {
            group = group << 6 | UInt32(digits[Int(bytes[index])])
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            decoded.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
        }
        return decoded
    }

    /// Returns the length of the encoding of `count` bytes.
    public static func length(of count: Int) -> Int { (count + 2) / 3 * 4 }

    /// Returns the encoding of `bytes`.
    public static func encode(_ bytes: Span<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity(length(of: bytes.count))
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var bits = 0
            for index in 0..<3 { bits = bits << 8 | (index < count ? Int(bytes[start + index]) : 0) }
            for letter in 0..<4 {
                letters.append(letter > count ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * letter) & 63])
            }
        }
        return letters
    }

    private static func padding(_ bytes: Span<UInt8>) -> Int {
        guard bytes[bytes.count - 1] == UInt8(ascii: "=") else { return 0 }
        return bytes[bytes.count - 2] == UInt8(ascii: "=") ? 2 : 1
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let noDigit: UInt8 = 0xFF

    private static let digits: [UInt8] = {
        var digits = Array(repeating: noDigit, count: 256)
        for (value, digit) in alphabet.enumerated() { digits[Int(digit)] = UInt8(value) }
        return digits
    }()
}
