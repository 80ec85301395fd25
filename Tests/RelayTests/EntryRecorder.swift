import Dispatch
import NIOConcurrencyHelpers
import TestSupport

@testable import Events
@testable import Relay
@testable import Routing

/// Records the entries that a relay reports.
final class EntryRecorder: Sendable {
    private let inbox = Inbox<Entry>()

    /// Records `report` if it is an entry.
    func record(_ report: RelayEvent) {
        if case .entry(let entry) = report { inbox.post(entry) }
    }

    var entries: [Entry] { inbox.all }

    /// Returns the first entry that `matches`, waiting for it up to 20 s; `nil` if there is none.
    func first(_ matches: (Entry) -> Bool) -> Entry? { inbox.first(where: matches) }

    /// Returns the reason why `peer` disconnected, waiting for that up to 20 s.
    func disconnectReason(of peer: Int) -> DisconnectReason? {
        let entry = first { if case .left(PeerID(peer), _) = $0.content { true } else { false } }
        guard case .left(_, let reason) = entry?.content else { return nil }
        return reason
    }
}

/// Returns a clock that starts now.
func runningClock() -> @Sendable () -> Instant {
    let start = ContinuousClock.now
    return { Instant(nanoseconds: Int64((ContinuousClock.now - start) / .nanoseconds(1))) }
}

/// A clock that advances only when the test says so.
final class ManualClock: Sendable {
    private let time = NIOLockedValueBox(Instant.start)
    private let reads = DispatchSemaphore(value: 0)

    /// Returns the time, and counts the reading.
    var now: @Sendable () -> Instant {
        { [self] in
            defer { reads.signal() }
            return time.withLockedValue(\.self)
        }
    }

    /// Advances the clock.
    func advance(milliseconds: Int64) {
        time.withLockedValue { $0 = $0.advanced(by: milliseconds * 1_000_000) }
    }

    /// Waits for `times` further readings, up to 20 s for each; returns whether there were as many.
    func isRead(times: Int) -> Bool {
        while reads.wait(timeout: .now()) == .success {}
        return (0..<times).allSatisfy { _ in reads.wait(timeout: .now() + 20) == .success }
    }
}

/// Runs `body` with a relay on a free port.
func withRelay(
    _ configure: (inout RelayConfiguration) -> Void = { _ in },
    now: @escaping @Sendable () -> Instant = runningClock(),
    _ body: (RelayServer, EntryRecorder) throws -> Void
) throws {
    var configuration = RelayConfiguration()
    configuration.port = 0
    // The requests of the tests use host names of their own.
    configuration.allowedHosts = ["*"]
    configure(&configuration)
    let watch = EntryRecorder()
    let relay = try RelayServer(configuration, now: now, watch: watch.record)
    defer { relay.stop() }
    try body(relay, watch)
}

/// The reports of a relay that a test has not taken yet.
typealias Reports = Inbox<RelayEvent>

extension Inbox<RelayEvent> {
    /// Removes the reports up to the next gauges that match, and returns these; `nil` if there are none.
    func gauges(_ matches: (Gauges) -> Bool) -> Gauges? {
        let report = next { if case .gauges(let gauges) = $0 { matches(gauges) } else { false } }
        guard case .gauges(let gauges) = report else { return nil }
        return gauges
    }
}
