import Console
import Signaling

/// An entry in one line, for a reader or for a program.
enum EntryLines {
    /// The first line: where the relay listens.
    ///
    /// Its text form is printed also where entries are not.
    static func start(_ place: Model.Place, _ format: LogFormat) -> String {
        guard format == .json else { return "listening on \(place.socket)" }
        let (socket, page) = (JSONString.encode(place.socket), JSONString.encode(place.page))
        return "{\"listening\":\(socket),\"page\":\(page),\"addresses\":\(JSONString.encode(place.addresses))}"
    }

    /// The line of `record`; the offer that an answer belongs to is `reply`.
    static func line(
        _ record: Journal.Record, _ roster: Roster, reply: Reply?, _ clock: RelayClock, _ format: LogFormat
    ) -> String {
        let line = LogLine(record, roster, reply: reply)
        return format == .json ? json(record, line, roster, reply, clock) : text(line, clock)
    }

    private static func text(_ line: LogLine, _ clock: RelayClock) -> String {
        let words = [
            "\(clock.timestamp(line.time))", "#\(line.number)", line.route, line.kind, line.size, line.summary,
        ]
        return Printable.line(words.filter { !$0.isEmpty }.joined(separator: "  "))
    }

    /// ```
    /// {"entry":4,"time":1.351,"clock":"2026-…Z","kind":"offer","from":"p1","to":["p2"],"room":"demo","bytes":2911,…}
    /// ```
    private static func json(
        _ record: Journal.Record, _ line: LogLine, _ roster: Roster, _ reply: Reply?, _ clock: RelayClock
    ) -> String {
        let entry = record.entry
        var members = [
            ("entry", String(entry.number)), ("time", entry.time.text),
            ("clock", JSONString.encode(clock.timestamp(entry.time))), ("kind", JSONString.encode(line.kind)),
        ]
        func add(_ name: String, _ text: String?) {
            if let text { members.append((name, JSONString.encode(text))) }
        }
        switch entry.content {
        case .message(let transit):
            add("from", transit.author.description)
            add("fromName", roster[transit.author]?.peer.name)
            members.append(("to", "[" + transit.hearers.map { "\"\($0)\"" }.joined(separator: ",") + "]"))
            add("room", transit.room)
            if case .replay(let original, _) = transit.sender { members.append(("replayOf", String(original))) }
            if case .nobody(let fault) = transit.addressee { add("fault", fault.code) }
            if let reply {
                members.append(("replyTo", String(reply.offer)))
                members.append(("replyMilliseconds", String(reply.nanoseconds / 1_000_000)))
            }
            members.append(("bytes", String(transit.message.payload.count)))
            add("format", transit.message.opcode == .text ? "text" : "binary")
            add("summary", record.summary)
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
        case .refused(let arrival, let refusal):
            add("peer", arrival.id.description)
            add("address", arrival.address)
            add("reason", refusal.words)
        }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
