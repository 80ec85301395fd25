import Analysis
import Configuration
import Connections
import EventLog
import Events
import Findings
import Messages
import Negotiations
import Redaction
import Reports
import Sessions
import Text

/// The lines that represent entries in the log.
enum EntryLines {
    /// The maximum number of negotiations in a line: a message in a large room may belong to many.
    private static let negotiationLimit = 8

    /// Returns the first line of the log as text, which contains the relay's URLs.
    static func startLine(_ endpoint: Endpoint) -> String {
        let pages = endpoint.pages.isEmpty ? "" : "; open \(endpoint.pages.joined(separator: " or "))"
        return "listening on \(endpoint.socket)\(pages)"
            + (endpoint.fingerprint.map { "; certificate SHA-256 \($0)" } ?? "")
    }

    /// Returns the line of text for `record`, which must be the last one that was folded into `session`.
    static func text(_ record: Journal.Record, _ session: Session, clock: WallClock) -> String {
        text(line(record, session), clock: clock)
    }

    private static func line(_ record: Journal.Record, _ session: Session) -> LogLine {
        LogLine(
            record, session.roster, reply: session.calls.reply(record.entry.number),
            reporter: record.entry.report.flatMap { session.calls.peer(of: $0) },
            setupTime: session.calls.setupTime(of: record.entry.number, record.entry.report))
    }

    private static func text(_ line: LogLine, clock: WallClock) -> String {
        let columns = [
            "\(clock.timestamp(line.time))", "#\(line.number)", line.route, line.kind, line.size, line.summary,
        ]
        return Printable.line(columns.filter { !$0.isEmpty }.joined(separator: "  "))
    }

    // MARK: JSON

    /// Returns the facts that follow from `record`, which must be the last one that was folded into `session`.
    ///
    /// They are members of `derived` in the line of the event log (docs/event-log.md).
    static func derived(_ record: Journal.Record, _ session: Session, clock: WallClock) -> [(StaticString, LogValue)] {
        let (entry, line) = (record.entry, line(record, session))
        var members: [(StaticString, LogValue)] = [
            ("clock", .text(clock.timestamp(entry.time))),
            ("kind", .text(record.kind?.rawValue ?? line.kind)),
        ]
        func add(_ name: StaticString, _ text: String?) {
            if let text { members.append((name, .text(text))) }
        }
        switch entry.content {
        case .message(let delivery): members += derived(delivery, record, session)
        case .joined: break
        case .left(let peer, let reason):
            add("name", session.roster[peer]?.peer.name)
            add("what", reason.text)
        case .refused(_, let refusal): add("what", refusal.text)
        case .noted(let notice): add("what", notice.text)
        case .reported(let report):
            add("peer", session.calls.peer(of: report)?.description)
            if let time = session.calls.setupTime(of: entry.number, report) {
                members.append(("setupMilliseconds", .integer(Int(time / 1_000_000))))
            }
            add("what", Secrets.masked(report.report.text))
        }
        return members
    }

    private static func derived(
        _ delivery: Delivery, _ record: Journal.Record, _ session: Session
    ) -> [(StaticString, LogValue)] {
        let (entry, calls) = (record.entry, session.calls)
        var members: [(StaticString, LogValue)] = record.isGuess ? [("guess", .json("true"))] : []
        if let name = session.roster[delivery.author]?.peer.name {
            members.append(("fromName", .text(name)))
        }
        let recipients = calls.recipients(of: entry)
        if recipients != delivery.recipients {
            members.append(("addressees", .json("[" + recipients.map { "\"\($0)\"" }.joined(separator: ",") + "]")))
        }
        let negotiations = negotiations(of: record, calls: calls)
        if !negotiations.isEmpty { members.append(("negotiations", .json("[" + negotiations + "]"))) }
        if let reply = calls.reply(entry.number) {
            members.append(("replyTo", .integer(reply.offer)))
            members.append(("replyMilliseconds", .integer(Int(reply.nanoseconds / 1_000_000))))
        }
        members.append(("bytes", .integer(delivery.message.payload.count)))
        members.append(("summary", .text(Secrets.masked(record.summary))))
        return members
    }

    /// Returns the inferred state, after the message, of the negotiations that it belongs to.
    private static func negotiations(of record: Journal.Record, calls: CallBook) -> String {
        let negotiations = calls.pairs(of: record.entry).lazy.compactMap {
            calls[$0.first, $0.second, record.negotiationKey]
        }
        return negotiations.prefix(negotiationLimit).map { negotiation in
            let pair = negotiation.id.pair
            let key = negotiation.id.key.map { ",\"key\":" + JSONString.encode($0) } ?? ""
            let states = [pair.first, pair.second].map { "\"\(negotiation.state(of: $0).rawValue)\"" }
            return "{\"peers\":[\"\(pair.first)\",\"\(pair.second)\"]\(key),"
                + "\"progress\":\"\(calls.progress(of: negotiation))\",\"states\":[\(states.joined(separator: ","))]}"
        }.joined(separator: ",")
    }
}
