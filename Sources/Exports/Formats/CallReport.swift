public import Analysis
import Connections
import Drawing
import Events
import Findings
import Ladders
import Negotiations
import Redaction
import Reports
public import Sessions
import Text

/// Exports calls as a report in Markdown (CommonMark), to paste into an issue.
///
/// ````
/// # Call of alice and bob
///
/// answered · connected after 412 ms, host ⇄ host udp
///
/// ## Findings
/// - **error** glare: alice and bob offered at once (#3, #4) …
///
/// ## Messages
/// ```
/// …the ladder…
/// ```
/// ````
public enum CallReport {
    /// The number of columns of the texts in a report.
    private static let width = 100

    /// Returns the report of `calls`, in the order given.
    ///
    /// - Parameters:
    ///   - calls: The calls.
    ///   - session: The session that they are of.
    ///   - wall: The wall clock.
    /// - Returns: The text; it ends with a line break.
    public static func text(_ calls: [Call], _ session: Session, _ wall: WallClock) -> String {
        calls.map { text($0, session, wall) }.joined(separator: "\n")
    }

    private static func text(_ call: Call, _ session: Session, _ wall: WallClock) -> String {
        let names = [call.pair.first, call.pair.second].map { escaped(session.roster.label($0)) }
        var lines = ["# Call of \(names[0]) and \(names[1])", ""]
        let began = "Call \(call.number) in room \(escaped(call.room)), from \(wall.text(call.began))"
        let end = call.ended.map { ", ended after \(Format.age(call.began, at: $0))" } ?? ""
        lines += ["\(began)\(end).", ""]
        lines += NegotiationText.lines(of: call, session, width: width).map { "- " + escaped($0.text.trimmed) }
        let connections = call.negotiations.flatMap { session.calls.connections(of: $0) }
        lines += connections.compactMap { peer, connection in
            guard let pair = connection.statistics?.selectedPair else { return nil }
            let rtt = pair.roundTrip.map { ", round trip \(Int($0.rounded())) ms" } ?? ""
            return "- \(escaped(session.roster.label(peer))): connected over \(pair.text)\(rtt)"
        }
        lines += ["", "## Findings", ""] + findings(of: call, session)
        lines += ["", "## Messages", "", "```"] + ladder(of: call, session) + ["```", ""]
        return lines.joined(separator: "\n")
    }

    private static func findings(of call: Call, _ session: Session) -> [String] {
        var numbers: Set<Int> = []
        let findings = session.calls.findings.all.filter { finding in
            finding.evidence.contains { (call.first...max(call.first, call.last)).contains($0) }
                && finding.peers.contains { $0 == call.pair.first || $0 == call.pair.second }
                && numbers.insert(finding.number).inserted
        }
        guard !findings.isEmpty else { return ["None."] }
        return findings.map { finding in
            let resolution = finding.resolution.map { "; resolved: \($0.sentence.text(session.roster.label))" } ?? ""
            let sentence = Secrets.masked(finding.sentence.text(session.roster.label) + resolution)
            return "- **\(finding.severity.name)** \(finding.rule.title): \(escaped(sentence))  \n"
                + "  \(escaped(finding.rule.remedy))"
        }
    }

    private static func ladder(of call: Call, _ session: Session) -> [String] {
        // A fence within would end the block.
        return LadderText.text(Ladder(of: call, session), session).split(
            separator: "\n", omittingEmptySubsequences: false
        ).dropLast().map {
            $0.hasPrefix("```") ? " " + $0 : String($0)
        }
    }

    /// The characters that have a meaning in Markdown.
    private static let special = Set("\\`*_[]<>#|~".unicodeScalars)

    /// Returns `text` on one line, with the characters escaped that have a meaning in Markdown.
    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in Printable.line(text).unicodeScalars {
            if special.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}

extension String {
    /// The text without spaces at its ends.
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
