import Panes
import Testing

@testable import Console
@testable import Drawing
@testable import Screens
@testable import Text

/// Every screen, at every size and in both charsets.
@Suite struct ScreenInvariantTests {
    /// The sizes that terminals have, and the smallest that the console takes.
    private static let usual = [
        Size(columns: 60, rows: 12), Size(columns: 80, rows: 24), Size(columns: 100, rows: 30),
        Size(columns: 160, rows: 45),
    ]
    /// Sizes beside those at which the layout changes, and such as nobody has.
    private static let odd = [
        Size(columns: 0, rows: 0), Size(columns: 10, rows: 5), Size(columns: 59, rows: 24),
        Size(columns: 80, rows: 11), Size(columns: 61, rows: 13), Size(columns: 72, rows: 50),
        Size(columns: 99, rows: 17), Size(columns: 101, rows: 18), Size(columns: 129, rows: 36),
        Size(columns: 130, rows: 35), Size(columns: 131, rows: 36), Size(columns: 250, rows: 14),
    ]

    private func check(_ model: Model, _ canvas: Canvas) {
        let violations = ScreenInvariants.violations(model, canvas)
        #expect(violations.isEmpty, "\(model.context.size): \(violations)\n\(canvas.text)")
    }

    @Test(arguments: ScreenScenario.golden + ScreenScenario.others, [Charset.utf8, .ascii])
    func aScreenIsWholeAtEverySize(_ scenario: ScreenScenario, _ charset: Charset) {
        for size in Self.usual {
            let model = scenario.console(size, charset).model
            let canvas = view(model)
            check(model, canvas)
            let rows = ScreenInvariants.cursorRows(canvas).map { ScreenInvariants.line($0, canvas) }
            switch scenario.cursor {
            case .none: #expect(rows.isEmpty, "\(size)\n\(canvas.text)")
            case .on(let text): #expect(rows.count == 1 && rows[0].contains(text), "\(size)\n\(canvas.text)")
            case .somewhere: #expect(rows.count == 1, "\(size)\n\(canvas.text)")
            }
        }
        var console = scenario.console(Size(columns: 80, rows: 24), charset)
        for size in Self.odd {
            console.resize(size.columns, size.rows)
            check(console.model, console.canvas)
        }
    }

    @Test(arguments: ScreenScenario.golden + ScreenScenario.others)
    func everySignThatIsDrawnHasItsOwnInASCII(_ scenario: ScreenScenario) {
        for size in [Self.usual[0], Self.usual[3]] {
            let signs = Set(scenario.console(size).canvas.cells.map(\.scalar)).filter { !$0.isASCII }
            let unknown = signs.filter { ScreenInvariants.shown(String($0), .ascii).contains("?") }
            #expect(unknown.isEmpty, "\(unknown)")
        }
    }

    /// Columns that are always there are there from the smallest size on, whole and in order.
    @Test(arguments: [Charset.utf8, .ascii])
    func theHeadsOfTheColumnsAreWholeAtEverySize(charset: Charset) {
        var console = ConsoleScript.glare(charset: charset)
        for columns in 60...170 {
            console.resize(columns, 24)
            let areas = console.model.layout
            for (pane, heads) in [
                (areas.peers, ["PEER", "ROOM", "NEGOTIATION", "IN"]),
                (areas.log, ["#", "+TIME", "FROM→TO", "KIND", "SUMMARY"]),
            ] {
                let cells = console.canvas.row(pane.row + 1).dropFirst(pane.column).prefix(pane.columns)
                let words = String(String.UnicodeScalarView(cells.map(\.scalar))).split(separator: " ").map(String.init)
                let expected = heads.map { ScreenInvariants.shown($0, charset) }
                #expect(words.filter(expected.contains) == expected, "\(columns) columns: \(words)")
            }
        }
    }

    @Test func aTableIsDrawnWithinItsWidthAndLeavesOutTheLeastImportantColumns() {
        for width in 0...60 {
            let table = TableColumns<Int>(
                [
                    .init(name: 0, head: "作者作者", width: 8), .init(name: 1, head: "SECOND", width: 6, rank: 2),
                    .init(name: 2, head: "THIRD", width: 7, alignment: .right, gap: 1),
                    .init(name: 3, head: "FOURTH", width: 6, rank: 1), .init(name: 4, head: "LAST", width: 10),
                ], width: width)
            let names: [Int] =
                switch width {
                case 44...: [0, 1, 2, 3, 4]
                case 36...: [0, 2, 3, 4]
                default: [0, 2, 4]
                }
            #expect(table.columns.map(\.name) == names, "\(width)")
            var canvas = Canvas(size: Size(columns: 80, rows: 1))
            table.drawHeads(row: 0, column: 10, on: &canvas)
            let drawn = canvas.row(0).indices.filter { canvas.cells[$0] != .blank }
            #expect(drawn.allSatisfy { 10 <= $0 && $0 < 10 + width }, "\(width): \(canvas.text)")
        }
    }
}
