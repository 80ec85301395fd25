public import Drawing
import Events
import Sessions
import Text

/// The text of a comparison, for `signal-console diff` and the screen.
///
/// ```
/// first   good.ndjson · call 1 · alice, bob · 7 steps
/// second  bad.ndjson · call 1 · p1, p2 · 6 steps
///
///      3    +0 alice→bob offer audio opus        =    +0 p1→p2 offer audio opus
/// ▸    4    +4 alice candidate ×6 (h2 r4) done   ~    +5 p1 candidate ×2 (h2) done
///              relay udp: yes → none
/// ```
/// The sign between the columns is `=` for equal steps, `~` for changed ones, `<` for a step of the first recording and `>`
/// for one of the second. The times are those since the first description of the call, in milliseconds unless they have a unit. All
/// text is printable.
public enum ComparisonText {
    /// The narrowest text in columns; default 60, which leaves 18 for a step.
    public static let minimumWidth = 60
    /// The widest text in columns; default 400.
    public static let maximumWidth = 400

    /// The labels of the two recordings, such as the names of their files.
    public struct Labels: Hashable, Sendable {
        /// The label of the first recording.
        public let first: String
        /// The label of the second recording.
        public let second: String

        /// Creates the labels of two recordings.
        public init(_ first: String, _ second: String) { (self.first, self.second) = (first, second) }
    }

    /// Returns the lines of a comparison of recordings, the last of which is its ``verdict(_:)``.
    ///
    /// - Parameters:
    ///   - comparison: The comparison.
    ///   - labels: The labels of the recordings.
    ///   - width: The width in columns, within ``minimumWidth`` and ``maximumWidth``.
    ///   - charset: The characters that may be used.
    /// - Returns: The lines without line ends, each within the width.
    public static func lines(
        of comparison: RecordingComparison, _ labels: Labels, width: Int, charset: Charset = .utf8
    ) -> [String] {
        var lines: [String] = []
        for part in comparison.parts {
            if !lines.isEmpty { lines.append("") }
            lines += self.lines(of: part, labels, width: width, charset: charset).map(\.text)
        }
        return lines + ["", line(verdict(comparison), width: width, charset)]
    }

    /// A line of a comparison of two calls.
    public struct Line: Hashable, Sendable {
        /// How the calls differ in a line.
        public enum Difference: Hashable, Sendable {
            case changed, onlyFirst, onlySecond
        }

        /// The printable text.
        public var text: String
        /// How the calls differ; `nil` if they do not, or if the line is about no step.
        public var difference: Difference?
        /// Whether the calls diverge here first.
        public var isDivergence = false
    }

    /// Returns the lines of a comparison of two calls, each within the width.
    public static func lines(
        of comparison: CallComparison, _ labels: Labels, width: Int, charset: Charset = .utf8
    ) -> [Line] {
        let width = min(maximumWidth, max(minimumWidth, width))
        let layout = ComparisonLayout(width: width, charset: charset)
        func plain(_ text: String) -> Line { Line(text: line(text, width: width, charset)) }
        var lines = [
            plain("first   \(labels.first)\(facts(comparison.first))"),
            plain("second  \(labels.second)\(facts(comparison.second))"), Line(text: ""),
        ]
        for (index, row) in comparison.rows.enumerated() {
            let isFirst = index == comparison.firstDivergence
            let text = layout.row(
                index + 1, mark(row), isFirst: isFirst, cell(row.first, comparison.first),
                cell(row.second, comparison.second))
            lines.append(Line(text: text, difference: row.difference, isDivergence: isFirst))
            guard case .changed(_, _, let differences) = row else { continue }
            lines += differences.map { Line(text: layout.detail($0.text), difference: .changed) }
        }
        for changes in comparison.descriptions {
            guard let step = comparison.rows[changes.row].first else { continue }
            lines += [
                Line(text: ""), plain("step \(changes.row + 1), \(subject(step, comparison.first)): changed lines"),
            ]
            lines += changes.lines.map { text in
                Line(
                    text: line("  \(text)", width: width, charset),
                    difference: text.hasPrefix("-") ? .onlyFirst : text.hasPrefix("+") ? .onlySecond : nil)
            }
            if changes.isCut { lines.append(Line(text: "  ...")) }
        }
        return lines
    }

    // MARK: Verdict

    /// Returns the result in a line: `equal: 14 steps in 2 calls`, `first divergence: call 1, step 7: …`.
    public static func verdict(_ comparison: RecordingComparison) -> String {
        if let place = comparison.firstDivergence {
            let part = comparison.parts[place.part]
            let call = part.first.call ?? part.second.call
            let heading = call.map { comparison.parts.count > 1 ? "call \($0), " : "" } ?? ""
            return divergence(part, heading)
        }
        if comparison.isEmpty { return "nothing to compare" }
        let steps = Format.count(comparison.rowCount, "step")
        let calls = comparison.calls.first > 1 ? " in \(Format.count(comparison.calls.first, "call"))" : ""
        let isTruncated = comparison.isTruncated || comparison.parts.contains(where: \.isTruncated)
        return isTruncated ? "equal so far: \(steps)\(calls); the rest was not compared" : "equal: \(steps)\(calls)"
    }

