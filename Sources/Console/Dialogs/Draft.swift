import Drafts
import Drawing
import Events
import Messages
import Redaction
import SDP
import Screens
import Sessions
import Text

/// A message that the operator has edited or composed and not yet sent.
struct Draft: Hashable, Sendable {
    /// The source of a draft.
    enum Origin: Hashable, Sendable {
        /// The message of an entry, which has been delivered already.
        case entry(Int)
        /// The message held in an entry, which the draft replaces.
        case held(Int)
        /// The template of this name.
        case template(String)
    }

    let origin: Origin
    /// The message before it was edited; `nil` for a composed one.
    let original: Message?
    var message: Message
    /// The peer in whose name the draft is sent.
    var author: PeerID
    let room: String
    /// The targets to choose from; empty if the draft replaces a held message.
    var targets: [SendTarget] = []
    /// The index of the chosen target.
    var choice = 0
    /// Whether the editor gets the whole payload instead of the description in it.
    var isRaw = false

    var target: SendTarget? { choice < targets.count ? targets[choice] : nil }

    /// The entry that the draft was made from; `nil` for a composed one.
    var entry: Int? {
        switch origin {
        case .entry(let entry), .held(let entry): entry
        case .template: nil
        }
    }

    /// The text for the editor; `nil` if the payload is not text.
    var editable: EditableText? { editable(message) }

    private func editable(_ message: Message) -> EditableText? {
        isRaw ? EditableText(raw: message) : EditableText(message)
    }

    /// The problems of the message; the size limit is the relay's default for peers.
    var faults: [DraftFault] { DraftCheck.faults(in: message, limit: Message.byteLimit) }

    /// The lines of the original message and of the draft.
    var lines: (before: [String]?, after: [String]) { (original.flatMap(lines(of:)), lines(of: message) ?? []) }

