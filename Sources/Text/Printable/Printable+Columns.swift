/// Where a text stands in the columns that it has.
public enum Alignment: Sendable {
    case left
    case right
}

/// Texts in columns of a terminal.
extension Printable {
    /// `text` in so many columns at the least: behind it, or in front of it, stands what is missing.
    public static func padded(
        _ text: String, _ columns: Int, _ alignment: Alignment = .left, with filler: Character = " "
    ) -> String {
        let missing = String(repeating: filler, count: max(0, columns - width(text)))
        return alignment == .left ? text + missing : missing + text
    }

    /// `text` without what stands in its first `columns`; the rest of a wide scalar that is cut is a blank.
    public static func dropping(_ columns: Int, from text: String) -> String {
        var left = columns
        var rest = text.unicodeScalars[...]
        while left > 0, let scalar = rest.popFirst() { left -= glyph(scalar)?.width ?? 0 }
        return String(repeating: " ", count: max(0, -left)) + String(rest)
    }
}
