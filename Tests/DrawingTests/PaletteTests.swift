import Testing

@testable import Drawing

@Suite struct PaletteTests {
    @Test(arguments: Role.allCases, Theme.allCases)
    func aTerminalWithoutColorsGetsNone(role: Role, theme: Theme) {
        let ink = Palette.attributes(Style(role, bold: true, selected: true), colors: 0, theme: theme)
        #expect(ink.foreground == -1 && ink.background == -1 && ink.isBold && ink.isReverse)
    }

    @Test(arguments: [Role.warning, .error, .invalid, .match, .chrome], [0, 2])
    func rolesAreDistinctWithoutColors(role: Role, colors: Int) {
        #expect(Palette.attributes(Style(role), colors: colors) != Palette.attributes(.plain, colors: colors))
    }

    @Test(arguments: [Role.warning, .error, .invalid], [0, 8, 16])
    func warningsAreBoldWithFewColors(role: Role, colors: Int) {
        for theme in Theme.allCases { #expect(Palette.attributes(Style(role), colors: colors, theme: theme).isBold) }
    }

    @Test(arguments: Role.allCases, [8, 256])
    func theCursorsRowIsOneBar(role: Role, colors: Int) {
        for theme in Theme.allCases {
            let ink = Palette.attributes(Style(role, selected: true), colors: colors, theme: theme)
            #expect(ink == Palette.attributes(Style(selected: true), colors: colors, theme: theme))
            #expect(ink.isReverse)
        }
    }

    @Test(arguments: Role.allCases, [8, 16, 256])
    func everyColorExistsInTheTerminal(role: Role, colors: Int) {
        for theme in Theme.allCases {
            let ink = Palette.attributes(Style(role), colors: colors, theme: theme)
            #expect((-1..<colors).contains(Int(ink.foreground)))
            #expect((-1..<colors).contains(Int(ink.background)))
        }
    }

    /// WCAG 2.2, 1.4.3: 4.5:1, on the background that the theme is for.
    @Test(arguments: Role.allCases, [(Theme.dark, 16), (.light, 231)] as [(Theme, Int16)])
    func textHasEnoughContrast(role: Role, on ground: (theme: Theme, color: Int16)) {
        let ink = Palette.attributes(Style(role), colors: 256, theme: ground.theme)
        let foreground = ink.foreground >= 0 ? ink.foreground : 247 - ground.color
        let background = ink.background >= 0 ? ink.background : ground.color
        #expect(contrast(foreground, background) >= 4.5, "\(role) in \(ground.theme)")
    }

    /// WCAG 2.2, 1.4.6: 7:1, on an explicit background.
    @Test(arguments: Role.allCases)
    func theContrastThemeHasMoreContrast(role: Role) {
        let ink = Palette.attributes(Style(role), colors: 256, theme: .contrast)
        #expect(ink.foreground >= 0 && ink.background >= 0)
        #expect(contrast(ink.foreground, ink.background) >= 7, "\(role)")
    }

    @Test func theContrastOfBlackAndWhiteIsTheLargest() {
        #expect(contrast(16, 231) == 21)
        #expect(contrast(243, 231) < 4.6 && contrast(244, 231) < 4.5)
    }

    /// The ratio of WCAG 2.2's definition.
    private func contrast(_ one: Int16, _ other: Int16) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// The relative luminance of one of xterm's 240 colours that are the same everywhere.
    private func luminance(_ color: Int16) -> Double {
        zip(rgb(Int(color)), [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
            let value = Double(part.0) / 255
            let linear = value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
            return sum + part.1 * linear
        }
    }

    private func rgb(_ color: Int) -> [Int] {
        if color >= 232 { return Array(repeating: 8 + 10 * (color - 232), count: 3) }
        let levels = [0, 95, 135, 175, 215, 255]
        return [(color - 16) / 36, (color - 16) / 6 % 6, (color - 16) % 6].map { levels[$0] }
    }

    /// Returns the number to the power of 2.4 as the twelfth power of its fifth root, by Newton's method.
    private func power(_ number: Double) -> Double {
        var root = 1.0
        for _ in 0..<60 { root -= (root - number / (root * root * root * root)) / 5 }
        return (0..<12).reduce(1) { product, _ in product * root }
    }
}
