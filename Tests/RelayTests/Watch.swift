import Dispatch
import NIOConcurrencyHelpers

@testable import Events
@testable import Relay

/// Keeps what a relay writes down, and waits for more of it.
final class Watch: Sendable {
    private let news = DispatchSemaphore(value: 0)
    private let kept = NIOLockedValueBox<[Entry]>([])

    func note(_ report: Report) {
        guard case .entry(let entry) = report else { return }
        kept.withLockedValue { $0.append(entry) }
        news.signal()
    }

    var entries: [Entry] { kept.withLockedValue(\.self) }

    /// The first entry that `matches`, waited for up to twenty seconds; nil if it never came.
    func first(_ matches: (Entry) -> Bool) -> Entry? {
        let limit = DispatchTime.now() + 20
        while true {
            if let entry = entries.first(where: matches) { return entry }
            if news.wait(timeout: limit) == .timedOut { return nil }
        }
    }

    /// How `peer` left, once it has.
    func departure(of peer: Int) -> Departure? {
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

/// Keeps what a relay reports until it is asked for.
final class Reports: Sendable {
    private let news = DispatchSemaphore(value: 0)
    private let kept = NIOLockedValueBox<[Report]>([])

    func post(_ report: Report) {
        kept.withLockedValue { $0.append(report) }
        news.signal()
    }

    /// The next report, waited for up to twenty seconds, or so many; nil if it did not come.
    func next(within seconds: Double = 20) -> Report? {
        guard news.wait(timeout: .now() + seconds) == .success else { return nil }
        return kept.withLockedValue { $0.removeFirst() }
    }

    /// The next report that `matches`, all before it passed over; nil if it never came.
    func first(_ matches: (Report) -> Bool) -> Report? {
        while let report = next() {
            if matches(report) { return report }
        }
        return nil
    }

    /// The next gauges that `matches`, all before them passed over; nil if they never came.
    func gauges(_ matches: (Gauges) -> Bool) -> Gauges? {
        let report = first { if case .gauges(let gauges) = $0 { matches(gauges) } else { false } }
        guard case .gauges(let gauges) = report else { return nil }
        return gauges
    }
}
