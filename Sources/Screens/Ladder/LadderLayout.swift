import Drawing

/// How the ladder shares its part of the screen with what is said of the selected row.
///
/// ```
/// from 18 rows on          from 130 columns on
/// ─Ladder ─────────        ─Ladder ─────────┬─#11 ─────
///  lanes                    lanes           │ detail
/// ─#11 ────────────                         ├─Call ────
///  detail                                   │ summary
/// ```
struct LadderLayout {
    private static let columnsForTwo = 130
    private static let rowsForDetail = 18

    /// The title, the heads and the rows.
    let list: Rect
    /// Without rows if there is no room for it.
    let detail: Rect
    let isSideBySide: Bool
    /// Whether a line stands below the names of the lanes.
    let hasRule: Bool

    init(_ size: Size) {
        let body = size.body
        isSideBySide = body.columns >= Self.columnsForTwo
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

    /// How many rows of the ladder are in sight.
    var lines: Int { max(1, list.rows - (hasRule ? 3 : 2)) }
}
