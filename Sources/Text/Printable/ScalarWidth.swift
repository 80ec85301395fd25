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
