import Testing

@testable import Drawing
@testable import Text

@Suite struct CanvasTests {
    private func canvas(_ columns: Int, _ rows: Int = 1, charset: Charset = .utf8) -> Canvas {
        Canvas(size: Size(columns: columns, rows: rows), charset: charset)
    }

    @Test func aWideCharacterTakesTwoColumns() {
        var canvas = canvas(6)
        #expect(canvas.put("作a", row: 0, column: 1) == 3)
        #expect(canvas.text == " 作a")
        #expect(canvas.row(0).map(\.scalar) == [" ", "作", Cell.continuation, "a", " ", " "])
    }

    @Test(arguments: [(0, " x者"), (1, "作x"), (2, "作x"), (3, "作者")])
    func overwritingEitherHalfOfAWideCharacterBlanksTheOther(column: Int, text: String) {
        var canvas = canvas(6)
        canvas.put("作者", row: 0, column: 0)
        canvas.put("x", row: 0, column: column)
        let expected = ["x 者", " x者", "作x", "作 x"][column]
        #expect(canvas.text == expected, "\(text)")
    }

    @Test(arguments: [
        ("hello", 5, "hello"), ("hello!", 5, "hell…"), ("作者作", 5, "作者…"), ("作者", 3, "作…"), ("作者", 2, "…"),
        ("ab", 1, "…"),
        ("ab", 0, ""), ("a作者", 4, "a作…"),
    ])
    func aTextThatIsTooLongEndsInAnEllipsis(text: String, width: Int, shown: String) {
        var canvas = canvas(10)
        #expect(canvas.put(text, row: 0, column: 0, width: width) <= width)
        #expect(canvas.text == shown)
    }

    @Test func cellsOutsideOfTheCanvasAreNotDrawn() {
        var canvas = canvas(4, 2)
        canvas.put("abc", row: -1, column: 0)
        canvas.put("abc", row: 2, column: 0)
        canvas.put("abc", row: 0, column: 4)
        canvas.put("abc", row: 0, column: 99)
        canvas.put("xyz", row: 1, column: 2)
        canvas.fill("-", row: 5, column: 0, width: 99, .plain)
        canvas.select(row: 9, column: 0, width: 99)
        #expect(canvas.text == "\n  x…")
    }

    @Test func aCanvasWithoutCellsDoesNotTrap() {
        for size in [Size(columns: 0, rows: 0), Size(columns: 5, rows: 0), Size(columns: 0, rows: 5)] {
            var canvas = Canvas(size: size)
            canvas.put("作者", row: 0, column: 0)
            canvas.fill("─", row: 0, column: 0, width: 10, .plain)
            canvas.select(row: 0, column: 0, width: 10)
            #expect(canvas.cells.isEmpty)
        }
    }

    @Test func textIsAlignedToTheRight() {
        var canvas = canvas(8)
        canvas.put("12", row: 0, column: 1, width: 5, alignment: .right)
        #expect(canvas.text == "    12")
    }

    @Test func everySignHasAnASCIIReplacement() {
        var canvas = canvas(30, charset: .ascii)
        canvas.put("▸ a→b ─│ ⏎ 作é… \u{1B}", row: 0, column: 0)
        #expect(canvas.text == "> a>b -| ret ???~ ?")
        #expect(canvas.cells.allSatisfy { $0.scalar.isASCII })
    }

    @Test func theCursorOverlaysTheText() {
        var canvas = canvas(4)
        canvas.put("abcd", row: 0, column: 0, Style(.offer))
        canvas.select(row: 0, column: 1, width: 2)
        #expect(canvas.cells.map(\.style.isSelected) == [false, true, true, false])
        #expect(canvas.cells.allSatisfy { $0.style.role == .offer })
    }
}
