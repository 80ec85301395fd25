public import EventLog
public import Events
import Messages
import Redaction
public import Sessions

/// Exports entries as an event log (docs/event-log.md), which can be opened again.
public enum EventLogText {
    /// Returns the log of `records`, with their kinds and summaries as derived facts.
    ///
    /// - Parameters:
    ///   - records: The entries.
    ///   - session: The session that they are of.
    ///   - wall: The wall clock.
    /// - Returns: The lines.
    public static func text(_ records: [Journal.Record], _ session: Session, _ wall: WallClock) -> String {
        var encoder = EventLogEncoder(payloads: session.hasPayloads)
        encoder.append(
            EventLogHeader(
                session.endpoint, wall, guardsGlare: session.guardsGlare, hasPayloads: session.hasPayloads))
        let others = session.peers(notJoinedIn: records.lazy.map(\.entry))
        if let first = records.first, !others.isEmpty {
            encoder.append(.snapshot(Snapshot(peers: others)), at: first.entry.time)
        }
        for record in records {
            var derived: [(StaticString, LogValue)] = []
            if let kind = record.kind {
                derived.append(("kind", .text(kind.rawValue)))
                derived.append(("summary", .text(Secrets.masked(record.summary))))
            }
            encoder.append(.entry(record.entry), at: record.entry.time, derived: derived)
        }
        encoder.appendEnd(at: session.now)
        return String(decoding: encoder.bytes, as: UTF8.self)
    }
}

extension EventLogHeader {
    /// Creates the header of the log of a relay or a proxy at `endpoint`.
    ///
    /// - Parameters:
    ///   - endpoint: The addresses at which it is reached.
    ///   - wall: The wall clock.
    ///   - program: The version of the program; empty by default, so that equal logs have equal headers.
    ///   - guardsGlare: Whether the glare guard is on in all rooms from the start; false by default.
    ///   - hasPayloads: Whether messages are logged with their payloads; true by default.
    public init(
        _ endpoint: Endpoint, _ wall: WallClock, program: String = "", guardsGlare: Bool = false,
        hasPayloads: Bool = true
    ) {
        self.init(
            created: wall.milliseconds(.start), source: endpoint.upstream == nil ? "relay" : "proxy", program: program,
            hasPayloads: hasPayloads, guardsGlare: guardsGlare, listening: endpoint.socket, page: endpoint.page,
            addresses: endpoint.addresses, pages: endpoint.pages, fingerprint: endpoint.fingerprint,
            upstream: endpoint.upstream)
    }
}
