public import Drawing
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
public struct MessageScreen: Screen {
    public static let place = Place.message

    /// The number of the entry.
    public private(set) var number: Int
    /// The form that was asked for; nil for whichever is the first, in which an entry is shown that lacks it.
    private var wanted: MessageForm?
    /// The first line in sight.
    private var top = 0
    /// How many columns are out of sight to the left.
    private var left = 0
    public private(set) var search: Search?

    public init(_ number: Int) {
        self.number = number
    }

    // MARK: Where one is

    public func entry(_ context: ViewContext) -> Int? { context.session.journal[number: number] == nil ? nil : number }

    /// The forms that the entry has; none where it is gone.
    public func forms(_ context: ViewContext) -> [MessageForm] { shown(context)?.forms ?? [] }

    /// Whether it has more than one: told without reading all of it, as every hint line asks.
    public func hasOtherForms(_ context: ViewContext) -> Bool {
        guard let record = context.session.journal[number: number], let transit = record.entry.transit else {
            return false
        }
        return record.kind != .opaque || transit.message.text != nil
    }

    private func shown(_ context: ViewContext) -> ShownEntry? {
        context.session.journal[number: number].map(ShownEntry.init)
    }

    private func form(_ entry: ShownEntry) -> MessageForm {
        wanted.flatMap { entry.forms.contains($0) ? $0 : nil } ?? entry.forms.first ?? .decoded
    }

    private func lines(_ context: ViewContext) -> [TextLine] { shown(context).map { lines($0, context) } ?? [gone] }

    private func lines(_ entry: ShownEntry, _ context: ViewContext) -> [TextLine] {
        entry.lines(form(entry), context, width: Self.width(context.size))
    }

    private var gone: TextLine { TextLine(text: "#\(number) is no longer in the journal.", style: Style(.warning)) }

    private static func width(_ size: Size) -> Int { max(1, size.body.columns - 3) }
    private static func height(_ size: Size) -> Int { max(1, size.body.rows - 1) }

    public func page(_ context: ViewContext) -> Int { max(1, Self.height(context.size) - 1) }

    public mutating func move(by lines: Int, in context: ViewContext) { top = max(0, top + lines) }

    public mutating func scroll(by columns: Int, in context: ViewContext) { left = max(0, left + columns) }

    public mutating func settle(in context: ViewContext) {
        if context.settings.wrap { left = 0 }
        guard top > 0 || left > 0 else { return }
        let lines = lines(context)
        top = max(0, min(top, lines.count - Self.height(context.size)))
        guard left > 0 else { return }
        // To where the end of the longest line in sight is in sight.
        let longest = lines.dropFirst(top).prefix(Self.height(context.size)).map { Printable.width($0.text) }.max() ?? 0
        left = max(0, min(left, longest - Self.width(context.size)))
    }

    /// Shows the entry in `form`, from its beginning.
    public mutating func show(_ form: MessageForm) {
        (wanted, top, left) = (form, 0, 0)
    }

    /// Shows the form `step` further, round at the ends.
    public mutating func turn(by step: Int, in context: ViewContext) {
        guard let entry = shown(context), let index = entry.forms.firstIndex(of: form(entry)) else { return }
        show(entry.forms[(index + step + entry.forms.count) % entry.forms.count])
    }

    /// Shows entry `number` in the same form, from its beginning.
    public mutating func go(to number: Int) {
        (self.number, top, left) = (number, 0, 0)
    }

    // MARK: What is looked for

    /// Looks for `query` from the first line in sight on; an empty one ends the search.
    public mutating func find(_ query: String, in context: ViewContext) {
        search = Search(query)
        let lines = lines(context)
        let matches = search?.matches(in: lines) ?? []
        search?.begin(at: top, matches)
        reveal(matches, in: context)
    }

    /// Goes `step` matches on.
    public mutating func findNext(by step: Int, in context: ViewContext) {
        let matches = search?.matches(in: lines(context)) ?? []
        search?.move(by: step, matches)
        reveal(matches, in: context)
    }

    private mutating func reveal(_ matches: [Search.Match], in context: ViewContext) {
        guard let match = search?.current(matches) else { return }
        let (height, width) = (Self.height(context.size), Self.width(context.size))
        if !(top..<top + height).contains(match.line) { top = max(0, match.line - height / 3) }
        if match.columns.lowerBound < left || match.columns.upperBound > left + width {
            left = max(0, match.columns.lowerBound - width / 3)
        }
    }

    // MARK: What is seen

    public func status(_ context: ViewContext) -> TextLine {
        guard let entry = context.session.journal[number: number]?.entry else {
            return TextLine(text: "it had to make room for newer ones", style: .chrome)
        }
        if let search {
            let matches = search.matches(in: lines(context))
            let words = "\"\(search.query)\" \(search.count(matches))"
            return TextLine(text: words, style: matches.isEmpty ? Style(.warning) : .chrome)
        }
        if context.showsSecrets { return TextLine(text: "secrets are shown for a while", style: Style(.warning)) }
        let hidden = entry.transit.map { ShownBytes($0.message.payload, showsSecrets: false).hidden } ?? []
        let secrets = hidden.isEmpty ? "" : " · secrets are hidden (S shows them)"
        return TextLine(
            text: "#\(number) of \(context.session.journal.last?.entry.number ?? number)\(secrets)", style: .chrome)
    }

    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let entry = shown(context)
        let lines = entry.map { self.lines($0, context) } ?? [gone]
        let height = rect.rows - 1
        let top = max(0, min(self.top, lines.count - height))
        let last = min(lines.count, top + height)
        let note = lines.count > height ? "\(top + 1)-\(last)/\(lines.count)" : ""
        MessageTitle(self, entry.map { ($0, form($0)) }, note: note, context).draw(in: rect, on: &canvas)
        let matches = search?.matches(in: lines) ?? []
        for number in top..<max(top, last) {
            let line = search?.marked(lines[number], number, matches) ?? lines[number]
            let row = rect.row + 1 + number - top
            canvas.put(line.dropping(left), row: row, column: rect.column + 2, width: rect.columns - 3)
        }
    }
}
