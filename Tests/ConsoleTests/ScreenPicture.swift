@testable import Drawing

/// A screen as text and, below, how it looks: the columns of each row, counted from 0, and the looks that they have.
///
/// ```
///  signal-console  ws://localhost:8080 …
/// …
/// --- styles
/// 0      1-14 bold title, 66-74 error
/// 4      0-79 selected, 0 key, 30-35 error
/// 5-9    4 chrome
/// ```
/// Neighbouring rows that look the same share a line. Plain text is left out, and a blank has no look unless it is
/// under the cursor.
enum ScreenPicture {
    private struct Run {
        let look: String
        var columns: ClosedRange<Int>

        var text: String {
            let (first, last) = (columns.lowerBound, columns.upperBound)
            return (first == last ? "\(first)" : "\(first)-\(last)") + " " + look
        }
    }

    static func text(_ canvas: Canvas) -> String {
        canvas.text + "\n--- styles\n" + styles(canvas)
    }

    private static func styles(_ canvas: Canvas) -> String {
        let rows = (0..<canvas.size.rows).map { looks(Array(canvas.row($0))) }
        var lines = ""
        var first = 0
        for row in rows.indices where row + 1 == rows.count || rows[row + 1] != rows[row] {
            if !rows[row].isEmpty {
                let numbers = first == row ? "\(row)" : "\(first)-\(row)"
                lines += numbers + String(repeating: " ", count: max(1, 7 - numbers.count)) + rows[row] + "\n"
            }
            first = row + 1
        }
        return lines
    }

    private static func looks(_ cells: [Cell]) -> String {
        let selected = runs(cells) { $0.style.isSelected ? "selected" : nil }
        let roles = runs(cells) { $0.scalar == " " && $0.style.role != .match ? "" : look($0.style) }
        return (selected + roles).map(\.text).joined(separator: ", ")
    }

    /// The runs of one look; a cell whose look is empty interrupts none.
    private static func runs(_ cells: [Cell], _ look: (Cell) -> String?) -> [Run] {
        var runs: [Run] = []
        var isOpen = false
        for (column, cell) in cells.enumerated() {
            let look = look(cell)
            guard look != "" else { continue }
            if let last = runs.indices.last, isOpen, look == runs[last].look {
                runs[last].columns = runs[last].columns.lowerBound...column
            } else if let look {
                runs.append(Run(look: look, columns: column...column))
            }
            isOpen = look != nil
        }
        return runs
    }

    /// The name of a look; `nil` for that of plain text.
    private static func look(_ style: Style) -> String? {
        switch (style.role, style.isBold) {
        case (.plain, false): nil
        case (.plain, true): "bold"
        case (let role, let isBold): (isBold ? "bold " : "") + "\(role)"
        }
    }
}
