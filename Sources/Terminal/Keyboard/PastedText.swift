/// A bracketed paste.
struct PastedText {
    /// The maximum number of bytes, to which a paste is truncated; 64 KiB, the size of the largest session descriptions.
    static let limit = 65_536
    private static let end = Array("\u{1B}[201~".utf8)

    private var bytes: [UInt8] = []
    /// The number of bytes of ``end`` that the input ends with.
    private var matched = 0

    /// Appends a byte; returns the text as one line once the paste is complete.
    mutating func append(_ byte: UInt8) -> String? {
        if byte == Self.end[matched] {
            matched += 1
            return matched == Self.end.count ? line : nil
        }
        // The matched bytes are text. Only the first byte of the end marker can begin another match.
        append(Self.end.prefix(matched))
        matched = byte == Self.end[0] ? 1 : 0
        if matched == 0 { append([byte]) }
        return nil
    }

    private mutating func append(_ more: some Collection<UInt8>) {
        bytes += more.prefix(Self.limit - bytes.count)
    }

    /// The text with line ends and tabs replaced by a space each, and other control characters removed.
    private var line: String {
        var line = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}": line.append(" ")
            default: if scalar.properties.generalCategory != .control { line.append(scalar) }
            }
            previous = scalar
        }
        return String(line)
    }
}
