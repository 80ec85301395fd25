import Events
import Messages
import Sessions
import Text

/// One entry in full, in one of several forms.
///
/// ```
/// ─Message #3 offer alice→bob ─ [1 decoded] 2 text 3 JSON 4 hex ──────── 1-20/46 ──
///   said by alice in demo, heard by bob · 581 B text · +1.351 s
///   answered by #6 after 151ms
/// ```
struct MessageScreen: Screen {
    static let place = Command.Place.message

    /// The number of the entry.
    private(set) var number: Int
    /// The form that was asked for; nil for whichever is the first, in which an entry is shown that lacks it.
    private var wanted: MessageForm?
    /// The first line in sight.
    private var top = 0
    /// How many columns are out of sight to the left.
    private var left = 0
    private(set) var search: Search?

    init(_ number: Int) {
        self.number = number
    }

    // MARK: Where one is

    func entry(_ model: Model) -> Int? { model.session.journal[number: number] == nil ? nil : number }

    /// The forms that the entry has; none where it is gone.
    func forms(_ model: Model) -> [MessageForm] { shown(model)?.forms ?? [] }

    /// Whether it has more than one: told without reading all of it, as every hint line asks.
    func hasOtherForms(_ model: Model) -> Bool {
        guard let record = model.session.journal[number: number], let transit = record.entry.transit else {
            return false
        }
        return record.kind != .opaque || transit.message.text != nil
    }

    private func shown(_ model: Model) -> ShownEntry? { model.session.journal[number: number].map(ShownEntry.init) }

    private func form(_ entry: ShownEntry) -> MessageForm {
        wanted.flatMap { entry.forms.contains($0) ? $0 : nil } ?? entry.forms.first ?? .decoded
    }

    private func lines(_ model: Model) -> [TextLine] { shown(model).map { lines($0, model) } ?? [gone] }

    private func lines(_ entry: ShownEntry, _ model: Model) -> [TextLine] {
        entry.lines(form(entry), model, width: Self.width(model.size))
    }

    private var gone: TextLine { TextLine(text: "#\(number) is no longer in the journal.", style: Style(.warning)) }

    private static func width(_ size: Size) -> Int { max(1, Areas.body(size).columns - 3) }
    private static func height(_ size: Size) -> Int { max(1, Areas.body(size).rows - 1) }

    func page(_ model: Model) -> Int { max(1, Self.height(model.size) - 1) }

    mutating func move(by lines: Int, in model: Model) { top = max(0, top + lines) }

    mutating func scroll(by columns: Int, in model: Model) { left = max(0, left + columns) }

    mutating func settle(in model: Model) {
        if model.settings.wrap { left = 0 }
        guard top > 0 || left > 0 else { return }
        let lines = lines(model)
        top = max(0, min(top, lines.count - Self.height(model.size)))
        guard left > 0 else { return }
        // To where the end of the longest line in sight is in sight.
        let longest = lines.dropFirst(top).prefix(Self.height(model.size)).map { Printable.width($0.text) }.max() ?? 0
        left = max(0, min(left, longest - Self.width(model.size)))
    }

    /// Shows the entry in `form`, from its beginning.
    mutating func show(_ form: MessageForm) {
        (wanted, top, left) = (form, 0, 0)
    }

    /// Shows the form `step` further, round at the ends.
    mutating func turn(by step: Int, in model: Model) {
        guard let entry = shown(model), let index = entry.forms.firstIndex(of: form(entry)) else { return }
        show(entry.forms[(index + step + entry.forms.count) % entry.forms.count])
    }

    /// Shows entry `number` in the same form, from its beginning.
    mutating func go(to number: Int) {
        (self.number, top, left) = (number, 0, 0)
    }

    // MARK: What is looked for

    /// Looks for `query` from the first line in sight on; an empty one ends the search.
    mutating func find(_ query: String, in model: Model) {
        search = Search(query)
        let lines = lines(model)
        let matches = search?.matches(in: lines) ?? []
        search?.begin(at: top, matches)
        reveal(matches, in: model)
    }

    /// Goes `step` matches on.
    mutating func findNext(by step: Int, in model: Model) {
        let matches = search?.matches(in: lines(model)) ?? []
        search?.move(by: step, matches)
        reveal(matches, in: model)
    }

    private mutating func reveal(_ matches: [Search.Match], in model: Model) {
        guard let match = search?.current(matches) else { return }
        let (height, width) = (Self.height(model.size), Self.width(model.size))
        if !(top..<top + height).contains(match.line) { top = max(0, match.line - height / 3) }
        if match.columns.lowerBound < left || match.columns.upperBound > left + width {
            left = max(0, match.columns.lowerBound - width / 3)
        }
    }

    // MARK: What is seen

    func status(_ model: Model) -> TextLine {
        guard let entry = model.session.journal[number: number]?.entry else {
            return TextLine(text: "it had to make room for newer ones", style: .chrome)
        }
        if let search {
            let matches = search.matches(in: lines(model))
            let words = "\"\(search.query)\" \(search.count(matches))"
            return TextLine(text: words, style: matches.isEmpty ? Style(.warning) : .chrome)
        }
        if model.showsSecrets { return TextLine(text: "secrets are shown for a while", style: Style(.warning)) }
        let hidden = entry.transit.map { ShownBytes($0.message.payload, showsSecrets: false).hidden } ?? []
        let secrets = hidden.isEmpty ? "" : " · secrets are hidden (S shows them)"
        return TextLine(
            text: "#\(number) of \(model.session.journal.last?.entry.number ?? number)\(secrets)", style: .chrome)
    }

    func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas) {
        let entry = shown(model)
        let lines = entry.map { self.lines($0, model) } ?? [gone]
        let height = rect.rows - 1
        let top = max(0, min(self.top, lines.count - height))
        let last = min(lines.count, top + height)
        let note = lines.count > height ? "\(top + 1)-\(last)/\(lines.count)" : ""
        MessageTitle(self, entry.map { ($0, form($0)) }, note: note, model).draw(in: rect, on: &canvas)
        let matches = search?.matches(in: lines) ?? []
        for number in top..<max(top, last) {
            let line = search?.marked(lines[number], number, matches) ?? lines[number]
            let row = rect.row + 1 + number - top
            canvas.put(line.dropping(left), row: row, column: rect.column + 2, width: rect.columns - 3)
        }
    }
}
