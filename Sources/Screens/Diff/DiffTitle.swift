import Drawing
import Events
import SDP
import Sessions
import Text

/// The title bars of a comparison.
enum DiffTitle {
    /// Returns `Diff  A #3 offer alice→bob  B #6 answer bob→alice (+151 ms)`, or a shorter form that fits `width`.
    static func text(_ sides: (a: DiffSide, b: DiffSide), width: Int) -> String {
        let nanoseconds = sides.b.time.nanoseconds - sides.a.time.nanoseconds
        let time = (nanoseconds < 0 ? "-" : "+") + Format.duration(abs(nanoseconds))
        let (a, b) = ("A \(sides.a.title)", "B \(sides.b.title)")
        let short = [sides.a, sides.b].map { "#\($0.entry) \($0.kind) \($0.name)" }
        let texts = ["Diff  \(a)  \(b) (\(time))", "Diff  \(a)  \(b)", "Diff  A \(short[0])  B \(short[1])"]
        return texts.first { Printable.width($0) <= width } ?? texts[2]
    }

    /// Draws the bar between the summary and the lines.
    static func draw(_ screen: DiffScreen, _ context: ViewContext, row: Int, on canvas: inout Canvas) {
        let columns = canvas.size.columns
        guard screen.isSideBySide(context) else {
            let identical = screen.rows.identicalLines
            let hasHidden = screen.rows.unified.contains { if case .hidden = $0 { true } else { false } }
            let title = identical == 0 ? "Lines" : "Lines (\(identical) identical\(hasHidden ? ", o shows all" : ""))"
            let rect = Rect(row: row, column: 0, rows: 1, columns: columns)
            canvas.drawTitle(title, note: "unified", in: rect, isFocused: false)
            return
        }
        let divider = DiffRowRenderer.divider(columns)
        let lines = (screen.comparison.beforeLines, screen.comparison.afterLines)
        let halves = [("A", screen.sides.a, lines.0, 0, divider), ("B", screen.sides.b, lines.1, divider + 1, columns)]
        for (name, side, count, start, end) in halves {
            let rect = Rect(row: row, column: start, rows: 1, columns: end - start)
            let note = "\(Format.grouped(side.size)) B · \(Format.count(count, "line"))"
            canvas.drawTitle(
                "\(name)  #\(side.entry) \(side.kind) \(side.name)", note: note, in: rect, isFocused: false)
        }
        canvas.put("┬", row: row, column: divider, .chrome)
    }
}
