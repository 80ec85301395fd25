public import Drawing

/// Exports a canvas as an SVG that looks like a terminal.
///
/// A run of text of one style is one element with a fixed length, so that columns line up in any font. Lines and
/// arrowheads are paths, so that they join without gaps.
public enum CanvasSVG {
    /// The background of the picture.
    public enum Background: Sendable, CaseIterable {
        case dark, light

        var color: String { self == .dark ? "#1a1d23" : "#fbfbfa" }
        var text: String { self == .dark ? "#d5d8de" : "#24292f" }
        var edge: String { self == .dark ? "#343a46" : "#d0d7de" }
    }

    // Lengths in pixels; the line height is 1.2 times the font size.
    static let cellWidth = 8.4
    static let cellHeight = 16.8
    private static let fontSize = "14"
    private static let padding = 16.0

    /// Returns the SVG document of `canvas`.
    public static func text(_ canvas: Canvas, on background: Background = .dark) -> String {
        var styleSheet = SVGStyleSheet(background: background)
        var bars: [String] = []
        var texts: [String] = []
        var lines: [(className: String, lines: BoxDrawing)] = []
        for row in 0..<canvas.size.rows {
            let cells = Array(canvas.row(row))
            bars += Self.bars(cells, row: row, background)
            for run in runs(cells) { texts.append(run.text(row: row, className: styleSheet.className(run.style))) }
            for (column, cell) in cells.enumerated() {
                let className = styleSheet.className(cell.style)
                if let arms = BoxDrawing.arms(cell.scalar) {
                    let index = lines.firstIndex { $0.className == className }
                    if index == nil { lines.append((className, BoxDrawing(width: cellWidth, height: cellHeight))) }
                    lines[index ?? lines.count - 1].lines.add(arms, row: row, column: column)
                } else if let head = head(cell.scalar, row: row, column: column) {
                    texts.append(#"<path class="\#(className)" d="\#(head)"/>"#)
                }
            }
        }
        let paths = lines.map { #"<path class="\#($0.className) l" d="\#($0.lines.path)"/>"# }
        let body = ([open(canvas.size, background, styleSheet.rules)] + bars + paths + texts).joined(separator: "\n")
        return body + "\n</g>\n</svg>\n"
    }

    private static func open(_ size: Size, _ background: Background, _ rules: String) -> String {
        let width = Markup.length(Double(size.columns) * cellWidth + 2 * padding)
        let height = Markup.length(Double(size.rows) * cellHeight + 2 * padding)
        let inset = Markup.length(padding)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">
            <style>g{font:\(fontSize)px/1.2 ui-monospace,"SF Mono",Menlo,"Cascadia Mono","DejaVu Sans Mono",Consolas,\
            monospace}text{white-space:pre}\(rules).l{fill:none;stroke-width:1.2}</style>
            <rect x=".5" y=".5" width="\(Markup.length(Double(size.columns) * cellWidth + 2 * padding - 1))" \
            height="\(Markup.length(Double(size.rows) * cellHeight + 2 * padding - 1))" rx="10" \
            fill="\(background.color)" stroke="\(background.edge)"/>
            <g transform="translate(\(inset) \(inset))">
            """
    }

    // MARK: Text

    /// A run of text of one style in neighbouring cells.
    private struct Run {
        var column: Int
        var columns: Int
        var style: Style
        var scalars: String.UnicodeScalarView

        func text(row: Int, className: String) -> String {
            let x = Markup.length(Double(column) * CanvasSVG.cellWidth)
            let y = Markup.length(Double(row) * CanvasSVG.cellHeight + 12.6)
            let length = Markup.length(Double(columns) * CanvasSVG.cellWidth)
            let text = Markup.escaped(String(scalars))
            return
                #"<text class="\#(className)" x="\#(x)" y="\#(y)" textLength="\#(length)" xml:space="preserve">\#(text)</text>"#
        }
    }

    /// Splits the text of a row into runs without trailing blanks.
    ///
    /// Characters whose width depends on the font have runs of their own.
    private static func runs(_ cells: [Cell]) -> [Run] {
        var runs: [Run] = []
        var isOpen = false
        for (column, cell) in cells.enumerated() {
            let scalar = cell.scalar
            guard scalar != Cell.continuation, BoxDrawing.arms(scalar) == nil, !isHead(scalar) else {
                isOpen = false
                continue
            }
            let isPlain = scalar.value < 0x250
            if isOpen, isPlain, let last = runs.last, last.style == cell.style || scalar == " " {
                runs[runs.count - 1].columns += 1
                runs[runs.count - 1].scalars.append(scalar)
            } else if scalar == " " {
                isOpen = false
            } else {
                let isWide = column + 1 < cells.count && cells[column + 1].scalar == Cell.continuation
                runs.append(
                    Run(
                        column: column, columns: isWide ? 2 : 1, style: cell.style,
                        scalars: String(scalar).unicodeScalars))
                isOpen = isPlain
            }
        }
        return runs.map { run in
            var run = run
            while run.scalars.last == " " {
                run.scalars.removeLast()
                run.columns -= 1
            }
            return run
        }
    }

    // MARK: Shapes

    private static func isHead(_ scalar: Unicode.Scalar) -> Bool { scalar == "▶" || scalar == "◀" || scalar == "▸" }

    /// Returns the path data of an arrowhead as wide as its cell; `nil` for any other scalar.
    private static func head(_ scalar: Unicode.Scalar, row: Int, column: Int) -> String? {
        guard isHead(scalar) else { return nil }
        let (x, y) = (Double(column) * cellWidth, (Double(row) + 0.5) * cellHeight)
        let half = scalar == "▸" ? 3.5 : 4.5
        let (tip, back) = scalar == "◀" ? (x, x + cellWidth) : (x + cellWidth, x)
        let number = Markup.length
        return "M\(number(tip)) \(number(y))L\(number(back)) \(number(y - half))V\(number(y + half))Z"
    }

    /// Returns rectangles behind the cells that have a background colour or are shown in reverse.
    private static func bars(_ cells: [Cell], row: Int, _ background: Background) -> [String] {
        var bars: [(column: Int, columns: Int, color: String)] = []
        for (column, cell) in cells.enumerated() {
            guard let color = SVGStyle(cell.style, on: background).background else { continue }
            if let last = bars.last, last.color == color, last.column + last.columns == column {
                bars[bars.count - 1].columns += 1
            } else {
                bars.append((column, 1, color))
            }
        }
        return bars.map { bar in
            let (x, y) = (Double(bar.column) * cellWidth, Double(row) * cellHeight)
            let size =
                #"width="\#(Markup.length(Double(bar.columns) * cellWidth))" height="\#(Markup.length(cellHeight))""#
            return #"<rect x="\#(Markup.length(x))" y="\#(Markup.length(y))" \#(size) fill="\#(bar.color)"/>"#
        }
    }
}
