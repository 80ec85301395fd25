import Analysis
public import Drawing
public import Events
import Exports
import Messages
import SDP
import Sessions
import Text

/// An entry in full, as the detail pane and the ladder show it: what is wrong, what the message says, its payload.
public enum EntryDetail {
    /// The m-sections that are listed; more are counted.
    static let shownSections = 32

    /// The lines of `record`, for `columns` with a margin.
    ///
    /// - Parameters:
    ///   - record: The entry and what its message says.
    ///   - context: The session and how it is looked at.
    ///   - columns: The columns that there are.
    ///   - isCompact: Whether explanations of findings stand below the message's head, as in a low pane.
    /// - Returns: The lines, folded.
    public static func lines(
        _ record: Journal.Record, _ context: ViewContext, columns: Int, isCompact: Bool
    ) -> [TextLine] {
        let (session, width) = (context.session, max(1, columns - 3))
        let findings = session.calls.findings.of(entry: record.entry.number)
        guard !findings.isEmpty else { return content(record, context, width: width) }
        if isCompact {
            let explanations = findings.flatMap { FindingWords.explanation($0, session, width: width) }
            return findings.flatMap { FindingWords.sentence($0, session, width: width) }
                + content(record, context, width: width, explanations: explanations)
        }
        let lines = findings.flatMap { finding in
            FindingWords.sentence(finding, session, width: width)
                + FindingWords.explanation(finding, session, width: width)
        }
        return lines + [TextLine(text: "")] + content(record, context, width: width)
    }

    private static func content(
        _ record: Journal.Record, _ context: ViewContext, width: Int, explanations: [TextLine] = []
    ) -> [TextLine] {
        guard case .message(let transit) = record.entry.content, let reading = record.parsed else {
            return TextLine.folded(MessageHead.fact(record, context), width: width) + explanations
        }
        let route = MessageHead.route(transit, record.entry, context)
        let lines =
            understood(reading, context.description(of: record)) + [route] + MessageHead.state(transit, record, context)
        let head = TextLine.folded(lines, width: width)
        return head + explanations + [TextLine(text: "")]
            + body(reading, transit.message.payload, showsSecrets: context.showsSecrets, width: width)
    }

    private static func body(_ reading: ParsedMessage, _ payload: [UInt8], showsSecrets: Bool, width: Int) -> [TextLine]
    {
        let lines =
            reading.isText
            ? ShownEntry.text(reading, payload, showsSecrets: showsSecrets).lines(numbered: false)
            : HexDump.lines(ShownBytes(payload, limit: HexDump.limit, showsSecrets: showsSecrets), width: width)
        return lines.flatMap { $0.folded(width: width) }
    }

    private static func understood(
        _ reading: ParsedMessage, _ description: SessionDescription?
    ) -> [TextLine] {
        if let description {
            let rest = description.media.count - shownSections
            return [overview(description)] + description.media.prefix(shownSections).map(section)
                + (rest > 0 ? [TextLine(text: "… \(rest) more", style: .chrome)] : [])
        }
        guard let candidate = reading.candidate else {
            return [TextLine(text: [reading.kind.rawValue, Secrets.masked(reading.summary)].joined(separator: "  "))]
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
