import Dispatch
import NIOConcurrencyHelpers
import Relay
import Signaling

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

/// A relay on a free port for as long as `body` runs.
func withRelay(
    _ configure: (inout RelayConfiguration) -> Void = { _ in },
    _ body: (RelayServer, Watch) throws -> Void
) throws {
    var configuration = RelayConfiguration()
    configuration.port = 0
    configure(&configuration)
    let watch = Watch()
    let relay = try RelayServer(configuration, now: { .start }, watch: watch.note)
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

    /// The next report, waited for up to twenty seconds.
    func next() -> Report? {
        guard news.wait(timeout: .now() + 20) == .success else { return nil }
        return kept.withLockedValue { $0.removeFirst() }
    }
}
