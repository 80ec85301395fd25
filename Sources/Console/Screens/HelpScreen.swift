/// Every command and its keys, from the command table.
struct HelpScreen: Screen {
    static let place = Command.Place.help
    /// The first line in sight.
    private var top = 0

    /// The lines of help that fit the screen, between header and status.
    private static func lines(_ size: Size) -> Int { max(1, size.rows - 4) }

    func page(_ model: Model) -> Int { max(1, Self.lines(model.size) - 1) }

    mutating func move(by lines: Int, in model: Model) { top = max(0, top + lines) }

    mutating func settle(in model: Model) {
        top = max(0, min(top, Self.content(model.size).count - Self.lines(model.size)))
    }

    func status(_ model: Model) -> TextLine {
        TextLine(text: "a key that can do nothing says why", style: .chrome)
    }

    func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let content = Self.content(model.size)
        let height = Self.lines(model.size)
        let top = max(0, min(top, content.count - height))
        let note = content.count > height ? "\(top + 1)-\(min(content.count, top + height))/\(content.count)" : ""
        canvas.drawTitle("Help", note: note, in: rect, isFocused: true)
        for (row, line) in content.dropFirst(top).prefix(height).enumerated() {
            switch line {
            case .group(let name): canvas.put(" \(name)", row: 2 + row, column: 0, Style(.title))
            case .blank: break
            case .command(let command):
                canvas.put(command.keyLabels, row: 2 + row, column: 3, width: 16, .key)
                canvas.put(command.help, row: 2 + row, column: 20)
            }
        }
    }

    /// A line of the help.
    private enum Line {
        case group(String)
        case command(Command)
        case blank
    }

    private static func content(_ size: Size) -> [Line] {
        // On a low screen the lines between the groups are worth more to commands.
        let isLow = CommandTable.all.count + Command.Group.allCases.count * 2 > lines(size)
        return Command.Group.allCases.flatMap { group in
            let commands = CommandTable.all.filter { $0.group == group }.map(Line.command)
            return (isLow ? [] : [.blank]) + [.group(group.rawValue)] + commands
        }
    }
}
