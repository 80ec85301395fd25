import Drawing
import Text

/// The columns of a comparison.
struct ComparisonLayout {
    let width: Int
    let charset: Charset

    /// The sign of the first divergence and the number of the step.
    private static let head = 7
    private static let timeWidth = 6
    /// The width of a column with its time.
    private var half: Int { (width - Self.head - 3) / 2 }

    func row(
        _ number: Int, _ mark: String, isFirst: Bool, _ first: (time: String, text: String)?,
        _ second: (time: String, text: String)?
    ) -> String {
        var canvas = Canvas(size: Size(columns: width, rows: 1), charset: charset)
        if isFirst { canvas.put("▸", row: 0, column: 0) }
        canvas.put(String(number), row: 0, column: 1, width: Self.head - 2, alignment: .right)
        draw(first, column: Self.head, on: &canvas)
        canvas.put(mark, row: 0, column: Self.head + half + 1)
        draw(second, column: Self.head + half + 3, on: &canvas)
        return canvas.text
    }

    private func draw(_ cell: (time: String, text: String)?, column: Int, on canvas: inout Canvas) {
        guard let cell else { return }
        canvas.put(cell.time, row: 0, column: column, width: Self.timeWidth, alignment: .right)
        canvas.put(cell.text, row: 0, column: column + Self.timeWidth + 1, width: half - Self.timeWidth - 1)
    }

    func detail(_ text: String) -> String {
        var canvas = Canvas(size: Size(columns: width, rows: 1), charset: charset)
        canvas.put(text, row: 0, column: Self.head + Self.timeWidth + 1)
        return canvas.text
    }
}
