/// Makes text safe to show.
///
/// This is the only place where text from a peer is turned into text for a terminal.
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

    /// Returns `text` without its first `columns`.
    ///
    /// If a wide scalar is cut in half, a space takes the place of its rest.
    public static func dropping(_ columns: Int, from text: String) -> String {
        var left = columns
        var rest = text.unicodeScalars[...]
        while left > 0, let scalar = rest.popFirst() { left -= glyph(scalar)?.width ?? 0 }
        return String(repeating: " ", count: max(0, -left)) + String(rest)
    }
}

/// The width of scalars on a terminal (Unicode Standard Annex 11).
enum ScalarWidth {
    /// Returns 1 or 2; 0 for a combining mark; `nil` if terminals disagree or the scalar must not be shown.
    static func of(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.value < 0x300 { return scalar.value < 0xA0 || scalar.value == 0xAD ? nil : 1 }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return nil
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        if isWide(scalar) { return 2 }
        // Some terminals combine pairs of regional indicators, and some give no column to jamo that follow a syllable.
        if (0x1F1E6...0x1F1FF).contains(scalar.value) || (0x1160...0x11FF).contains(scalar.value) { return nil }
        return 1
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        if (0x1F1E6...0x1F1FF).contains(scalar.value) { return false }
        // Skin tone modifiers are wide when they stand alone.
        return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) }
    }

    /// The East Asian Wide and Fullwidth blocks.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x16FF1, 0x17000...0x18CFF, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265,
        0x20000...0x3FFFD,
    ]
}

/// The printable beginning of a text, to be quoted in an error message.
public struct Excerpt: CustomStringConvertible {
    /// The length of an excerpt in scalars.
    public static let limit = 32

    public let description: String

    /// Makes an excerpt of `text`, with an ellipsis if it is longer than `limit` scalars.
    public init(_ text: String, limit: Int = Self.limit) {
        let scalars = text.unicodeScalars.prefix(limit + 1)
        let shown = Printable.line(String(String.UnicodeScalarView(scalars.prefix(limit))))
        description = shown + (scalars.count > limit ? "…" : "")
    }
}
