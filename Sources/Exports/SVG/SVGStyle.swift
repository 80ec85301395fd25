import Drawing

/// A terminal style in CSS terms.
struct SVGStyle: Hashable {
    /// The colour of text and lines.
    let color: String
    /// The background colour; `nil` for that of the picture.
    let background: String?
    let isBold: Bool
    let isDim: Bool

    init(_ style: Style, on picture: CanvasSVG.Background) {
        let attributes = Palette.attributes(style, colors: 256, theme: picture == .light ? .light : .dark)
        let foreground = TerminalColor.hex(attributes.foreground) ?? picture.text
        let background = TerminalColor.hex(attributes.background)
        (color, self.background) =
            attributes.isReverse ? (background ?? picture.color, foreground) : (foreground, background)
        (isBold, isDim) = (attributes.isBold, attributes.isDim)
    }
}

/// The CSS classes of a picture, one for each distinct style.
struct SVGStyleSheet {
    private let background: CanvasSVG.Background
    private var styles: [SVGStyle] = []
    private var names: [Style: String] = [:]

    init(background: CanvasSVG.Background) {
        self.background = background
    }

    /// Returns the name of the class of `style`, such as `s0`, and adds the class if necessary.
    mutating func className(_ style: Style) -> String {
        if let name = names[style] { return name }
        let svgStyle = SVGStyle(style, on: background)
        let index = styles.firstIndex(of: svgStyle) ?? styles.count
        if index == styles.count { styles.append(svgStyle) }
        let name = "s\(index)"
        names[style] = name
        return name
    }

    /// The CSS rules of all classes.
    var rules: String {
        styles.enumerated().map { index, style in
            let weight = style.isBold ? ";font-weight:bold" : ""
            let opacity = style.isDim ? ";opacity:.6" : ""
            return ".s\(index){fill:\(style.color);stroke:none\(weight)\(opacity)}.s\(index).l{stroke:\(style.color)}"
        }.joined()
    }
}

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
