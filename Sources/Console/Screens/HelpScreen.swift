/// Every command, its keys and what it does, and the filter language, from the tables of both.
///
/// What can be used where the help was opened comes first; what cannot says why. It can be searched, and it runs what is
/// selected.
struct HelpScreen: Screen {
    static let place = Command.Place.help

    /// Where the help was opened.
    private let origin: Command.Place
    /// What is looked for; empty for all commands.
    private(set) var query = ""
    /// The item under the cursor, among those that have what is looked for.
    private var cursor = 0
    private var top = 0

    init(from origin: Command.Place) {
        self.origin = origin
    }

    // MARK: Where one is

    /// What is under the cursor; nil where nothing has what is looked for.
    func selected(_ model: Model) -> HelpItem? {
        let items = items(model)
        return items.isEmpty ? nil : items[min(cursor, items.count - 1)]
    }

    mutating func move(by lines: Int, in model: Model) {
        cursor = min(max(0, cursor + lines), max(0, items(model).count - 1))
    }

    mutating func find(_ query: String, in model: Model) {
        self.query = query
        cursor = 0
    }

    mutating func press(row: Int, in model: Model) -> Bool {
        let content = content(model)
        guard row >= 1, row - 1 < Self.lines(model.size), top + row - 1 < content.count,
            let target = content[top + row - 1].index
        else { return false }
        defer { cursor = target }
        return target == cursor
    }

    func page(_ model: Model) -> Int { max(1, Self.lines(model.size) - 1) }

    mutating func settle(in model: Model) {
        cursor = min(cursor, max(0, items(model).count - 1))
        let content = content(model)
        let line = content.firstIndex { $0.index == cursor } ?? 0
        // The name of a group belongs to its first command.
        let first = line > 0 && content[line - 1].index == nil ? line - 1 : line
        top = Model.top(min(top, first), cursor: line, count: content.count, lines: Self.lines(model.size))
    }

    func status(_ model: Model) -> TextLine {
        switch selected(model) {
        case nil: return TextLine(text: "nothing here is called \(query)", style: Style(.warning))
        case .filter: return TextLine(text: "⏎ begins a filter with it", style: .chrome)
        case .command(let command):
            if let obstacle = obstacle(command, model) { return TextLine(text: obstacle, style: Style(.warning)) }
            let name = ":" + ([command.name, command.parameter?.name].compactMap(\.self).joined(separator: " "))
            return TextLine(text: "⏎ does it · on the command line \(name)", style: .chrome)
        }
    }

    /// Why `command` can do nothing where the help was opened; nil where it can.
    private func obstacle(_ command: Command, _ model: Model) -> String? {
        guard command.places.contains(origin) else { return "not here: it belongs to " + Self.names(command.places) }
        return command.obstacle(model.withoutTopScreen)
    }

    private static func names(_ places: Set<Command.Place>) -> String {
        Command.Place.allCases.filter(places.contains).map(\.rawValue).joined(separator: ", ")
    }

    // MARK: What is seen

    /// The lines of help that fit the screen, between title and status.
    private static func lines(_ size: Size) -> Int { max(1, size.rows - 4) }

    func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let content = content(model)
        let height = Self.lines(model.size)
        let note = content.count > height ? "\(top + 1)-\(min(content.count, top + height))/\(content.count)" : ""
        let title =
            query.isEmpty ? "Help" : "Help  /\(query)  \(items(model).count) of \(HelpItem.all(from: origin).count)"
        canvas.drawTitle(title, note: note, in: rect, isFocused: true)
        for (line, content) in content.dropFirst(top).prefix(height).enumerated() {
            let row = rect.row + 1 + line
            switch content {
            case .group(let name): canvas.put(" \(name)", row: row, column: 0, .title)
            case .blank: break
            case .item(let item, let index):
                let isUsable = isUsable(item, model)
                canvas.put(item.keys(model), row: row, column: 3, width: 16, isUsable ? .key : .chrome)
                canvas.put(item.help, row: row, column: 20, isUsable ? .plain : .chrome)
                guard index == cursor else { continue }
                canvas.put("▸", row: row, column: 1, .key)
                canvas.select(row: row, column: 0, width: rect.columns)
            }
        }
    }

    private func isUsable(_ item: HelpItem, _ model: Model) -> Bool {
        guard case .command(let command) = item else { return true }
        return obstacle(command, model) == nil
    }

    /// A line of the help.
    private enum Line {
        case group(String)
        case item(HelpItem, index: Int)
        case blank

        var index: Int? {
            guard case .item(_, let index) = self else { return nil }
            return index
        }
    }

    /// Those that have what is looked for.
    private func items(_ model: Model) -> [HelpItem] { HelpItem.all(from: origin).filter { $0.matches(query, model) } }

    private func content(_ model: Model) -> [Line] {
        var lines: [Line] = []
        var group = ""
        for (index, item) in items(model).enumerated() {
            if item.group != group {
                if !group.isEmpty { lines.append(.blank) }
                group = item.group
                lines.append(.group(group))
            }
            lines.append(.item(item, index: index))
        }
        return lines
    }
}

extension Model {
    /// The model as it would be were the uppermost screen closed.
    var withoutTopScreen: Model {
        var model = self
        if !model.screens.isEmpty { model.screens.removeLast() }
        return model
    }

    /// Closes the help and does what was selected in it.
    mutating func runSelectedItem() -> [Effect] {
        guard let item = top(HelpScreen.self)?.selected(self) else { return [] }
        screens.removeLast()
        switch item {
        case .filter(let example, _):
            screens.removeAll()
            return begin(.filter, filterText.isEmpty ? example : filterText + " " + example)
        case .command(let command):
            guard command.places.contains(commandPlace) else { return say("\(command.name) does nothing here") }
            return command.obstacle(self).map { say($0) } ?? command.run(&self)
        }
    }
}
