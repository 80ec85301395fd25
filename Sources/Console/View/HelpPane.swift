/// Every command and its keys, from the command table.
enum HelpPane {
    /// The lines of help that fit the screen, between header and status.
    static func lines(_ size: Size) -> Int { max(1, size.rows - 4) }

    static func draw(_ model: Model, on canvas: inout Canvas) {
        let rect = Rect(row: 1, column: 0, rows: canvas.size.rows - 3, columns: canvas.size.columns)
        let content = content(model.size)
        let height = lines(model.size)
        let top = max(0, min(model.helpTop ?? 0, content.count - height))
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
    enum Line {
        case group(String)
        case command(Command)
        case blank
    }

    static func content(_ size: Size) -> [Line] {
        // On a low screen the lines between the groups are worth more to commands.
        let isLow = CommandTable.all.count + Command.Group.allCases.count * 2 > lines(size)
        return Command.Group.allCases.flatMap { group in
            let commands = CommandTable.all.filter { $0.group == group }.map(Line.command)
            return (isLow ? [] : [.blank]) + [.group(group.rawValue)] + commands
        }
    }
}
