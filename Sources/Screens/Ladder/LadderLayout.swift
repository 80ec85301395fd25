import Drawing

/// The division of the screen between the ladder and the detail of the selected row.
///
/// ```
/// at least 18 rows         at least 130 columns
/// ─Ladder ─────────        ─Ladder ─────────┬─#11 ─────
///  lanes                    lanes           │ detail
/// ─#11 ────────────                         ├─Call ────
///  detail                                   │ summary
/// ```
struct LadderLayout {
    private static let sideBySideColumns = 130
    private static let rowsForDetail = 18

    /// The area of title, heads and rows.
    let list: Rect
    /// The area of the detail; without rows if there is no room for it.
    let detail: Rect
    let isSideBySide: Bool
    /// Whether there is a line below the names of the lanes.
    let hasRule: Bool

    init(_ size: Size) {
        let body = size.body
        isSideBySide = body.columns >= Self.sideBySideColumns
        hasRule = size.rows >= Self.rowsForDetail
        if isSideBySide {
            let width = min(64, max(36, body.columns * 27 / 100))
            list = Rect(row: body.row, column: 0, rows: body.rows, columns: body.columns - width - 1)
            detail = Rect(row: body.row, column: body.columns - width, rows: body.rows, columns: width)
        } else {
            let rows = size.rows >= Self.rowsForDetail ? max(4, body.rows / 4) : 0
            list = Rect(row: body.row, column: 0, rows: body.rows - rows, columns: body.columns)
            detail = Rect(row: body.row + list.rows, column: 0, rows: rows, columns: body.columns)
        }
    }

    /// The number of visible rows.
    var lines: Int { max(1, list.rows - (hasRule ? 3 : 2)) }
}
