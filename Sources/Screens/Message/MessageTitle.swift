import Drawing
import Sessions
import Text

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
        let line = shown.map { LogLine($0.entry.record, context.session.roster) }
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
