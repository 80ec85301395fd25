/// What a terminal is asked for: colours by number, -1 for its own, and attributes.
public struct Ink: Hashable, Sendable {
    /// The colour of the text, by its number on the terminal; -1 is the terminal's own.
    public var foreground: Int16 = -1
    /// The colour behind it.
    public var background: Int16 = -1
    /// Whether the text is heavier, or brighter, than others.
    public var isBold = false
    /// Whether it is fainter.
    public var isDim = false
    /// Whether the two colours change places.
    public var isReverse = false
}

/// The ink of each style.
///
/// A colour never says anything that the text does not say too, and what a colour would point out is bold where there
/// are few colours or none.
public enum Palette {
    /// The ink of `style` on a terminal of so many `colors`; below 8 there are only attributes.
    public static func ink(_ style: Style, colors: Int, theme: Theme = .dark) -> Ink {
        // One bar: a colour of its own would be a patch in it.
        let role = style.isSelected ? .plain : style.role
        var ink = colored(role, colors: colors, theme: theme)
        ink.isBold = style.isBold
        ink.isReverse = style.isSelected
        guard colors < 256 else { return ink }
        switch role {
        case .chrome, .dimmed: ink.isDim = theme != .contrast
        case .warning, .error, .invalid: ink.isBold = true
        case .match: ink.isReverse = colors < 8
        default: break
        }
        return ink
    }

    private static func colored(_ role: Role, colors: Int, theme: Theme) -> Ink {
        switch (colors, theme) {
        case (256..., .dark): Ink(foreground: onBlack(role), background: role == .match ? 220 : -1)
        case (256..., .light): Ink(foreground: onWhite(role), background: role == .match ? 220 : -1)
        case (256..., .contrast): Ink(foreground: contrasting(role), background: role == .match ? 226 : 16)
        case (8..., .dark) where role == .match, (8..., .light) where role == .match:
            Ink(foreground: 0, background: 3)
        // The bright eight of sixteen have the darker eight's order.
        case (16..., .dark): Ink(foreground: basicOnBlack(role).map { $0 + 8 } ?? -1)
        case (8..., .dark): Ink(foreground: basicOnBlack(role) ?? -1)
        case (8..., .light): Ink(foreground: basicOnWhite(role) ?? -1)
        case (8..., .contrast): basicContrast(role, white: colors >= 16 ? 15 : 7)
        default: Ink()
        }
    }

    // MARK: 256 colours, whose shades are the same everywhere

    /// At least 4.5:1 on black, as WCAG 2.2, 1.4.3, asks of text.
    private static func onBlack(_ role: Role) -> Int16 {
        switch role {
        case .plain: -1
        case .chrome: 244
        case .dimmed: 246
        case .title: 75
        case .key: 80
        case .offer, .good, .valid: 114
        case .answer: 117
        case .candidate: 180
        case .fact: 146
        case .operated: 176
        case .warning: 215
        case .error, .invalid: 203
        case .information: 110
        case .match: 16
        }
    }

    /// At least 4.5:1 on white.
    private static func onWhite(_ role: Role) -> Int16 {
        switch role {
        case .plain: -1
        case .chrome: 243
        case .dimmed: 242
        case .title: 25
        case .key: 23
        case .offer, .good, .valid: 28
        case .answer: 24
        case .candidate: 94
        case .fact: 60
        case .operated: 90
        case .warning: 130
        case .error, .invalid: 160
        case .information: 61
        case .match: 16
        }
    }

    /// At least 7:1 on the black that comes with it, as WCAG 2.2, 1.4.6, asks of text.
    private static func contrasting(_ role: Role) -> Int16 {
        switch role {
        case .plain: 231
        case .chrome, .dimmed: 250
        case .title: 123
        case .key: 159
        case .offer, .good, .valid: 120
        case .answer: 153
        case .candidate: 222
        case .fact: 189
        case .operated: 219
        case .warning: 214
        case .error, .invalid: 210
        case .information: 117
        case .match: 16
        }
    }

    // MARK: 8 and 16 colours, whose shades are each terminal's own

    /// Without blue, which hardly anybody can read on black.
    private static func basicOnBlack(_ role: Role) -> Int16? {
        switch role {
        case .plain, .chrome, .dimmed, .match: nil
        case .title, .key, .answer, .fact, .information: 6
        case .offer, .good, .valid: 2
        case .candidate, .warning: 3
        case .operated: 5
        case .error, .invalid: 1
        }
    }

    /// Only red, blue and magenta: the others are too light on white.
    private static func basicOnWhite(_ role: Role) -> Int16? {
        switch role {
        case .plain, .chrome, .dimmed, .match, .candidate, .fact: nil
        case .title, .key, .offer, .good, .valid, .information: 4
        case .answer, .operated: 5
        case .warning, .error, .invalid: 1
        }
    }

    private static func basicContrast(_ role: Role, white: Int16) -> Ink {
        role == .match ? Ink(foreground: 0, background: white) : Ink(foreground: white, background: 0)
    }
}

/// A choice of colours.
public enum Theme: String, CaseIterable, Sendable {
    /// For a terminal whose own background is dark.
    case dark
    /// For one whose background is light.
    case light
    /// White and bright colours on a black that is asked for too, whatever the terminal's own background is.
    case contrast
}
