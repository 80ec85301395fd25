/// The values of attributes that begin with a format, by it; of several the first counts.
public struct FormatTable {
    private var values: [Substring] = []
    /// For each payload type (RFC 3550 §5.1: seven bits) the place of its value, counted from 1.
    private var numbered = InlineArray<128, UInt16>(repeating: 0)
    /// The same for formats of other kinds.
    private var named: [Substring: Int] = [:]

    /// The table of `lines`: `111 opus/48000/2`.
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

    /// The payload type that a format is, spelled as numbers are: another spelling is another format.
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
