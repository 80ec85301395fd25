import Drawing
import Filtering
import Panes
import Screens

/// The help: all commands with their keys, and the filter language.
///
/// In each group, the commands of the place from which the help was opened come first. A command that cannot run shows
/// why. The help can be searched, and runs the selected command.
struct HelpScreen: Screen {
    static let place = FocusArea.help

    /// All items, with the reasons that were valid when the help was opened.
    private let all: [HelpItem]
    /// The text that is searched for; empty to show all items.
    private(set) var query = ""
    /// The index of the selected item in ``items``.
    private var cursor = 0
    private var top = 0

    /// Creates the help for the current place of `model`.
    init(_ model: Model) {
        all = HelpItem.all(model)
    }

    // MARK: Position

    /// The selected item; `nil` if no item matches.
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

    mutating func click(row: Int, in context: ViewContext) -> Bool {
        let content = self.content
        guard row >= 1, row - 1 < Self.lines(context.size), top + row - 1 < content.count,
            let target = content[top + row - 1].index
        else { return false }
        defer { cursor = target }
        return target == cursor
    }

    func page(_ context: ViewContext) -> Int { max(1, Self.lines(context.size) - 1) }

    mutating func updatePosition(in context: ViewContext) {
        cursor = min(cursor, max(0, items.count - 1))
        let content = self.content
        let line = content.firstIndex { $0.index == cursor } ?? 0
        // The heading of a group is scrolled into view with its first item.
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
            if let disabledReason = selected.disabledReason {
                return TextLine(text: disabledReason, style: Style(.warning))
            }
            let name = ":" + ([command.name, command.parameter?.name].compactMap(\.self).joined(separator: " "))
            return TextLine(text: "⏎ does it · on the command line \(name)", style: .chrome)
        }
    }

    // MARK: Drawing

    /// The number of lines between the title bar and the status line.
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
                let isUsable = item.disabledReason == nil
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

    /// The items that match ``query``.
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

/// A line of the help: a command with its keys, or an element of the filter language.
struct HelpItem: Sendable {
    /// The action of the enter key.
    enum Action: Sendable {
        case run(Command)
        /// Opens the filter prompt with an example.
        case filter(String)
    }

    /// The heading of the item's group.
    let group: String
    /// The keys of a command, its name if it has none, or an example of a filter.
    let keys: String
    let help: String
    /// Why the command cannot run now; `nil` if it can.
    let disabledReason: String?
    let action: Action

    /// All items; in each group, the commands of the current place come first.
    static func all(_ model: Model) -> [HelpItem] {
        let commands = Command.Group.allCases.flatMap { group in
            let all = CommandTable.all.filter { $0.group == group }
            return all.filter { $0.places.contains(model.place) } + all.filter { !$0.places.contains(model.place) }
        }
        let filters =
            FilterField.allCases.map { ($0.example, $0.help) } + FilterSign.allCases.map { ($0.example, $0.help) }
        return commands.map { HelpItem($0, model) } + filters.map { HelpItem(filter: $0, help: $1) }
    }

    private init(_ command: Command, _ model: Model) {
        let labels = model.keyMap.keys(of: command).map(\.label).joined(separator: " ")
        group = command.group.rawValue
        keys = labels.isEmpty ? ":" + command.name : labels
        help = command.help
        disabledReason =
            command.places.contains(model.place)
            ? command.disabledReason(model) : "not here: it belongs to " + command.placeNames.joined(separator: ", ")
        action = .run(command)
    }

    private init(filter example: String, help: String) {
        group = "The filter language: what stands side by side must hold together"
        (keys, self.help, disabledReason, action) = (example, help, nil, .filter(example))
    }

    /// Whether `query` is part of the keys, the name or the help.
    func matches(_ query: String) -> Bool {
        var texts = [keys, help]
        if case .run(let command) = action { texts.append(command.name) }
        return query.isEmpty || texts.contains { $0.lowercased().contains(query.lowercased()) }
    }
}

extension Model {
    /// Closes the help and performs the action of its selected item.
    mutating func runSelectedItem() -> [Effect] {
        guard let item = top(HelpScreen.self)?.selected else { return [] }
        screens.removeLast()
        switch item.action {
        case .filter(let example):
            screens.removeAll()
            let text = log.filterText
            return begin(.filter, text.isEmpty ? example : text + " " + example)
        case .run(let command):
            guard command.places.contains(place) else { return report("\(command.name) does nothing here") }
            return command.disabledReason(self).map { report($0) } ?? command.run(&self)
        }
    }
}
