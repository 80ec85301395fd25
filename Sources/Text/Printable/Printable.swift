/// Makes text safe to show. This is the only place where text from a peer is turned into text for a terminal.
///
/// A peer chooses its name, its room and every byte it sends. Control characters drive a terminal, bidirectional
/// overrides and invisible characters make one text look like another, and a scalar whose width terminals disagree on
/// displaces everything to its right. So a scalar is shown as itself only if its width is certain:
///
/// ```
/// C0, DEL          their pictures      ␛ ␇ ␡
/// C1, format,      ·U+FFFD             �      (U+0080–9F, U+200B–200F, U+202A–202E, U+2066–2069, unassigned, private)
/// variation selectors and combining marks: left out, as only an accent is lost
/// ```
public enum Printable {
    /// A scalar as it is shown, and its width in columns, 1 or 2.
    public struct Glyph: Hashable, Sendable {
        public let scalar: Unicode.Scalar
        public let width: Int

        public init(scalar: Unicode.Scalar, width: Int) {
            self.scalar = scalar
            self.width = width
        }
    }

    /// Returns the glyphs of `text`, in order.
    public static func glyphs(_ text: String) -> [Glyph] {
        text.unicodeScalars.compactMap(glyph)
    }

    /// Returns the glyph that stands for `scalar`; `nil` if it is left out.
    public static func glyph(_ scalar: Unicode.Scalar) -> Glyph? {
        if (0x20..<0x7F).contains(scalar.value) { return Glyph(scalar: scalar, width: 1) }
        if scalar.value < 0x20 { return Glyph(scalar: Unicode.Scalar(0x2400 + scalar.value) ?? "?", width: 1) }
        if scalar.value == 0x7F { return Glyph(scalar: "\u{2421}", width: 1) }
        guard let width = ScalarWidth.of(scalar) else { return Glyph(scalar: "\u{FFFD}", width: 1) }
        return width == 0 ? nil : Glyph(scalar: scalar, width: width)
    }

    /// Returns `text` as one line for a terminal or a log, without control characters and invisible characters.
    public static func line(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for glyph in glyphs(text) { line.append(glyph.scalar) }
        return String(line)
    }

    /// Returns the width of `text` in columns.
    public static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (glyph($1)?.width ?? 0) }
    }

    /// Whether `scalar` is shown as itself.
    static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        glyph(scalar)?.scalar == scalar
    }
}
