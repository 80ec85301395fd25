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
        let attributes = Palette.ink(style, colors: 256, theme: picture == .light ? .light : .dark)
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