    private func lines(of message: Message) -> [String]? {
        editable(message)?.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// The screen of a draft: its problems and its differences from the original message.
///
/// ```
/// ─Draft edited from #4 · alice → bob ───────────────────────────── 5.6K ──
///   ! line 12, column 3: …
///   @@
///   - m=video 9 UDP/TLS/RTP/SAVPF 96 97
///   + m=video 9 UDP/TLS/RTP/SAVPF 96
/// ```
struct DraftScreen: Screen {
    static let place = FocusArea.draft

    /// The number of unchanged lines around a change.
    private static let contextLines = 2

    var draft: Draft {
        didSet { if draft.message != oldValue.message { updateContent() } }
    }
    /// The lines of the screen; they are computed once for each message: comparing takes longer than a frame may.
    private var content: [Row] = []
    /// Why the draft cannot be sent; `nil` if it can.
    private(set) var disabledReason: String?
    private var top = 0
    private var left = 0

    private struct Row: Hashable, Sendable {
        let sign: String
        let text: String
        let style: Style
    }

    init(_ draft: Draft) {
        self.draft = draft
        updateContent()
    }

    private mutating func updateContent() {
        let faults = draft.faults
        content = Self.content(draft, faults)
        disabledReason = faults.first(where: \.isFatal).map { "it cannot be sent: \($0.description)" }
    }

    // MARK: Content

    private static func content(_ draft: Draft, _ faults: [DraftFault]) -> [Row] {
        let faultRows = faults.map { fault in
            Row(
                sign: fault.isWarning ? "i" : "!", text: fault.description,
                style: Style(fault.isWarning ? .information : fault.isFatal ? .error : .warning))
        }
        let valid = "nothing is wrong with it: \(ParsedMessage(draft.message).summary)"
        let head = faults.isEmpty ? [Row(sign: "✓", text: valid, style: Style(.good))] : faultRows
        let (before, after) = draft.lines
        let blank = [Row(sign: "", text: "", style: .plain)]
        guard let before else { return head + blank + after.map { Row(sign: "", text: $0, style: .plain) } }
        return head + blank + changes(before, after)
    }

    private static func changes(_ before: [String], _ after: [String]) -> [Row] {
        let pairs = LineComparison(before, after).parts.flatMap(\.pairs)
        let changed = pairs.indices.filter { !pairs[$0].isSame }
        guard !changed.isEmpty else { return [Row(sign: "", text: "Nothing was changed.", style: .chrome)] }
        var rows: [Row] = []
        var shown = -1
        for index in changed.flatMap({ max(0, $0 - contextLines)...min(pairs.count - 1, $0 + contextLines) })
        where index > shown {
            if index > shown + 1 { rows.append(Row(sign: "", text: "⋯", style: .chrome)) }
            shown = index
            let pair = pairs[index]
            if pair.isSame {
                rows.append(Row(sign: "", text: String(pair.after ?? ""), style: .chrome))
            } else {
                if let text = pair.before { rows.append(Row(sign: "-", text: String(text), style: Style(.error))) }
                if let text = pair.after { rows.append(Row(sign: "+", text: String(text), style: Style(.good))) }
            }
        }
        return rows
    }

    // MARK: Position

    func page(_ context: ViewContext) -> Int { max(1, Self.lines(context.size) - 1) }

    private static func lines(_ size: Size) -> Int { max(1, size.body.rows - 1) }

    mutating func move(by lines: Int, in context: ViewContext) { top = max(0, min(top + lines, content.count)) }

    mutating func scroll(by columns: Int, in context: ViewContext) { left = max(0, min(left + columns, 4096)) }

    mutating func updatePosition(in context: ViewContext) {
        top = max(0, min(top, content.count - Self.lines(context.size)))
    }

    func entry(_ context: ViewContext) -> Int? { draft.entry }

    func status(_ context: ViewContext) -> TextLine {
        if let disabledReason { return TextLine(text: disabledReason, style: Style(.error)) }
        if case .held(let entry) = draft.origin {
            guard let held = context.session.intercepts.held(entry) else {
                return TextLine(text: "#\(entry) is no longer held: nothing to replace", style: Style(.warning))
            }
            let left =
                held.until.map { ", held \(InterceptionText.countdown(to: $0, context.session.now)) more" } ?? ""
            return TextLine(text: "⏎ sends it in place of #\(entry)\(left)", style: .chrome)
        }
        return TextLine(
            text: "⏎ sends it to \(Self.target(draft, context)) in the name of \(Self.author(draft, context))")
    }

    private static func author(_ draft: Draft, _ context: ViewContext) -> String {
        draft.author == .relay ? "the relay" : context.session.roster.label(draft.author)
    }

    private static func target(_ draft: Draft, _ context: ViewContext) -> String {
        if case .held(let entry) = draft.origin {
            return InterceptionText.list(
                context.session.intercepts.held(entry)?.recipients ?? [], context.session.roster)
        }
        return draft.target.map { $0.text([draft.entry].compactMap(\.self), context.session) } ?? "nobody"
    }

    // MARK: Drawing

    func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let source =
            switch draft.origin {
            case .entry(let entry): "edited from #\(entry)"
            case .held(let entry): "in place of held #\(entry)"
            case .template(let name): "composed \(name)"
            }
        let title = "Draft \(source) · \(Self.author(draft, context)) → \(Self.target(draft, context))"
        let size = Format.bytes(draft.message.payload.count)
        canvas.drawTitle(title, note: context.showsSecrets ? "SECRETS \(size)" : size, in: rect, isFocused: true)
        for (line, row) in content.dropFirst(top).prefix(rect.rows - 1).enumerated() {
            let rowIndex = rect.row + 1 + line
            canvas.put(row.sign, row: rowIndex, column: 2, width: 1, row.style)
            let text = context.showsSecrets ? row.text : Secrets.masked(row.text)
            canvas.put(
                Printable.dropping(left, from: text), row: rowIndex, column: 4, width: rect.columns - 4, row.style)
        }
    }
}
