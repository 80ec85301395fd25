/// The colours that a terminal of 256 has by number, as xterm has them.
enum TerminalColor {
    /// `#87ff87` for 120; nil for what is not of the 256, such as -1, the terminal's own.
    static func hex(_ number: Int16) -> String? {
        switch number {
        case 0..<16: "#" + first[Int(number)]
        case 16..<232:
            "#"
                + [Int(number - 16) / 36, Int(number - 16) / 6 % 6, Int(number - 16) % 6].map { digits(levels[$0]) }
                .joined()
        case 232..<256: "#" + String(repeating: digits(8 + 10 * Int(number - 232)), count: 3)
        default: nil
        }
    }

    /// The levels of each of red, green and blue in the cube of 6×6×6.
    private static let levels = [0, 95, 135, 175, 215, 255]

    /// What terminals let their owners choose: xterm's own choice.
    private static let first = [
        "000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
        "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff",
    ]

    private static func digits(_ level: Int) -> String {
        (level < 16 ? "0" : "") + String(level, radix: 16)
    }
}
