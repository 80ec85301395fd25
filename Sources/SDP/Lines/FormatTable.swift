/// The values of an attribute by the format that they begin with. If a format occurs twice, the first value counts.
public struct FormatTable {
    private var values: [Substring] = []
    /// The index of the value for each payload type (RFC 3550 §5.1: seven bits), plus 1; 0 if it has none.
    private var numbered = InlineArray<128, UInt16>(repeating: 0)
    /// The index of the value for other formats, plus 1.
    private var named: [Substring: Int] = [:]

    /// Makes a table of attribute values such as `111 opus/48000/2`.
    public init(_ lines: [Substring]) {
        values.reserveCapacity(lines.count)
        for line in lines {
            guard case (let format, let value?) = line.halves(" ") else { continue }
            values.append(value)
            if let number = Self.payloadType(format.utf8) {
                if numbered[number] == 0 { numbered[number] = UInt16(clamping: values.count) }
            } else if named[format] == nil {
                named[format] = values.count
            }
        }
    }

    public subscript(format: String) -> Substring? {
        let place = Self.payloadType(format.utf8).map { Int(numbered[$0]) } ?? named[format[...]] ?? 0
        return place == 0 ? nil : values[place - 1]
    }

    /// The payload type that `format` spells canonically; `nil` for other formats.
    private static func payloadType(_ format: some Collection<UInt8>) -> Int? {
        var number = 0
        var count = 0
        for byte in format {
            let digit = Int(byte) - Int(UInt8(ascii: "0"))
            guard (0...9).contains(digit), count == 0 || number > 0 else { return nil }
            number = number * 10 + digit
            count += 1
            guard number < 128 else { return nil }
        }
        return count > 0 ? number : nil
    }
}
