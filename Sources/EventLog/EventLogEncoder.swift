public import Events
import Text

/// Encodes the events of a relay as lines of an event log (docs/event-log.md).
///
/// ```
/// {"format":"signal-console","version":1,…}
/// {"n":1,"t":0.004120331,"type":"joined","peer":"p1","room":"demo",…}
/// {"n":2,"t":1.351204113,"type":"message","from":"p1","to":["p2"],"room":"demo","text":"{\"sdp\":…}","derived":{…}}
/// {"t":2.000000000,"type":"gauges",…}
/// {"t":9.120000000,"type":"end"}
/// ```
public struct EventLogEncoder: Sendable {
    private var writer = LogWriter()
    /// Whether messages are written with their payloads.
    private let payloads: Bool

    /// Creates an encoder.
    ///
    /// - Parameter payloads: Whether messages are written with their payloads.
    public init(payloads: Bool = true) { self.payloads = payloads }

    /// The lines since the last ``removeAll()``, each with its line end.
    public var bytes: [UInt8] { writer.bytes }

    /// Removes all lines, and keeps the memory.
    public mutating func removeAll() { writer.removeAll() }

    /// Appends the header.
    public mutating func append(_ header: EventLogHeader) {
        line { header.write(to: &$0) }
    }

    /// Appends an event.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - time: The time at which it was folded; an entry has its own.
    ///   - derived: Facts that follow from earlier lines, for readers without this program.
    public mutating func append(_ event: RelayEvent, at time: Instant, derived: [(StaticString, LogValue)] = []) {
        let payloads = payloads
        line { writer in
            switch event {
            case .entry(let entry):
                writer.integer("n", entry.number)
                writer.time("t", entry.time)
                entry.write(to: &writer, payloads: payloads)
            case .report(let report):
                writer.time("t", time)
                writer.text("type", "report")
                report.write(to: &writer)
            case .snapshot(let snapshot):
                writer.time("t", time)
                writer.text("type", "snapshot")
                snapshot.write(to: &writer, payloads: payloads)
            case .gauges(let gauges):
                writer.time("t", time)
                writer.text("type", "gauges")
                gauges.write(to: &writer)
            }
            guard !derived.isEmpty else { return }
            writer.object("derived") { writer in
                for (name, value) in derived { writer.value(name, value) }
            }
        }
    }

    /// Appends the loss of `count` events.
    public mutating func appendLoss(of count: Int, at time: Instant) {
        line { writer in
            writer.time("t", time)
            writer.text("type", "lost")
            writer.integer("count", count)
        }
    }

    /// Appends a line that is ignored when the log is read.
    public mutating func append(derived type: StaticString, at time: Instant, _ members: [(StaticString, LogValue)]) {
        line { writer in
            writer.time("t", time)
            writer.text("type", type.description)
            for (name, value) in members { writer.value(name, value) }
        }
    }

    /// Appends the end, so that a reader knows how long no more events came.
    public mutating func appendEnd(at time: Instant) {
        line { writer in
            writer.time("t", time)
            writer.text("type", "end")
        }
    }

    private mutating func line(_ body: (inout LogWriter) -> Void) {
        writer.object(body)
        writer.endLine()
    }
}
