import Analysis
import Connections
public import Drawing
import Events
import Exports
import Findings
import Negotiations
import Sessions

/// The explanation of a finding: its sentence, what its rule means, and what to do about it.
///
/// ```
/// ─Finding: late answer ───────────────────────────────────────
///   ✓ bob answered #9 after 31 s: a later offer was answered
///
///   The answer came long after its offer. …
///
///   What to do: If a person has to accept the call, ask first …
///
///   late-answer · warning · RFC 9429 §3.2 · proof #9 #12
///
///   #9  10.354  alice→bob  offer  audio opus
/// ```
/// The text is that of docs/findings.md.
public struct ExplanationScreen: Screen {
    public static let place = FocusArea.explanation

    /// The number of the finding.
    private let number: Int
    private var top = 0

    /// Creates the explanation of the finding with this number.
    public init(_ number: Int) { self.number = number }

    private func finding(_ context: ViewContext) -> Finding? { context.session.calls.findings[number] }

    public func entry(_ context: ViewContext) -> Int? {
        finding(context)?.evidence.last.flatMap(context.session.journal.kept)
    }

    // MARK: Position

    public mutating func move(by lines: Int, in context: ViewContext) { top = max(0, top + lines) }

    public func page(_ context: ViewContext) -> Int { max(1, Self.height(context) - 1) }

    public mutating func updatePosition(in context: ViewContext) {
        top = max(0, min(top, lines(context).count - Self.height(context)))
    }

    /// The number of lines below the title bar.
    private static func height(_ context: ViewContext) -> Int { max(1, context.size.body.rows - 1) }

    public func status(_ context: ViewContext) -> TextLine {
        guard let finding = finding(context) else { return TextLine(text: Self.isGone, style: Style(.warning)) }
        return TextLine(text: "finding \(finding.number) · q goes back to the list", style: .chrome)
    }

    // MARK: Drawing

    private static let isGone = "the finding was removed: there are newer and worse ones"

    private func lines(_ context: ViewContext) -> [TextLine] {
        guard let finding = finding(context) else { return [] }
        return FindingText.page(finding, context.session, width: max(1, min(100, context.size.columns - 3)))
    }

    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let (lines, height) = (lines(context), Self.height(context))
        let last = min(lines.count, top + height)
        let note = lines.count > height ? "\(top + 1)-\(last)/\(lines.count)" : ""
        let title = finding(context).map { "Finding: \($0.rule.title)" } ?? "Finding"
        canvas.drawTitle(title, note: note, in: rect, isFocused: true)
        for (row, line) in lines.dropFirst(top).prefix(height).enumerated() {
            canvas.put(line, row: rect.row + 1 + row, column: 2)
        }
    }
}
