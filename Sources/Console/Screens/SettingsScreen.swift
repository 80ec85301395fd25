/// Every setting, what it is and what it may be: the arrows change it, and what changes is seen at once.
struct SettingsScreen: Screen {
    static let place = Command.Place.settings

    private var cursor = 0
    private var top = 0

    var selected: Setting { SettingTable.all[cursor] }

    mutating func move(by lines: Int, in model: Model) {
        cursor = min(max(0, cursor + lines), SettingTable.all.count - 1)
    }

    mutating func press(row: Int, in model: Model) -> Bool {
        let target = top + row - 1
        guard row >= 1, row - 1 < Self.lines(model.size), target < SettingTable.all.count else { return false }
        defer { cursor = target }
        return target == cursor
    }

    func page(_ model: Model) -> Int { max(1, Self.lines(model.size) - 1) }

    mutating func settle(in model: Model) {
        top = Model.top(top, cursor: cursor, count: SettingTable.all.count, lines: Self.lines(model.size))
    }

    func status(_ model: Model) -> TextLine {
        TextLine(text: "for this run; the configuration file keeps them: --print-config writes one", style: .chrome)
    }

    private static func lines(_ size: Size) -> Int { max(1, Areas.body(size).rows - 4) }

    func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let height = Self.lines(model.size)
        let all = SettingTable.all
        let note = all.count > height ? "\(top + 1)-\(min(all.count, top + height))/\(all.count)" : ""
        canvas.drawTitle("Settings", note: note, in: rect, isFocused: true)
        for (line, setting) in all.dropFirst(top).prefix(height).enumerated() {
            let row = rect.row + 1 + line
            let value = setting.value(model.settings)
            let isDefault = value == setting.value(Settings())
            canvas.put(setting.name, row: row, column: 2, width: 9, .key)
            canvas.put(value, row: row, column: 12, width: 14, Style(bold: !isDefault))
            canvas.put(setting.help, row: row, column: 28, width: rect.columns - 28, .chrome)
            guard top + line == cursor else { continue }
            canvas.put("▸", row: row, column: 0, .key)
            canvas.select(row: row, column: 0, width: rect.columns)
        }
        let words = "\(selected.name): \(selected.value(model.settings)); it can be \(selected.values.words)"
        for (line, text) in TextLine(text: words).folded(width: rect.columns - 3).prefix(2).enumerated() {
            canvas.put(text, row: rect.row + rect.rows - 2 + line, column: 2)
        }
    }
}
