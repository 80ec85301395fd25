import Analysis
import Configuration
import Events
import Messages
import Sessions
import Text

/// An entry in one line, for a reader or for a program.
enum EntryLines {
    /// The first line: where the relay listens.
    ///
    /// Its text form is printed also where entries are not.
    static func start(_ place: Endpoint, _ format: LogFormat) -> String {
        let print = place.fingerprint
        guard format == .json else {
            let pages = place.pages.isEmpty ? "" : "; open \(place.pages.joined(separator: " or "))"
            return "listening on \(place.socket)\(pages)" + (print.map { "; certificate SHA-256 \($0)" } ?? "")
        }
        let (socket, page) = (JSONString.encode(place.socket), JSONString.encode(place.page))
        let pages = place.pages.map(JSONString.encode).joined(separator: ",")
        return "{\"listening\":\(socket),\"page\":\(page),\"addresses\":\(JSONString.encode(place.addresses)),"
            + "\"pages\":[\(pages)]" + (print.map { ",\"fingerprint\":\"\($0)\"" } ?? "") + "}"
    }

    /// How many negotiations a line names at the most: what is said in a large room belongs to many.
    private static let negotiationLimit = 8

    /// The line of `record`, the last one that `calls` took in.
    static func line(
        _ record: Journal.Record, _ roster: Roster, _ calls: CallBook, _ clock: WallClock, _ format: LogFormat
    ) -> String {
        let line = LogLine(record, roster, reply: calls.reply(record.entry.number))
        return format == .json ? json(record, line, roster, calls, clock) : text(line, clock)
    }

    private static func text(_ line: LogLine, _ clock: WallClock) -> String {
        let words = [
            "\(clock.timestamp(line.time))", "#\(line.number)", line.route, line.kind, line.size, line.summary,
        ]
        return Printable.line(words.filter { !$0.isEmpty }.joined(separator: "  "))
    }

    /// ```
    /// {"entry":4,"time":1.351,"clock":"2026-…Z","kind":"offer","from":"p1","to":["p2"],"room":"demo","bytes":2911,…}
    /// ```
    private static func json(
        _ record: Journal.Record, _ line: LogLine, _ roster: Roster, _ calls: CallBook, _ clock: WallClock
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
        case .message(let transit):
            add("from", transit.author.description)
            add("fromName", roster[transit.author]?.peer.name)
            members.append(("to", "[" + transit.hearers.map { "\"\($0)\"" }.joined(separator: ",") + "]"))
            let recipients = calls.recipients(of: entry)
            if recipients != transit.hearers {
                members.append(("addressees", "[" + recipients.map { "\"\($0)\"" }.joined(separator: ",") + "]"))
            }
            add("room", transit.room)
            members += passage(transit)
            if case .nobody(let fault) = transit.addressee { add("fault", fault.code) }
            let negotiations = negotiations(record, of: transit.author, calls)
            if !negotiations.isEmpty { members.append(("negotiations", "[" + negotiations + "]")) }
            if let reply = calls.reply(entry.number) {
                members.append(("replyTo", String(reply.offer)))
                members.append(("replyMilliseconds", String(reply.nanoseconds / 1_000_000)))
            }
            members.append(("bytes", String(transit.message.payload.count)))
            add("format", transit.message.opcode == .text ? "text" : "binary")
            add("summary", Secrets.masked(record.summary))
        case .joined(let peer):
            add("peer", peer.id.description)
            add("name", peer.name)
            add("room", peer.room)
            add("client", peer.isAware ? "aware" : "plain")
            add("address", peer.address)
        case .left(let peer, let departure):
            add("peer", peer.description)
            add("name", roster[peer]?.peer.name)
            add("reason", departure.words)
        case .noted(let notice):
            if case .discarded(let discard) = notice {
                members.append(("discarded", String(discard.entry)))
                add("from", discard.sender.description)
            }
            add("what", notice.words)
        case .refused(let arrival, let refusal):
            if arrival.id != .relay { add("peer", arrival.id.description) }
            add("name", arrival.name)
            add("room", arrival.room)
            add("address", arrival.address)
            add("reason", refusal.words)
            if case .repeated(let count, _) = refusal { members.append(("more", String(count))) }
        }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    /// Whose hand was in it, and what became of it for whom.
    private static func passage(_ transit: Delivery) -> [(String, String)] {
        var members: [(String, String)] = []
        switch transit.sender {
        case .operated(.replay(let entry), _): members.append(("replayOf", String(entry)))
        case .operated(.edit(let entry), _): members.append(("editOf", String(entry)))
        case .operated(.composition, _): members.append(("composed", "true"))
        case .peer: break
        }
        if let release = transit.release {
            members.append(("releaseOf", String(release.entry)))
            if release.isEdited { members.append(("editOf", String(release.entry))) }
            members.append(("keptMilliseconds", String(release.nanoseconds / 1_000_000)))
        }
        let kept = transit.interceptions.map { interception in
            let peers = interception.receivers.map { "\"\($0)\"" }.joined(separator: ",")
            return "{\"to\":[\(peers)],\"what\":\(JSONString.encode(InterceptionText.words(interception)))}"
        }
        if !kept.isEmpty { members.append(("kept", "[" + kept.joined(separator: ",") + "]")) }
        return members
    }

    /// What is inferred of the negotiations that a message belongs to, now that it has been said.
    private static func negotiations(_ record: Journal.Record, of author: PeerID, _ calls: CallBook) -> String {
        let known = calls.recipients(of: record.entry).lazy.compactMap { calls[author, $0, record.negotiationKey] }
        return known.prefix(negotiationLimit).map { negotiation in
            let pair = negotiation.id.pair
            let key = negotiation.id.key.map { ",\"key\":" + JSONString.encode($0) } ?? ""
            let states = [pair.first, pair.second].map { "\"\(negotiation.state(of: $0).rawValue)\"" }
            return "{\"peers\":[\"\(pair.first)\",\"\(pair.second)\"]\(key),"
                + "\"progress\":\"\(calls.progress(of: negotiation))\",\"states\":[\(states.joined(separator: ","))]}"
        }.joined(separator: ",")
    }
}
