import EventLog
public import Events
import Messages
import Redaction
public import Sessions
import Text

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
        let endpoint = session.endpoint
        var encoder = EventLogEncoder()
        encoder.append(
            EventLogHeader(
                created: wall.milliseconds(.start), source: endpoint.upstream == nil ? "relay" : "proxy",
                listening: endpoint.socket, page: endpoint.page, addresses: endpoint.addresses, pages: endpoint.pages,
                fingerprint: endpoint.fingerprint, upstream: endpoint.upstream))
        let others = session.peers(notJoinedIn: records.lazy.map(\.entry))
        if let first = records.first, !others.isEmpty {
            encoder.append(.snapshot(Snapshot(peers: others)), at: first.entry.time)
        }
        for record in records {
            var derived: [(StaticString, String)] = []
            if let kind = record.kind {
                derived.append(("kind", JSONString.encode(kind.rawValue)))
                derived.append(("summary", JSONString.encode(Secrets.masked(record.summary))))
            }
            encoder.append(.entry(record.entry), at: record.entry.time, derived: derived)
        }
        encoder.appendEnd(at: session.now)
        return String(decoding: encoder.bytes, as: UTF8.self)
    }
}
