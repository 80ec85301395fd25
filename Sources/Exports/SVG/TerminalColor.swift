/// The 256 colours of xterm.
enum TerminalColor {
    /// Returns the colour with a number as a hexadecimal code: `#87ff87` for 120; `nil` if the number is not in 0 to 255.
    static func hex(_ number: Int16) -> String? {
        switch number {
        case 0..<16: "#" + basic[Int(number)]
        case 16..<232:
            "#"
                + [Int(number - 16) / 36, Int(number - 16) / 6 % 6, Int(number - 16) % 6].map { digits(levels[$0]) }
                .joined()
        case 232..<256: "#" + String(repeating: digits(8 + 10 * Int(number - 232)), count: 3)
        default: nil
        }
    }

    /// The intensities of red, green and blue in the 6×6×6 colour cube.
    private static let levels = [0, 95, 135, 175, 215, 255]

    /// The first 16 colours, which users can configure; these are xterm's defaults.
    private static let basic = [
        "000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
        "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff",
    ]

    private static func digits(_ level: Int) -> String {
        (level < 16 ? "0" : "") + String(level, radix: 16)
    }
}
