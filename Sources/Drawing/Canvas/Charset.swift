import Text

/// The characters that a terminal can show.
public enum Charset: Hashable, Sendable {
    case utf8
    case ascii

    /// Returns the glyphs that stand for `scalar`; empty if it has no width.
    ///
    /// In ASCII, the symbols that the console uses have equivalents; any other character becomes question marks.
    func glyphs(_ scalar: Unicode.Scalar) -> [Printable.Glyph] {
        guard let glyph = Printable.glyph(scalar) else { return [] }
        guard self == .ascii, !glyph.scalar.isASCII else { return [glyph] }
        let text = Self.asciiEquivalents[scalar] ?? String(repeating: "?", count: glyph.width)
        return text.unicodeScalars.map { Printable.Glyph(scalar: $0, width: 1) }
    }

    /// Returns the number of columns of `text` in this charset; an ASCII equivalent can be wider than the symbol.
    public func width(_ text: String) -> Int {
        text.unicodeScalars.lazy.flatMap(glyphs).reduce(0) { $0 + $1.width }
    }

    /// The sign at the end of truncated text.
    var ellipsis: Printable.Glyph {
        Printable.Glyph(scalar: self == .utf8 ? "…" : "~", width: 1)
    }

    private static let asciiEquivalents: [Unicode.Scalar: String] = [
        "─": "-", "┄": "-", "│": "|", "┬": "+", "┴": "+", "┼": "+", "├": "+", "┤": "+", "┌": "+", "┐": "+", "└": "+",
        "┘": "+", "▸": ">", "→": ">", "↑": "up", "↓": "down", "←": "left", "⇄": "<>", "▶": ">", "◀": "<", "╳": "x",
        "↺": "@",
        "═": "=", "╞": "+", "╡": "+", "╪": "+", "●": "*", "◆": "*", "·": ".",
        "…": "~", "⋯": "...", "⏎": "ret", "⌫": "bsp", "✓": "v", "×": "x", "§": "S", "Δ": "d", "▁": "_", "▂": ".",
        "▃": ":",
        "▄": "-", "▅": "=", "▆": "+", "▇": "*", "█": "#",
    ]
}
