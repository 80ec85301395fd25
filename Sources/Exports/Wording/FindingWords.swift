import Analysis
import Connections
public import Drawing
import Events
public import Findings
import Messages
import Negotiations
import Redaction
public import Sessions

/// The text of findings.
public enum FindingText {
    public static let noFindings = "nothing was found so far"
    public static let evidenceIsGone = "its proof is no longer in the journal"
    /// An overview of the rules, shown while there are no findings.
    public static let rulesOverview = """
        Looked for: offers and answers out of turn or unanswered, candidates that do not fit or do not come, \
        descriptions that are broken or that two sides cannot agree on, restarts, and what was lost on its way.
        """

    public static func style(_ severity: Severity) -> Style {
        switch severity {
        case .information: Style(.information)
        case .warning: Style(.warning)
        case .error: Style(.error)
        }
    }

    /// Returns the style of a finding by its severity; that of secondary text once it is resolved.
    public static func style(_ finding: Finding) -> Style { finding.isOpen ? style(finding.severity) : .chrome }

    /// Returns the first of `findings` and the number of others, `! glare +1`; `nil` if there are none.
    public static func short(_ findings: [Finding]) -> TextLine? {
        findings.first.flatMap { first in Finding.short(findings).map { TextLine(text: $0, style: style(first)) } }
    }

    /// Returns the sentence of a finding and its resolution: `✓ bob has not answered #3 …: answered by #7`.
    public static func sentence(_ finding: Finding, _ session: Session, width: Int) -> [TextLine] {
        let sentences = [finding.sentence, finding.resolution?.sentence].compactMap(\.self).map {
            $0.text(session.roster.label)
        }
        // A sentence about a malformed line quotes that line, which may have a secret.
        let shown = Secrets.masked(sentences.joined(separator: ": "))
        return TextLine.hanging(finding.sign, shown, style(finding), width: width)
    }

    /// Returns the facts of a finding, then the explanation and the remedy of its rule.
    ///
    /// The facts are the title of the rule (unless it is already `named` nearby), its reference, the cause, the number of
    /// occurrences, the time of resolution, and the entries that are evidence.
    public static func explanation(
        _ finding: Finding, _ session: Session, named: Bool = false, width: Int
    ) -> [TextLine] {
        let lines = [
            facts(finding, session, named ? [] : [finding.rule.title]), finding.rule.explanation,
            remedy(finding.rule),
        ]
        return lines.filter { !$0.isEmpty }.flatMap {
            TextLine.hanging(" ", $0, .chrome, width: width)
        }
    }

    /// Returns the explanation of a finding as a page: its sentence, what its rule means, what to do, the facts, and the
    /// entries that prove it, a line each.
    public static func page(_ finding: Finding, _ session: Session, width: Int) -> [TextLine] {
        let rule = finding.rule
        let paragraphs =
            [rule.explanation, remedy(rule)].map { (text: $0, style: Style.plain) }
            + [(text: facts(finding, session, [rule.name, finding.severity.name]), style: .chrome)]
        return sentence(finding, session, width: width)
            + paragraphs.flatMap { [TextLine.blank] + TextLine.hanging(" ", $0.text, $0.style, width: width) }
            + [.blank] + finding.evidence.compactMap { session.journal[number: $0] }.map { evidence($0, session) }
    }

    /// Returns an entry as a line: `#3  10.354  alice→bob  offer  audio opus`.
    private static func evidence(_ record: Journal.Record, _ session: Session) -> TextLine {
        let line = session.line(record)
        return TextLine([
            TextLine.Span("  #\(line.number)  \(Format.time(line.time))  \(line.route)  ", .chrome),
            TextLine.Span(line.kind, Style(line.role)), TextLine.Span("  \(line.summary)"),
        ])
    }

    private static func remedy(_ rule: Rule) -> String { "What to do: \(rule.remedy)" }

    /// Returns the facts of a finding on one line, after those in `head`.
    private static func facts(_ finding: Finding, _ session: Session, _ head: [String]) -> String {
        let cause = finding.cause.flatMap { session.calls.findings[$0] }
        let facts =
            head + [
                finding.rule.reference,
                cause.map { "follows from \($0.rule.title) at +\($0.time.text)" } ?? "",
                finding.count > 1 ? "seen \(finding.count) times" : "",
                finding.resolution.map { "resolved at +\($0.time.text)" } ?? "",
                proof(finding, session),
            ]
        return facts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Returns the entries that are evidence, `proof #3 #4`, and those that the journal no longer has.
    private static func proof(_ finding: Finding, _ session: Session) -> String {
        let gone = finding.evidence.filter { !session.journal.contains($0) }
        if gone.count == finding.evidence.count { return evidenceIsGone }
        let missing =
            gone.isEmpty ? "" : ", of which \(list(gone)) \(gone.count == 1 ? "is" : "are") no longer in the journal"
        return "proof \(list(finding.evidence))\(missing)"
    }

    private static func list(_ entries: [Int]) -> String { entries.map { "#\($0)" }.joined(separator: " ") }
}

extension LogLine {
    /// The role of the line's kind.
    public var role: Role {
        switch subject {
        case .message(let kind): Self.role(kind)
        case .fact, .reported: .fact
        case .operated: .operated
        case .warning: .warning
        }
    }

    /// Returns the role of messages of `kind`.
    static func role(_ kind: Kind?) -> Role {
        switch kind {
        case .offer, .rollback: .offer
        case .answer, .pranswer: .answer
        case .candidate, .endOfCandidates: .candidate
        case .error: .error
        default: .plain
        }
    }
}