    /// Returns the result in a line: `equal: 14 steps`, `first divergence: step 7: …`.
    public static func verdict(_ comparison: CallComparison) -> String {
        if !comparison.isEqual, comparison.firstDivergence != nil || !comparison.isTruncated {
            return divergence(comparison, "")
        }
        if comparison.isEmpty { return "nothing to compare" }
        let steps = Format.count(comparison.rows.count, "step")
        return comparison.isTruncated ? "equal so far: \(steps); the rest was not compared" : "equal: \(steps)"
    }

    private static func divergence(_ comparison: CallComparison, _ heading: String) -> String {
        let missing = comparison.first.isPresent ? "second" : "first"
        guard comparison.first.isPresent, comparison.second.isPresent, let index = comparison.firstDivergence else {
            return "first divergence: \(heading)the \(missing) recording does not have this call"
        }
        let what: String
        switch comparison.rows[index] {
        case .same: what = ""
        case .changed(let step, _, let differences):
            let texts = differences.prefix(3).map(\.text).joined(separator: "; ")
            let more = differences.count > 3 ? "; +\(differences.count - 3)" : ""
            what = "\(Self.subject(step, comparison.first)): \(texts)\(more)"
        case .onlyFirst(let step): what = "only the first has \(Self.subject(step, comparison.first))"
        case .onlySecond(let step): what = "only the second has \(Self.subject(step, comparison.second))"
        }
        return "first divergence: \(heading)step \(index + 1): \(what)"
    }

    // MARK: Lines

    /// Returns the facts of a side after its label: ` · call 1 · alice, bob · 7 steps`.
    private static func facts(_ side: CallComparison.Side) -> String {
        guard side.isPresent else { return " · no such call" }
        let names = side.names.sorted { $0.key < $1.key }.prefix(4).map(\.value).joined(separator: ", ")
        let more = side.names.count > 4 ? " +\(side.names.count - 4)" : ""
        let facts = [
            side.call.map { "call \($0)" }, names.isEmpty ? nil : names + more, Format.count(side.count, "step"),
            side.isTruncated ? "truncated" : nil,
        ]
        return facts.compactMap(\.self).map { " · \($0)" }.joined()
    }

    private static func mark(_ row: CallComparison.Row) -> String {
        switch row {
        case .same: "="
        case .changed: "~"
        case .onlyFirst: "<"
        case .onlySecond: ">"
        }
    }

    /// Returns the time and the text of a step; `nil` if a side does not have it.
    private static func cell(_ step: Step?, _ side: CallComparison.Side) -> (time: String, text: String)? {
        step.map { step in
            let isBefore = step.time < side.began
            let time = isBefore ? "" : Format.milliseconds(from: side.began, to: step.time)
            return (time, step.lane.isNamedByText ? reported(step, side) : "\(subject(step, side)) \(step.text)")
        }
    }

    /// Returns a report or a finding in a line: `alice setRemoteDescription(answer) ✓ 3 ms`.
    private static func reported(_ step: Step, _ side: CallComparison.Side) -> String {
        if case .findings = step.lane { return step.text }
        return [step.author.map(side.name), step.text].compactMap(\.self).joined(separator: " ")
    }

    /// Returns whose step it is and what: `alice→bob offer`, `alice candidate`, `bob joined`.
    private static func subject(_ step: Step, _ side: CallComparison.Side) -> String {
        if case .findings = step.lane { return "the finding \"\(step.label)\"" }
        guard let author = step.author else { return step.label }
        guard step.lane.hasRecipients, step.label != "candidate" else { return "\(side.name(author)) \(step.label)" }
        let names = step.recipients.map(side.name)
        let all = names.isEmpty ? "nobody" : names.count > 3 ? "\(names.count) peers" : names.joined(separator: ",")
        return "\(side.name(author))→\(all) \(step.label)"
    }

    static func line(_ text: String, width: Int, _ charset: Charset) -> String {
        let width = min(maximumWidth, max(minimumWidth, width))
        var canvas = Canvas(size: Size(columns: width, rows: 1), charset: charset)
        canvas.put(text, row: 0, column: 0)
        return canvas.text
    }
}

extension CallComparison.Row {
    /// How the calls differ in the row.
    fileprivate var difference: ComparisonText.Line.Difference? {
        switch self {
        case .same: nil
        case .changed: .changed
        case .onlyFirst: .onlyFirst
        case .onlySecond: .onlySecond
        }
    }
}

extension Step.Lane {
    /// Whether the text of its steps says what they are.
    fileprivate var isNamedByText: Bool {
        switch self {
        case .calls, .states, .findings: true
        case .signaling, .messages, .presence, .refusals: false
        }
    }

    /// Whether its steps are messages.
    fileprivate var hasRecipients: Bool {
        switch self {
        case .signaling, .messages: true
        case .presence, .calls, .states, .findings, .refusals: false
        }
    }
}
