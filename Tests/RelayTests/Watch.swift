import Dispatch
import NIOConcurrencyHelpers
import TestSupport

@testable import Events
@testable import Relay
@testable import Routing

/// The entries that a relay reports.
final class Watch: Sendable {
    private let inbox = Inbox<Entry>()

    func note(_ report: RelayEvent) {
        if case .entry(let entry) = report { inbox.post(entry) }
    }

    var entries: [Entry] { inbox.all }

    /// The first entry that `matches`, waited for up to twenty seconds; `nil` if it never came.
    func first(_ matches: (Entry) -> Bool) -> Entry? { inbox.first(where: matches) }

    /// How `peer` left, once it has.
    func departure(of peer: Int) -> DisconnectReason? {
        let entry = first { if case .left(PeerID(peer), _) = $0.content { true } else { false } }
        guard case .left(_, let departure) = entry?.content else { return nil }
        return departure
    }
}

/// A clock that begins now.
func runningClock() -> @Sendable () -> Instant {
    let start = ContinuousClock.now
    return { Instant(nanoseconds: Int64((ContinuousClock.now - start) / .nanoseconds(1))) }
}

/// A clock that stands still until it is set forward.
final class ManualClock: Sendable {
    private let time = NIOLockedValueBox(Instant.start)
    private let reads = DispatchSemaphore(value: 0)

    /// Reads the clock.
    var now: @Sendable () -> Instant {
        { [self] in
            defer { reads.signal() }
            return time.withLockedValue(\.self)
        }
    }

    func advance(milliseconds: Int64) {
        time.withLockedValue { $0 = $0.advanced(by: milliseconds * 1_000_000) }
    }

    /// Waits until the clock has been read so many more times, for up to twenty seconds each time; whether it was.
    func isRead(times: Int) -> Bool {
        while reads.wait(timeout: .now()) == .success {}
        return (0..<times).allSatisfy { _ in reads.wait(timeout: .now() + 20) == .success }
    }
}

/// A relay on a free port for as long as `body` runs.
func withRelay(
    _ configure: (inout RelayConfiguration) -> Void = { _ in },
    now: @escaping @Sendable () -> Instant = runningClock(),
    _ body: (RelayServer, Watch) throws -> Void
) throws {
    var configuration = RelayConfiguration()
    configuration.port = 0
    // Requests name hosts that are not this machine's.
    configuration.allowedHosts = ["*"]
    configure(&configuration)
    let watch = Watch()
    let relay = try RelayServer(configuration, now: now, watch: watch.note)
    defer { relay.stop() }
    try body(relay, watch)
}

/// All that a relay reports, until a test takes it.
typealias Reports = Inbox<RelayEvent>

extension Inbox<RelayEvent> {
    /// Removes the reports up to the next gauges that match, and returns these; `nil` if they never came.
    func gauges(_ matches: (Gauges) -> Bool) -> Gauges? {
        let report = next { if case .gauges(let gauges) = $0 { matches(gauges) } else { false } }
        guard case .gauges(let gauges) = report else { return nil }
        return gauges
    }
}
