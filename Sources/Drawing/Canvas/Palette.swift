/// The colours and attributes that are requested from a terminal.
public struct TerminalAttributes: Hashable, Sendable {
    /// The terminal's number of the text colour; -1 is its default.
    public var foreground: Int16 = -1
    /// The terminal's number of the background colour; -1 is its default.
    public var background: Int16 = -1
    public var isBold = false
    public var isDim = false
    /// Whether foreground and background are swapped.
    public var isReverse = false
}

/// Maps styles to terminal colours and attributes.
///
/// No information is conveyed by colour alone. With fewer than 256 colours, warnings and errors are bold as well.
public enum Palette {
    /// Returns the colours and attributes of `style` on a terminal with `colors` colours; attributes only below 8.
    public static func attributes(_ style: Style, colors: Int, theme: Theme = .dark) -> TerminalAttributes {
        // A selected row is one continuous bar, so its cells lose their own colours.
        let role = style.isSelected ? .plain : style.role
        var ink = colored(role, colors: colors, theme: theme)
        ink.isBold = style.isBold
        ink.isReverse = style.isSelected
        guard colors < 256 else { return ink }
        switch role {
        case .chrome: ink.isDim = theme != .contrast
        case .warning, .error, .invalid: ink.isBold = true
        case .match: ink.isReverse = colors < 8
        default: break
        }
        return ink
    }

    private static func colored(_ role: Role, colors: Int, theme: Theme) -> TerminalAttributes {
        switch (colors, theme) {
        case (256..., .dark): TerminalAttributes(foreground: onBlack(role), background: role == .match ? 220 : -1)
        case (256..., .light): TerminalAttributes(foreground: onWhite(role), background: role == .match ? 220 : -1)
        case (256..., .contrast):
            TerminalAttributes(foreground: contrasting(role), background: role == .match ? 226 : 16)
        case (8..., .dark) where role == .match, (8..., .light) where role == .match:
            TerminalAttributes(foreground: 0, background: 3)
        // Colours 8 to 15 are the bright variants of 0 to 7.
        case (16..., .dark): TerminalAttributes(foreground: basicOnBlack(role).map { $0 + 8 } ?? -1)
        case (8..., .dark): TerminalAttributes(foreground: basicOnBlack(role) ?? -1)
        case (8..., .light): TerminalAttributes(foreground: basicOnWhite(role) ?? -1)
        case (8..., .contrast): basicContrast(role, white: colors >= 16 ? 15 : 7)
        default: TerminalAttributes()
        }
    }

    // MARK: 256 colours, which look the same on all terminals

    /// Returns a colour with a contrast of at least 4.5:1 on black (WCAG 2.2, 1.4.3).
    private static func onBlack(_ role: Role) -> Int16 {
        switch role {
        case .plain: -1
        case .chrome: 244
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

    /// Returns a colour with a contrast of at least 4.5:1 on white.
    private static func onWhite(_ role: Role) -> Int16 {
        switch role {
        case .plain: -1
        case .chrome: 243
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

    /// Returns a colour with a contrast of at least 7:1 on black (WCAG 2.2, 1.4.6).
    private static func contrasting(_ role: Role) -> Int16 {
        switch role {
        case .plain: 231
        case .chrome: 250
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

    // MARK: 8 and 16 colours, which each terminal defines

    /// Returns a colour other than blue, which is hard to read on black; `nil` for the terminal's default.
    private static func basicOnBlack(_ role: Role) -> Int16? {
        switch role {
        case .plain, .chrome, .match: nil
        case .title, .key, .answer, .fact, .information: 6
        case .offer, .good, .valid: 2
        case .candidate, .warning: 3
        case .operated: 5
        case .error, .invalid: 1
        }
    }

    /// Returns red, blue or magenta, as the others are too light on white; `nil` for the terminal's default.
    private static func basicOnWhite(_ role: Role) -> Int16? {
        switch role {
        case .plain, .chrome, .match, .candidate, .fact: nil
        case .title, .key, .offer, .good, .valid, .information: 4
        case .answer, .operated: 5
        case .warning, .error, .invalid: 1
        }
    }

    private static func basicContrast(_ role: Role, white: Int16) -> TerminalAttributes {
        role == .match
            ? TerminalAttributes(foreground: 0, background: white)
            : TerminalAttributes(foreground: white, background: 0)
    }
}

/// A colour theme.
public enum Theme: String, CaseIterable, Sendable {
    /// Colours for a dark terminal background.
    case dark
    /// Colours for a light terminal background.
    case light
    /// White and bright colours on a black background, whatever the terminal's own background is.
    case contrast
}
