import Analysis
import Configuration
import Events
import Messages
import Reports
import Sessions
import Text

/// The lines that represent entries in the log.
enum EntryLines {
    /// The maximum number of negotiations in a line: a message in a large room may belong to many.
    private static let negotiationLimit = 8

    /// Returns the first line of the log, which contains the relay's URLs.
    ///
    /// It is printed in the text format if the log is off.
    static func startLine(_ endpoint: Endpoint, format: LogFormat) -> String {
        let fingerprint = endpoint.fingerprint
        guard format == .json else {
            let pages = endpoint.pages.isEmpty ? "" : "; open \(endpoint.pages.joined(separator: " or "))"
            return "listening on \(endpoint.socket)\(pages)"
                + (fingerprint.map { "; certificate SHA-256 \($0)" } ?? "")
        }
        let (socket, page) = (JSONString.encode(endpoint.socket), JSONString.encode(endpoint.page))
        let pages = endpoint.pages.map(JSONString.encode).joined(separator: ",")
        return "{\"listening\":\(socket),\"page\":\(page),\"addresses\":\(JSONString.encode(endpoint.addresses)),"
            + "\"pages\":[\(pages)]" + (fingerprint.map { ",\"fingerprint\":\"\($0)\"" } ?? "") + "}"
    }

    /// Returns the line for `record`, which must be the last one that was folded into `roster` and `calls`.
    static func line(
        _ record: Journal.Record, roster: Roster, calls: CallBook, clock: WallClock, format: LogFormat
    ) -> String {
        let line = LogLine(
            record, roster, reply: calls.reply(record.entry.number),
            reporter: record.entry.report.flatMap { calls.peer(of: $0) },
            setupTime: calls.setupTime(of: record.entry.number, record.entry.report))
        return format == .json
            ? json(record, line, roster: roster, calls: calls, clock: clock) : text(line, clock: clock)
    }

    private static func text(_ line: LogLine, clock: WallClock) -> String {
        let columns = [
            "\(clock.timestamp(line.time))", "#\(line.number)", line.route, line.kind, line.size, line.summary,
        ]
        return Printable.line(columns.filter { !$0.isEmpty }.joined(separator: "  "))
    }

    // MARK: JSON

    /// ```
    /// {"entry":4,"time":1.351,"clock":"2026-…Z","kind":"offer","from":"p1","to":["p2"],"room":"demo","bytes":2911,…}
    /// ```
    private static func json(
        _ record: Journal.Record, _ line: LogLine, roster: Roster, calls: CallBook, clock: WallClock
    ) -> String {
        let entry = record.entry
        var members = [
            ("entry", String(entry.number)), ("time", entry.time.text),
            ("clock", JSONString.encode(clock.timestamp(entry.time))),
            ("kind", JSONString.encode(record.kind?.rawValue ?? line.kind)),
        ]
        if record.isGuess { members.append(("guess", "true")) }
        func add(_ name: String, _ text: String?) {
            if let text { members.append((name, JSONString.encode(text))) }
        }
        switch entry.content {
        case .message(let delivery):
            add("from", delivery.author.description)
            add("fromName", roster[delivery.author]?.peer.name)
            members.append(("to", "[" + delivery.recipients.map { "\"\($0)\"" }.joined(separator: ",") + "]"))
            let recipients = calls.recipients(of: entry)
            if recipients != delivery.recipients {
                members.append(("addressees", "[" + recipients.map { "\"\($0)\"" }.joined(separator: ",") + "]"))
            }
            add("room", delivery.room)
            members += interceptionMembers(delivery)
            if case .nobody(let fault) = delivery.addressee { add("fault", fault.code) }
            let negotiations = negotiations(of: record, calls: calls)
            if !negotiations.isEmpty { members.append(("negotiations", "[" + negotiations + "]")) }
            if let reply = calls.reply(entry.number) {
                members.append(("replyTo", String(reply.offer)))
                members.append(("replyMilliseconds", String(reply.nanoseconds / 1_000_000)))
            }
            members.append(("bytes", String(delivery.message.payload.count)))
            add("format", delivery.message.opcode == .text ? "text" : "binary")
            add("summary", Secrets.masked(record.summary))
        case .joined(let peer):
            add("peer", peer.id.description)
            add("name", peer.name)
            add("room", peer.room)
            add("client", peer.isAware ? "aware" : "plain")
            if peer.transport != .webSocket { add("transport", peer.transport.text) }
            add("address", peer.address)
        case .left(let peer, let reason):
            add("peer", peer.description)
            add("name", roster[peer]?.peer.name)
            add("reason", reason.text)
        case .noted(let notice):
            if case .discarded(let discard) = notice {
                members.append(("discarded", String(discard.entry)))
                add("from", discard.sender.description)
            }
            if case .transportChanged(let peer, let transport) = notice {
                add("peer", peer.description)
                add("transport", transport.text)
            }
            add("what", notice.text)
        case .reported(let report):
            members.append(("page", String(report.page.number)))
            if let connection = report.report.connection { members.append(("connection", String(connection))) }
            add("peer", calls.peer(of: report)?.description)
            if let time = calls.setupTime(of: entry.number, report) {
                members.append(("setupMilliseconds", String(time / 1_000_000)))
            }
            add("what", Secrets.masked(report.report.text))
        case .refused(let request, let refusal):
            if request.id != .relay { add("peer", request.id.description) }
            add("name", request.name)
            add("room", request.room)
            add("address", request.address)
            add("reason", refusal.text)
            if case .repeated(let count, _) = refusal { members.append(("more", String(count))) }
        }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    /// Returns the members about what the operator or an intercept rule did to a message.
    private static func interceptionMembers(_ delivery: Delivery) -> [(String, String)] {
        var members: [(String, String)] = []
        switch delivery.sender {
        case .operated(.replay(let entry), _): members.append(("replayOf", String(entry)))
        case .operated(.edit(let entry), _): members.append(("editOf", String(entry)))
        case .operated(.composition, _): members.append(("composed", "true"))
        case .peer: break
        }
        if let release = delivery.release {
            members.append(("releaseOf", String(release.entry)))
            if release.isEdited { members.append(("editOf", String(release.entry))) }
            members.append(("keptMilliseconds", String(release.nanoseconds / 1_000_000)))
        }
        let interceptions = delivery.interceptions.map { interception in
            let peers = interception.recipients.map { "\"\($0)\"" }.joined(separator: ",")
            return "{\"to\":[\(peers)],\"what\":\(JSONString.encode(InterceptionText.text(interception)))}"
        }
        if !interceptions.isEmpty { members.append(("kept", "[" + interceptions.joined(separator: ",") + "]")) }
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
