import Drawing
import Screens

/// Every command, its keys and what it does, and the filter language, from the tables of both.
///
/// What can be used where the help was opened comes first; what cannot says why. It can be searched, and it runs what is
/// selected.
struct HelpScreen: Screen {
    static let place = Place.help

    /// All lines, as they were when the help was asked for.
    private let all: [HelpItem]
    /// What is looked for; empty for all commands.
    private(set) var query = ""
    /// The item under the cursor, among those that have what is looked for.
    private var cursor = 0
    private var top = 0

    /// The help for `model` in its place.
    init(_ model: Model) {
        all = HelpItem.all(model)
    }

    // MARK: Where one is

    /// What is under the cursor; `nil` if nothing has what is looked for.
    var selected: HelpItem? {
        let items = self.items
        return items.isEmpty ? nil : items[min(cursor, items.count - 1)]
    }

    mutating func move(by lines: Int, in context: ViewContext) {
        cursor = min(max(0, cursor + lines), max(0, items.count - 1))
    }

    mutating func find(_ query: String, in context: ViewContext) {
        self.query = query
        cursor = 0
    }

    mutating func press(row: Int, in context: ViewContext) -> Bool {
        let content = self.content
        guard row >= 1, row - 1 < Self.lines(context.size), top + row - 1 < content.count,
            let target = content[top + row - 1].index
        else { return false }
        defer { cursor = target }
        return target == cursor
    }

    func page(_ context: ViewContext) -> Int { max(1, Self.lines(context.size) - 1) }

    mutating func settle(in context: ViewContext) {
        cursor = min(cursor, max(0, items.count - 1))
        let content = self.content
        let line = content.firstIndex { $0.index == cursor } ?? 0
        // The name of a group belongs to its first command.
        let first = line > 0 && content[line - 1].index == nil ? line - 1 : line
        top = Scrolling.top(min(top, first), cursor: line, count: content.count, lines: Self.lines(context.size))
    }

    func status(_ context: ViewContext) -> TextLine {
        guard let selected else {
            return TextLine(text: "nothing here is called \(query)", style: Style(.warning))
        }
        switch selected.action {
        case .filter: return TextLine(text: "⏎ begins a filter with it", style: .chrome)
        case .run(let command):
            if let obstacle = selected.obstacle { return TextLine(text: obstacle, style: Style(.warning)) }
            let name = ":" + ([command.name, command.parameter?.name].compactMap(\.self).joined(separator: " "))
            return TextLine(text: "⏎ does it · on the command line \(name)", style: .chrome)
        }
    }

    // MARK: What is seen

    /// The lines of help that fit the screen, between title and status.
    private static func lines(_ size: Size) -> Int { max(1, size.rows - 4) }

    func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let content = self.content
        let height = Self.lines(context.size)
        let note = content.count > height ? "\(top + 1)-\(min(content.count, top + height))/\(content.count)" : ""
        let title =
            query.isEmpty ? "Help" : "Help  /\(query)  \(items.count) of \(all.count)"
        canvas.drawTitle(title, note: note, in: rect, isFocused: true)
        for (line, content) in content.dropFirst(top).prefix(height).enumerated() {
            let row = rect.row + 1 + line
            switch content {
            case .group(let name): canvas.put(" \(name)", row: row, column: 0, .title)
            case .blank: break
            case .item(let item, let index):
                let isUsable = item.obstacle == nil
                canvas.put(item.keys, row: row, column: 3, width: 16, isUsable ? .key : .chrome)
                canvas.put(item.help, row: row, column: 20, isUsable ? .plain : .chrome)
                guard index == cursor else { continue }
                canvas.put("▸", row: row, column: 1, .key)
                canvas.select(row: row, column: 0, width: rect.columns)
            }
        }
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
    private var items: [HelpItem] { all.filter { $0.matches(query) } }

    private var content: [Line] {
        var lines: [Line] = []
        var group = ""
        for (index, item) in items.enumerated() {
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
    /// Closes the help and does what was selected in it.
    mutating func runSelectedItem() -> [Effect] {
        guard let item = top(HelpScreen.self)?.selected else { return [] }
        screens.removeLast()
        switch item.action {
        case .filter(let example):
            screens.removeAll()
            return begin(.filter, filterText.isEmpty ? example : filterText + " " + example)
        case .run(let command):
            guard command.places.contains(commandPlace) else { return say("\(command.name) does nothing here") }
            return command.obstacle(self).map { say($0) } ?? command.run(&self)
        }
    }
}
