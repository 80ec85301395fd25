/// The alignment of a text in a column.
public enum Alignment: Sendable {
    case left
    case right
}

/// Layout of text in the columns of a terminal.
extension Printable {
    /// Returns `text` padded with `filler` to at least `columns`, after the text or before it according to `alignment`.
    public static func padded(
        _ text: String, _ columns: Int, _ alignment: Alignment = .left, with filler: Character = " "
    ) -> String {
        let missing = String(repeating: filler, count: max(0, columns - width(text)))
        return alignment == .left ? text + missing : missing + text
    }

    /// Returns `text` without its first `columns`. If a wide scalar is cut in half, a space takes the place of its
    /// rest.
    public static func dropping(_ columns: Int, from text: String) -> String {
        var left = columns
        var rest = text.unicodeScalars[...]
        while left > 0, let scalar = rest.popFirst() { left -= glyph(scalar)?.width ?? 0 }
        return String(repeating: " ", count: max(0, -left)) + String(rest)
    }
}
