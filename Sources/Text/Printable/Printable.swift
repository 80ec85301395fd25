/// Makes any text safe to show: the one place where what a peer wrote becomes what a terminal is given.
///
/// A peer chooses its name, its room and every byte it sends. Control characters drive a terminal, bidirectional
/// overrides and invisible characters make one text look like another, and a scalar whose width terminals disagree on
/// shifts everything to its right. So each scalar is shown as it is only if its width is certain:
///
/// ```
/// C0, DEL          their pictures      ␛ ␇ ␡
/// C1, format,      ·U+FFFD             �      (U+0080–9F, U+200B–200F, U+202A–202E, U+2066–2069, unassigned, private)
/// variation selectors and marks that combine: left out, as nothing is lost but an accent
/// ```
public enum Printable {
    /// A scalar to show and the columns it takes, 1 or 2.
    public struct Glyph: Hashable, Sendable {
        /// What is shown.
        public let scalar: Unicode.Scalar
        /// The columns it takes.
        public let width: Int

        public init(scalar: Unicode.Scalar, width: Int) {
            self.scalar = scalar
            self.width = width
        }
    }

    /// The glyphs of `text` in order.
    public static func glyphs(_ text: String) -> [Glyph] {
        text.unicodeScalars.compactMap(glyph)
    }

    /// What `scalar` is shown as; `nil` if it is left out.
    public static func glyph(_ scalar: Unicode.Scalar) -> Glyph? {
        if (0x20..<0x7F).contains(scalar.value) { return Glyph(scalar: scalar, width: 1) }
        if scalar.value < 0x20 { return Glyph(scalar: Unicode.Scalar(0x2400 + scalar.value) ?? "?", width: 1) }
        if scalar.value == 0x7F { return Glyph(scalar: "\u{2421}", width: 1) }
        guard let width = ScalarWidth.of(scalar) else { return Glyph(scalar: "\u{FFFD}", width: 1) }
        return width == 0 ? nil : Glyph(scalar: scalar, width: width)
    }

    /// `text` as it may be written to a terminal or a log: one line, no control characters, nothing invisible.
    public static func line(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for glyph in glyphs(text) { line.append(glyph.scalar) }
        return String(line)
    }

    /// The columns that `text` takes when shown.
    public static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (glyph($1)?.width ?? 0) }
    }

    /// Whether `scalar` is shown as itself.
    static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        glyph(scalar)?.scalar == scalar
    }
}
