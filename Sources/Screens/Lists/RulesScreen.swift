public import Drawing
public import Events
import Messages
import Sessions
import Text

/// The list of intercept rules, held messages and bans.
///
/// ```
/// ─Rules 1 ────────────────────────────────────────────────── held 2 · bans 1 ──
///   WHAT       WHICH                                                     UNTIL
/// ▸ rule 1     hold kind:offer from alice, 30 s at the most
///   held       #12 offer alice→bob 5.9K  by rule 1                         27s
///   waits      #13 candidate alice→bob 182  behind #12
///   ban 1      name mallory                                                 9m
/// ```
public struct RulesScreen: Screen {
    public static let place = FocusArea.rules

    /// A row of the list.
    public enum Row: Hashable {
        case rule(ActiveRule)
        case guarded(room: String?)
        case held(HeldMessage)
        case ban(Ban)
    }

    /// The identity of a row, independent of its state.
    private enum Key: Hashable {
        case rule(Int), guarded(String?), held(Int, [PeerID]), ban(Int)

        init(_ row: Row) {
            switch row {
            case .rule(let armed): self = .rule(armed.number)
            case .guarded(let room): self = .guarded(room)
            case .held(let held): self = .held(held.entry, held.recipients)
            case .ban(let ban): self = .ban(ban.number)
            }
        }
    }

    private var cursor = 0
    /// The key of the row under the cursor, so that a command never acts on a row that has taken its place; `nil` until the
    /// cursor is moved.
    private var key: Key?
    private var top = 0

    public init() {}

    // MARK: Position

    static func rows(_ context: ViewContext) -> [Row] {
        let intercepts = context.session.intercepts
        let guarded = intercepts.guarded
        let guards: [Row] =
            guarded.isEverywhere ? [.guarded(room: nil)] : guarded.rooms.sorted().map { .guarded(room: $0) }
        return intercepts.rules.map { .rule($0) } + guards + intercepts.held.map { .held($0) }
            + intercepts.bans.map { .ban($0) }
    }

    /// Returns the row under the cursor; `nil` if the list is empty or the row was removed.
    public func selected(_ context: ViewContext) -> Row? {
        let rows = Self.rows(context)
        guard let key else { return rows.first }
        return rows.first { Key($0) == key }
    }

    public func entry(_ context: ViewContext) -> Int? {
        guard case .held(let held) = selected(context) else { return nil }
        return context.session.journal.kept(held.entry)
    }

    public mutating func move(by lines: Int, in context: ViewContext) {
        let rows = Self.rows(context)
        guard !rows.isEmpty else { return }
        cursor = min(max(0, cursor + lines), rows.count - 1)
        key = Key(rows[cursor])
    }

    public mutating func click(row: Int, in context: ViewContext) -> Bool {
        let target = top + row - 2
        guard row >= 2, row - 2 < Self.lines(context.size), target < Self.rows(context).count else { return false }
        let isAgain = target == cursor
        move(by: target - cursor, in: context)
        return isAgain
    }

    public func page(_ context: ViewContext) -> Int { max(1, Self.lines(context.size) - 1) }

    public mutating func updatePosition(in context: ViewContext) {
        let rows = Self.rows(context)
        cursor = key.flatMap { key in rows.firstIndex { Key($0) == key } } ?? min(cursor, max(0, rows.count - 1))
        top = Scrolling.top(top, cursor: cursor, count: rows.count, lines: Self.lines(context.size))
    }

    public func status(_ context: ViewContext) -> TextLine {
        let text =
            switch selected(context) {
            case .rule: "x removes the rule and releases what it held"
            case .guarded: "x turns the glare guard off"
            case .held: "a releases it, e edits it first, D drops it, A releases all"
            case .ban: "x lifts the ban"
            case nil where Self.rows(context).isEmpty: "nothing is set up: i holds what passes a filter"
            case nil: "the selected line was removed: j and k continue from there"
            }
        return TextLine(text: text, style: .chrome)
    }

    // MARK: Drawing

    private static func lines(_ size: Size) -> Int { max(1, size.body.rows - 2) }

