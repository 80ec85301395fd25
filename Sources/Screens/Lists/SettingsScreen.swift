public import Drawing

/// The list of settings and their values, which take effect as soon as they are changed.
public struct SettingsScreen: Screen {
    public static let place = FocusArea.settings

    private var cursor = 0
    private var top = 0

    public init() {}

    /// The setting under the cursor.
    public var selected: Setting { SettingTable.all[cursor] }

    public mutating func move(by lines: Int, in context: ViewContext) {
        cursor = min(max(0, cursor + lines), SettingTable.all.count - 1)
    }

    public mutating func click(row: Int, in context: ViewContext) -> Bool {
        let target = top + row - 1
        guard row >= 1, row - 1 < Self.lines(context.size), target < SettingTable.all.count else { return false }
        defer { cursor = target }
        return target == cursor
    }

    public func page(_ context: ViewContext) -> Int { max(1, Self.lines(context.size) - 1) }

    public mutating func updatePosition(in context: ViewContext) {
        top = Scrolling.top(top, cursor: cursor, count: SettingTable.all.count, lines: Self.lines(context.size))
    }

    public func status(_ context: ViewContext) -> TextLine {
        TextLine(text: "for this run; the configuration file keeps them: --print-config writes one", style: .chrome)
    }

    private static func lines(_ size: Size) -> Int { max(1, size.body.rows - 4) }

    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let height = Self.lines(context.size)
        let all = SettingTable.all
        let note = all.count > height ? "\(top + 1)-\(min(all.count, top + height))/\(all.count)" : ""
        canvas.drawTitle("Settings", note: note, in: rect, isFocused: true)
        for (line, setting) in all.dropFirst(top).prefix(height).enumerated() {
            let row = rect.row + 1 + line
            let value = setting.value(context.settings)
            let isDefault = value == setting.value(Settings())
            canvas.put(setting.name, row: row, column: 2, width: 9, .key)
            canvas.put(value, row: row, column: 12, width: 14, Style(bold: !isDefault))
            canvas.put(setting.help, row: row, column: 28, width: rect.columns - 28, .chrome)
            guard top + line == cursor else { continue }
            canvas.put("▸", row: row, column: 0, .key)
            canvas.select(row: row, column: 0, width: rect.columns)
        }
        let description = "\(selected.name): \(selected.value(context.settings)); it can be \(selected.values.text)"
        for (line, text) in TextLine(text: description).folded(width: rect.columns - 3).prefix(2).enumerated() {
            canvas.put(text, row: rect.row + rect.rows - 2 + line, column: 2)
        }
    }
}
