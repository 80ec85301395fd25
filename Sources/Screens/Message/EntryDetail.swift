import Analysis
import Connections
public import Drawing
public import Events
import Exports
import Findings
import Messages
import Negotiations
import Redaction
import SDP
import Sessions
import Text

/// The detail of an entry in the detail pane and on the ladder: findings, summary and payload.
public enum EntryDetail {
    /// The maximum number of m-sections that are listed.
    static let shownSections = 32

    /// Returns the detail of an entry.
    ///
    /// - Parameters:
    ///   - record: The entry with its parsed message.
    ///   - context: The context to draw from.
    ///   - columns: The width of the pane, including a margin of 3 columns.
    ///   - isCompact: Whether the explanations of findings follow the summary instead of preceding it, as in a low pane.
    /// - Returns: The lines, wrapped to the width.
    public static func lines(
        _ record: Journal.Record, _ context: ViewContext, columns: Int, isCompact: Bool
    ) -> [TextLine] {
        let (session, width) = (context.session, max(1, columns - 3))
        let findings = session.findings(of: record.entry.number)
        guard !findings.isEmpty else { return content(record, context, width: width) }
        if isCompact {
            let explanations = findings.flatMap { FindingText.explanation($0, session, width: width) }
            return findings.flatMap { FindingText.sentence($0, session, width: width) }
                + content(record, context, width: width, explanations: explanations)
        }
        let lines = findings.flatMap { finding in
            FindingText.sentence(finding, session, width: width)
                + FindingText.explanation(finding, session, width: width)
        }
        return lines + [TextLine(text: "")] + content(record, context, width: width)
    }

    private static func content(
        _ record: Journal.Record, _ context: ViewContext, width: Int, explanations: [TextLine] = []
    ) -> [TextLine] {
        guard case .message(let delivery) = record.entry.content, let parsed = record.parsed else {
            return TextLine.folded(MessageHead.fact(record, context), width: width) + explanations
        }
        let route = MessageHead.route(delivery, record.entry, context)
        let lines =
            summary(parsed, context.description(of: record)) + [route]
            + MessageHead.passage(record.entry.number, context)
            + MessageHead.receptions(record.entry.number, context) + MessageHead.state(delivery, record, context)
        let head = TextLine.folded(lines, width: width)
        return head + explanations + [TextLine(text: "")]
            + body(parsed, delivery.message.payload, showsSecrets: context.showsSecrets, width: width)
    }

    private static func body(_ parsed: ParsedMessage, _ payload: [UInt8], showsSecrets: Bool, width: Int) -> [TextLine]
    {
        let lines =
            parsed.isText
            ? ShownEntry.text(parsed, payload, showsSecrets: showsSecrets).lines(numbered: false)
            : HexDump.lines(ShownBytes(payload, limit: HexDump.limit, showsSecrets: showsSecrets), width: width)
        return lines.flatMap { $0.folded(width: width) }
    }

    private static func summary(
        _ parsed: ParsedMessage, _ description: SessionDescription?
    ) -> [TextLine] {
        if let description {
            let rest = description.media.count - shownSections
            return [overview(description)] + description.media.prefix(shownSections).map(section)
                + (rest > 0 ? [TextLine(text: "… \(rest) more", style: .chrome)] : [])
        }
        guard let candidate = parsed.candidate else {
            return [TextLine(text: [parsed.kind.rawValue, Secrets.masked(parsed.summary)].joined(separator: "  "))]
        }
        let extensions = candidate.extensions.map { [$0.name, $0.value].compactMap(\.self).joined(separator: " ") }
        return [
            TextLine(text: "\(candidate.type)  \(candidate.transport)  \(candidate.address)  port \(candidate.port)"),
            TextLine(
                text: (["component \(candidate.component)", "priority \(candidate.priority)"]
                    + ["foundation \(candidate.foundation)"] + extensions).joined(separator: "  ")
            ),
        ]
    }

    private static func overview(_ description: SessionDescription) -> TextLine {
        let facts: [String?] = [
            Format.count(description.media.count, "m-line"),
            description.bundle.isEmpty ? nil : "BUNDLE " + description.bundle.joined(separator: " "),
            description.attribute("setup").map { "setup:\($0)" },
            description.attribute("ice-ufrag").map { "ufrag \($0)" },
            description.attribute("fingerprint").map { "fp \($0.drop { $0 != " " }.dropFirst().prefix(8))…" },
        ]
        return TextLine(text: facts.compactMap(\.self).joined(separator: " · "), style: Style(bold: true))
    }

    private static func section(_ media: MediaDescription) -> TextLine {
        let state = media.isRejected ? "rejected" : media.direction.rawValue
        let mid = media.mid.map { "mid \($0)" } ?? ""
        let text = ["m\(media.index) \(media.kind)", state, media.codecNames.joined(separator: " "), mid]
        return TextLine(text: text.filter { !$0.isEmpty }.joined(separator: "  "))
    }
}