    private enum Name: Hashable, Sendable { case what, which, until }

    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let (rows, intercepts) = (Self.rows(context), context.session.intercepts)
        let facts = [
            intercepts.held.isEmpty ? nil : "held \(intercepts.held.count)",
            intercepts.bans.isEmpty ? nil : "bans \(intercepts.bans.count)",
        ]
        canvas.drawTitle(
            "Rules \(intercepts.rules.count)", note: facts.compactMap(\.self).joined(separator: " · "), in: rect,
            isFocused: true)
        guard !rows.isEmpty else { return Self.drawEmpty(context, in: rect.below(2), on: &canvas) }
        let table = TableColumns<Name>(
            [
                .init(name: .what, head: "WHAT", width: 9),
                .init(name: .which, head: "WHICH", width: max(10, rect.columns - 25)),
                .init(name: .until, head: "UNTIL", width: 8, alignment: .right),
            ], width: rect.columns - 2)
        table.drawHeads(row: rect.row + 1, column: 2, on: &canvas)
        for (line, item) in rows.dropFirst(top).prefix(Self.lines(context.size)).enumerated() {
            let row = rect.row + 2 + line
            table.draw(row: row, column: 2, on: &canvas) { Self.text($0.name, item, context) }
            guard top + line == cursor, key == nil || key == Key(item) else { continue }
            canvas.put("▸", row: row, column: 0, .key)
            canvas.select(row: row, column: 0, width: rect.columns)
        }
    }

    private static func drawEmpty(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let presets = RulePreset.all.map { "    :preset \(Printable.padded($0.name, 14))  \($0.help)" }
        let lines =
            [
                "Nothing is held, delayed or dropped, and nobody is banned.", "",
                "    i                       hold what passes a filter; a releases it",
                "    :delay 500 FILTER       deliver it 500 ms later",
                "    :drop FILTER            do not deliver it",
            ] + presets + [
                "    :glare-guard on [ROOM]  deliver only one of two crossing offers", "",
                "Every hold has a time limit, and all rules end with the program.",
            ]
        for (line, text) in lines.prefix(max(0, rect.rows)).enumerated() {
            canvas.put(text, row: rect.row + line, column: 2, width: rect.columns - 2)
        }
    }

    private static func text(_ name: Name, _ row: Row, _ context: ViewContext) -> TextLine {
        func until(_ moment: Instant?) -> String {
            moment.map { InterceptionText.countdown(to: $0, context.session.now) } ?? ""
        }
        switch (name, row) {
        case (.what, .rule(let armed)): return TextLine(text: "rule \(armed.number)", style: Style(.operated))
        case (.what, .guarded): return TextLine(text: "guard", style: Style(.operated))
        case (.what, .held(let held)):
            let isWaiting = if case .queuedBehind = held.fate { true } else { false }
            return TextLine(text: isWaiting ? "queued" : "held", style: isWaiting ? .chrome : Style(.operated))
        case (.what, .ban(let ban)): return TextLine(text: "ban \(ban.number)", style: Style(.warning))
        case (.which, .rule(let armed)): return TextLine(text: armed.rule.text(context.session.roster.label))
        case (.which, .guarded(let room)):
            // With the guard on everywhere, the listed rooms are the exceptions.
            let exceptions =
                room == nil ? context.session.intercepts.guarded.rooms.sorted().joined(separator: ", ") : ""
            let scope =
                room.map { "in room \($0)" } ?? "in all rooms" + (exceptions.isEmpty ? "" : " but \(exceptions)")
            return TextLine(text: "delivers one of two crossing offers, \(scope)")
        case (.which, .held(let held)): return TextLine(text: text(held, context))
        case (.which, .ban(let ban)): return TextLine(text: ban.subject.text)
        case (.until, .held(let held)): return TextLine(text: until(held.until))
        case (.until, .ban(let ban)):
            return TextLine(text: ban.until == nil ? "the end" : until(ban.until))
        case (.until, .rule), (.until, .guarded): return TextLine(text: "")
        }
    }

    /// Returns `#12 offer alice→bob 5.9K  by rule 1`.
    private static func text(_ held: HeldMessage, _ context: ViewContext) -> String {
        let route =
            "\(context.session.roster.label(held.sender))→\(InterceptionText.list(held.recipients, context.session.roster))"
        let record = context.session.journal[number: held.entry]
        let size = record.map { " \(Format.bytes($0.entry.delivery?.message.payload.count ?? 0))" } ?? ""
        let reason = InterceptionText.text(Interception(held.fate, held.cause, recipients: []))
        return "#\(held.entry) \(record?.kind?.rawValue ?? "message") \(route)\(size)  \(reason)"
    }
}

/// A predefined intercept rule.
public struct RulePreset: Sendable {
    /// The argument of the command `:preset`.
    public let name: String
    /// A one-line description.
    public let help: String
    /// The filter of the intercept rule.
    public let filter: String
    /// The action of the intercept rule.
    public let action: InterceptRule.Action

    public static let all = [
        RulePreset(
            name: "forced-glare", help: "hold offers until both sides have one", filter: "kind:offer",
            action: .holdUntilGlare(seconds: InterceptRule.holdSeconds)),
        RulePreset(
            name: "late-answer", help: "deliver answers 5 s later", filter: "kind:answer",
            action: .delay(milliseconds: 5000)),
        RulePreset(
            name: "no-candidates", help: "drop candidates", filter: "kind:candidate|end-of-candidates",
            action: .drop),
    ]
}
