import Text

/// What a terminal can show: anything, or ASCII alone.
public enum Charset: Hashable, Sendable {
    case utf8
    case ascii

    /// What `scalar` is drawn as; in ASCII our own signs have their nearest there, and all others are question marks.
    func glyphs(_ scalar: Unicode.Scalar) -> [Printable.Glyph] {
        guard let glyph = Printable.glyph(scalar) else { return [] }
        guard self == .ascii, !glyph.scalar.isASCII else { return [glyph] }
        let text = Self.nearest[scalar] ?? String(repeating: "?", count: glyph.width)
        return text.unicodeScalars.map { Printable.Glyph(scalar: $0, width: 1) }
    }

    /// The columns that `text` takes when it is drawn: in ASCII the name of a key may be longer.
    public func width(_ text: String) -> Int {
        text.unicodeScalars.lazy.flatMap(glyphs).reduce(0) { $0 + $1.width }
    }

    /// Ends a text that is cut off.
    var ellipsis: Printable.Glyph {
        Printable.Glyph(scalar: self == .utf8 ? "…" : "~", width: 1)
    }

    private static let nearest: [Unicode.Scalar: String] = [
        "─": "-", "┄": "-", "│": "|", "┬": "+", "┴": "+", "┼": "+", "├": "+", "┤": "+", "┌": "+", "┐": "+", "└": "+",
        "┘": "+", "▸": ">", "→": ">", "↑": "up", "↓": "down", "←": "left", "⇄": "<>", "▶": ">", "◀": "<", "╳": "x",
        "↺": "@",
        "═": "=", "╞": "+", "╡": "+", "╪": "+", "●": "*", "◆": "*", "·": ".",
        "…": "~", "⋯": "...", "⏎": "ret", "⌫": "bsp", "✓": "v", "×": "x", "§": "S", "Δ": "d", "▁": "_", "▂": ".",
        "▃": ":",
        "▄": "-", "▅": "=", "▆": "+", "▇": "*", "█": "#",
    ]
}
