import Drawing

/// How a style looks in a picture.
struct Look: Hashable {
    /// The colour of text and lines.
    let color: String
    /// The colour behind them; nil for that of the whole.
    let behind: String?
    let isBold: Bool
    let isDim: Bool

    init(_ style: Style, _ background: CanvasSVG.Background) {
        let ink = Palette.ink(style, colors: 256, theme: background == .light ? .light : .dark)
        let front = TerminalColor.hex(ink.foreground) ?? background.text
        let back = TerminalColor.hex(ink.background)
        (color, behind) = ink.isReverse ? (back ?? background.color, front) : (front, back)
        (isBold, isDim) = (ink.isBold, ink.isDim)
    }
}

/// The looks that a picture has, each with a class of its own.
struct Looks {
    private let background: CanvasSVG.Background
    private var looks: [Look] = []
    private var names: [Style: String] = [:]

    init(background: CanvasSVG.Background) {
        self.background = background
    }

    /// The class of `style`, such as `s0`.
    mutating func name(_ style: Style) -> String {
        if let name = names[style] { return name }
        let look = Look(style, background)
        let index = looks.firstIndex(of: look) ?? looks.count
        if index == looks.count { looks.append(look) }
        let name = "s\(index)"
        names[style] = name
        return name
    }

    /// The rules of the classes.
    var rules: String {
        looks.enumerated().map { index, look in
            let weight = look.isBold ? ";font-weight:bold" : ""
            let opacity = look.isDim ? ";opacity:.6" : ""
            return ".s\(index){fill:\(look.color);stroke:none\(weight)\(opacity)}.s\(index).l{stroke:\(look.color)}"
        }.joined()
    }
}
