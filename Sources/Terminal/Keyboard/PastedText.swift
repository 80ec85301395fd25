/// What the operator pastes, between the brackets that the terminal puts around it.
struct PastedText {
    /// More is cut off: nothing here is typed that is longer than a session description, 64 KiB.
    static let limit = 65_536
    private static let end = Array("\u{1B}[201~".utf8)

    private var bytes: [UInt8] = []
    /// The bytes of ``end`` that came last.
    private var matched = 0

    /// Takes the next byte; returns the text as one line once it is complete.
    mutating func take(_ byte: UInt8) -> String? {
        if byte == Self.end[matched] {
            matched += 1
            return matched == Self.end.count ? line : nil
        }
        // It was no end after all, so it is text; only its first byte can begin another.
        append(Self.end.prefix(matched))
        matched = byte == Self.end[0] ? 1 : 0
        if matched == 0 { append([byte]) }
        return nil
    }

    private mutating func append(_ more: some Collection<UInt8>) {
        bytes += more.prefix(Self.limit - bytes.count)
    }

    /// Line ends and tabs are a space each; other control characters are left out.
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
