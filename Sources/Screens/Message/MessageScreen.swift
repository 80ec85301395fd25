public import Drawing
import Events
import Messages
import Sessions
import Text

/// A screen that shows one entry in one of several forms.
///
/// ```
/// ─Message #3 offer alice→bob ─ [1 decoded] 2 text 3 JSON 4 hex ──────── 1-20/46 ──
///   sent by alice in demo, delivered to bob · 581 B text · +1.351 s
///   answered by #6 after 151ms
/// ```
public struct MessageScreen: Screen {
    public static let place = FocusArea.message

    /// The number of the entry.
    public private(set) var number: Int
    /// The form that the operator chose; `nil` for the entry's first form, which is also used if the entry lacks this one.
    private var chosenForm: MessageForm?
    /// The first visible line.
    private var top = 0
    /// The number of columns scrolled out of view on the left.
    private var left = 0
    /// The current search; `nil` if there is none.
    public private(set) var search: Search?

    public init(_ number: Int) {
        self.number = number
    }

    // MARK: Contents

    public func entry(_ context: ViewContext) -> Int? { context.session.journal.kept(number) }

    /// Returns the forms that the entry has; empty if the journal no longer has the entry.
    public func forms(_ context: ViewContext) -> [MessageForm] { shown(context)?.forms ?? [] }

    /// Returns whether the entry has more than one form, without parsing it, as each frame asks for the hint line.
    public func hasOtherForms(_ context: ViewContext) -> Bool {
        guard let record = context.session.journal[number: number], let delivery = record.entry.delivery else {
            return false
        }
        return record.kind != .opaque || delivery.message.text != nil
    }

    private func shown(_ context: ViewContext) -> ShownEntry? {
        context.session.journal[number: number].map(ShownEntry.init)
    }

    private func form(_ entry: ShownEntry) -> MessageForm {
        chosenForm.flatMap { entry.forms.contains($0) ? $0 : nil } ?? entry.forms.first ?? .decoded
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

    public mutating func updatePosition(in context: ViewContext) {
        if context.settings.wrap { left = 0 }
        guard top > 0 || left > 0 else { return }
        let lines = lines(context)
        top = max(0, min(top, lines.count - Self.height(context.size)))
        guard left > 0 else { return }
        // The end of the longest visible line is the limit of horizontal scrolling.
        let longest = lines.dropFirst(top).prefix(Self.height(context.size)).map { Printable.width($0.text) }.max() ?? 0
        left = max(0, min(left, longest - Self.width(context.size)))
    }

    /// Switches to `form` and scrolls to the beginning.
    public mutating func show(_ form: MessageForm) {
        (chosenForm, top, left) = (form, 0, 0)
    }

    /// Switches to the form `step` forms after the current one, wrapping around.
    public mutating func turn(by step: Int, in context: ViewContext) {
        guard let entry = shown(context), let index = entry.forms.firstIndex(of: form(entry)) else { return }
        show(entry.forms[(index + step + entry.forms.count) % entry.forms.count])
    }

    /// Switches to entry `number` in the same form and scrolls to the beginning.
    public mutating func go(to number: Int) {
        (self.number, top, left) = (number, 0, 0)
    }

    // MARK: Searching

    /// Searches for `query`, starting at the first visible line; an empty query ends the search.
    public mutating func find(_ query: String, in context: ViewContext) {
        search = Search(query)
        let lines = lines(context)
        let matches = search?.matches(in: lines) ?? []
        search?.begin(at: top, matches)
        reveal(matches, in: context)
    }

    /// Moves to the match `step` matches after the current one.
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

    // MARK: Drawing

    public func status(_ context: ViewContext) -> TextLine {
        guard let entry = context.session.journal[number: number]?.entry else {
            return TextLine(text: "dropped to make room for newer entries", style: .chrome)
        }
        if let search {
            let matches = search.matches(in: lines(context))
            let text = "\"\(search.query)\" \(search.countText(matches))"
            return TextLine(text: text, style: matches.isEmpty ? Style(.warning) : .chrome)
        }
        if context.showsSecrets { return TextLine(text: "secrets are shown for a while", style: Style(.warning)) }
        let hidden = entry.delivery.map { ShownBytes($0.message.payload, showsSecrets: false).hidden } ?? []
        let secrets = hidden.isEmpty ? "" : " · secrets are hidden (S shows them)"
        return TextLine(
            text: "#\(number) of \(context.session.journal.lastNumber ?? number)\(secrets)", style: .chrome)
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

/// The title bar of a message screen: entry, forms and scroll position.
///
/// ```
/// ─Message #3 offer alice→bob ─ [1 decoded] 2 text 3 JSON 4 hex ──────── 1-20/46 ──
/// ─#3 offer alice→bob ─ [1 decoded] 2 3 4 ─── 1-8/46 ──     if the screen is narrow
/// ```
struct MessageTitle {
    private let title: String
    private let note: String
    private let form: MessageForm
    /// The forms to choose from; empty if there is only one.
    private let forms: [MessageForm]

    init(
        _ screen: MessageScreen, _ shown: (entry: ShownEntry, form: MessageForm)?, note: String, _ context: ViewContext
    ) {
        let line = shown.map { context.session.line($0.entry.record) }
        title = ["#\(screen.number)", line?.kind, line?.route].compactMap(\.self).joined(separator: " ")
        self.note = [context.showsSecrets ? "SECRETS" : "", note].filter { !$0.isEmpty }.joined(separator: " ")
        form = shown?.form ?? .decoded
        forms = (shown?.entry.forms.count ?? 0) > 1 ? shown?.entry.forms ?? [] : []
    }

    func draw(in rect: Rect, on canvas: inout Canvas) {
        let available = rect.columns - (note.isEmpty ? 0 : Printable.width(note) + 4) - 2
        let named = tabs(allNamed: true)
        let isWide = Printable.width("Message \(title) ─ \(named) ") <= available
        let tabs = isWide ? named : self.tabs(allNamed: false)
        let titleWidth = available - (tabs.isEmpty ? 1 : Printable.width(tabs) + 4)
        canvas.drawTitle("", note: note, in: rect, isFocused: true)
        let text = Printable.width("Message \(title)") <= titleWidth ? "Message \(title)" : title
        var column = rect.column + 1
        column += canvas.put(text, row: rect.row, column: column, width: max(0, titleWidth), .title)
        column += canvas.put(tabs.isEmpty ? " " : " ─ ", row: rect.row, column: column, .chrome)
        guard !tabs.isEmpty else { return }
        for tab in forms {
            let text = label(tab, isNamed: isWide)
            column += canvas.put(text + " ", row: rect.row, column: column, tab == form ? .title : .plain)
        }
    }

    private func tabs(allNamed: Bool) -> String {
        forms.map { label($0, isNamed: allNamed) }.joined(separator: " ")
    }

    private func label(_ tab: MessageForm, isNamed: Bool) -> String {
        tab == form ? "[\(tab.rawValue) \(tab.name)]" : isNamed ? "\(tab.rawValue) \(tab.name)" : "\(tab.rawValue)"
    }
}
