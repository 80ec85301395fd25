public import Analysis
public import Drawing
import Events
import Messages
public import Sessions

/// A finding in signs and words.
public enum FindingWords {
    public static let nothing = "nothing was found so far"
    public static let proofIsGone = "its proof is no longer in the journal"
    /// What the rules look for, for whom they have found nothing.
    public static let soughtAfter = """
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

    /// By its severity; dim once it was got over.
    public static func style(_ finding: Finding) -> Style { finding.isOpen ? style(finding.severity) : .chrome }

    /// `! glare +1`: the first of `findings`, which is the worst, and how many more there are.
    public static func short(_ findings: [Finding]) -> TextLine? {
        findings.first.flatMap { first in Finding.short(findings).map { TextLine(text: $0, style: style(first)) } }
    }

    /// What is wrong, and how it was got over: `✓ bob has not answered #3 …: answered by #7`.
    public static func sentence(_ finding: Finding, _ session: Session, width: Int) -> [TextLine] {
        let words = [finding.sentence, finding.resolution?.sentence].compactMap(\.self).map {
            $0.words(session.roster.label)
        }
        // Where a line is broken it is quoted, whatever is in it.
        let shown = Secrets.masked(words.joined(separator: ": "))
        return TextLine.hanging(finding.sign, shown, style(finding), width: width)
    }

    /// The rule, unless it is `named` elsewhere, where it is written, how often it was broken and in which entries; and
    /// what it means.
    public static func explanation(
        _ finding: Finding, _ session: Session, named: Bool = false, width: Int
    ) -> [TextLine] {
        let facts = [
            named ? "" : finding.rule.title, finding.rule.reference,
            finding.cause.flatMap { session.calls.findings[$0] }.map {
                "follows from \($0.rule.title) at +\($0.time.text)"
            }
                ?? "",
            finding.count > 1 ? "seen \(finding.count) times" : "",
            finding.resolution.map { "got over at +\($0.time.text)" } ?? "",
            proof(finding, session),
        ]
        let lines = [facts.filter { !$0.isEmpty }.joined(separator: " · "), finding.rule.explanation]
        return lines.filter { !$0.isEmpty }.flatMap {
            TextLine.hanging(" ", $0, .chrome, width: width)
        }
    }

    /// `proof #3 #4`, and what of it the journal no longer has.
    private static func proof(_ finding: Finding, _ session: Session) -> String {
        let gone = finding.proof.filter { session.journal[number: $0] == nil }
        if gone.count == finding.proof.count { return proofIsGone }
        let missing =
            gone.isEmpty ? "" : ", of which \(list(gone)) \(gone.count == 1 ? "is" : "are") no longer in the journal"
        return "proof \(list(finding.proof))\(missing)"
    }

    private static func list(_ entries: [Int]) -> String { entries.map { "#\($0)" }.joined(separator: " ") }
}

extension LogLine {
    /// The role that the line is drawn in.
    public var role: Role {
        switch subject {
        case .message(let kind): Self.role(kind)
        case .fact: .fact
        case .operated: .operated
        case .warning: .warning
        }
    }

    /// The role of a message of `kind`.
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
