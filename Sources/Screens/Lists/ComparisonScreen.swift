public import Analysis
import Comparison
public import Drawing
import Events
import Sessions

/// Two calls, step by step.
///
/// ```
/// ─Compare  call 1 · call 2 ─── first divergence: step 4: alice candidate: relay udp: yes → none ──
///      3    +0 alice→bob offer audio opus        =    +0 alice→bob offer audio opus
/// ▸    4    +4 alice candidate ×6 (h2 r4) done   ~    +5 alice candidate ×2 (h2) done
/// ```
/// The calls are compared when the screen opens; what happens later is not in it.
public struct ComparisonScreen: Screen {
    public static let place = FocusArea.comparison

    private let comparison: CallComparison
    private let labels: ComparisonText.Labels
    /// The first visible line.
    private var top = 0
    /// Whether the first divergence is still to be scrolled to.
    private var isNew = true

    /// Compares two calls of a session.
    public init(_ first: Call, _ second: Call, _ context: ViewContext) {
        comparison = CallComparison(context.session, first, context.session, second)
        labels = ComparisonText.Labels("room \(first.room)", "room \(second.room)")
    }

    private func lines(_ context: ViewContext) -> [ComparisonText.Line] {
        ComparisonText.lines(of: comparison, labels, width: context.size.columns, charset: context.charset)
    }

    // MARK: Position

    public mutating func move(by lines: Int, in context: ViewContext) { top = max(0, top + lines) }

    public func page(_ context: ViewContext) -> Int { max(1, context.size.body.rows - 2) }

    public mutating func updatePosition(in context: ViewContext) {
        let (lines, height) = (lines(context), context.size.body.rows - 1)
        if isNew, let divergence = lines.firstIndex(where: \.isDivergence) { top = divergence - height / 2 }
        isNew = false
        top = max(0, min(top, lines.count - height))
    }

    public func status(_ context: ViewContext) -> TextLine {
        TextLine(text: ComparisonText.verdict(comparison), style: .chrome)
    }

    // MARK: Drawing

    public func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas) {
        let (lines, height) = (lines(context), rect.rows - 1)
        let note = lines.count > height ? "\(top + 1)-\(min(lines.count, top + height))/\(lines.count)" : ""
        let calls = [comparison.first.call, comparison.second.call].compactMap { $0.map { "call \($0)" } }
        canvas.drawTitle("Compare  \(calls.joined(separator: " and "))", note: note, in: rect, isFocused: true)
        for (index, line) in lines.dropFirst(top).prefix(max(0, height)).enumerated() {
            canvas.put(
                line.text, row: rect.row + 1 + index, column: rect.column, width: rect.columns, Style(Self.role(line)))
        }
    }

    private static func role(_ line: ComparisonText.Line) -> Role {
        switch line.difference {
        case .changed: .warning
        case .onlyFirst: .error
        case .onlySecond: .good
        case nil: .plain
        }
    }
}
