public import Drawing
import Events
import Messages
import Sessions

/// A screen that shows only the text of a message, without a frame, to select it with the terminal's mouse.
public struct PlainScreen: Screen {
    public static let place = FocusArea.plain

    /// The number of the entry.
    private let number: Int
    private var top = 0

    public init(_ number: Int) {
        self.number = number
    }

    public func entry(_ context: ViewContext) -> Int? { context.session.journal.kept(number) }

    private func lines(_ context: ViewContext) -> [TextLine] {
        guard let record = context.session.journal[number: number], let parsed = record.parsed,
            let payload = record.entry.delivery?.message.payload
        else {
            return [TextLine(text: "#\(number) is no longer in the journal.", style: Style(.warning))]
        }
        let text = ShownEntry.text(parsed, payload, showsSecrets: context.showsSecrets)
        return text.lines(numbered: false).flatMap {
            $0.line.folded(width: max(1, context.size.columns), atSpaces: false)
        }
    }

    public mutating func move(by lines: Int, in context: ViewContext) { top = max(0, top + lines) }

    public func page(_ context: ViewContext) -> Int { max(1, context.size.body.rows - 1) }

    public mutating func updatePosition(in context: ViewContext) {
        guard top > 0 else { return }
        top = max(0, min(top, lines(context).count - context.size.body.rows))
    }

    public func status(_ context: ViewContext) -> TextLine {
        TextLine(text: "select with the terminal's mouse · y copies it as it was sent · E writes it", style: .chrome)
    }

    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        for (row, line) in lines(context).dropFirst(top).prefix(rect.rows).enumerated() {
            canvas.put(line, row: rect.row + row, column: 0)
        }
    }
}
