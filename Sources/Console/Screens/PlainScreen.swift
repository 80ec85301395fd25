import Events
import Messages
import Sessions

/// The text of a message by itself, from the first column on and without a frame, for selecting by hand.
struct PlainScreen: Screen {
    static let place = Command.Place.plain

    /// The number of its entry.
    private let number: Int
    private var top = 0

    init(_ number: Int) {
        self.number = number
    }

    func entry(_ model: Model) -> Int? { model.session.journal[number: number]?.entry.number }

    private func lines(_ model: Model) -> [TextLine] {
        guard let message = model.session.journal[number: number]?.entry.transit?.message else {
            return [TextLine(text: "#\(number) is no longer in the journal.", style: Style(.warning))]
        }
        let text = ShownEntry.text(Reading(message), message.payload, showsSecrets: model.showsSecrets)
        return text.lines(numbered: false).flatMap {
            $0.line.folded(width: max(1, model.size.columns), atSpaces: false)
        }
    }

    mutating func move(by lines: Int, in model: Model) { top = max(0, top + lines) }

    func page(_ model: Model) -> Int { max(1, Areas.body(model.size).rows - 1) }

    mutating func settle(in model: Model) {
        guard top > 0 else { return }
        top = max(0, min(top, lines(model).count - Areas.body(model.size).rows))
    }

    func status(_ model: Model) -> TextLine {
        TextLine(text: "select with the terminal's mouse · y copies it as it was sent · E writes it", style: .chrome)
    }

    func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        for (row, line) in lines(model).dropFirst(top).prefix(rect.rows).enumerated() {
            canvas.put(line, row: rect.row + row, column: 0)
        }
    }
}
