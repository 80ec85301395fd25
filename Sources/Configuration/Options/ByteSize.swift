/// A number of bytes as one writes it: `65536`, `64K`, `1M`, where K is 1,024.
enum ByteSize {
    private static let units: [(letter: Character, bytes: Int)] = [("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)]

    /// What `text` means; nil where it is no size, or one of more than 1,024 G.
    static func bytes(_ text: String) -> Int? {
        let unit = units.first { text.last?.uppercased() == String($0.letter) }
        guard let number = Int(unit == nil ? text[...] : text.dropLast()), number >= 0 else { return nil }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: unit?.bytes ?? 1)
        return overflows || bytes > 1 << 40 ? nil : bytes
    }

    /// `bytes` in the largest unit that has no fraction.
    static func text(_ bytes: Int) -> String {
        guard bytes > 0, let unit = units.first(where: { bytes % $0.bytes == 0 }) else { return String(bytes) }
        return "\(bytes / unit.bytes)\(unit.letter)"
    }
}
