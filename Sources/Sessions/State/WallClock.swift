public import Events

/// What time of day a moment is where the operator sits.
///
/// Moments are on a clock that never goes back; the wall clock may be set, and may leave summer time. It is compared now
/// and then, and what came before a change keeps the time that it had.
public struct WallClock: Hashable, Sendable {
    /// The changes that are kept; default 1,000, after which the oldest is forgotten.
    private static let changeLimit = 1000
    /// The least difference that is a change, in milliseconds; default 10, as reading two clocks takes some time.
    private static let tolerance: Int64 = 10

    private struct Setting: Hashable, Sendable {
        /// The first moment that it holds for.
        let from: Instant
        /// The relay's start by this clock, in milliseconds since 1970-01-01 UTC.
        let start: Int64
        /// How far the clocks there are ahead of UTC, in seconds.
        let offset: Int64
    }

    private var settings: [Setting]
    /// When it was last compared.
    private var compared = Instant.start

    /// - Parameters:
    ///   - start: The relay's start, in milliseconds since 1970-01-01 UTC.
    ///   - offset: How far the clocks there are ahead of UTC, in seconds.
    public init(start: Int64, offset: Int64) {
        settings = [Setting(from: .start, start: start, offset: offset)]
    }

    /// Takes over what the wall clock says at `moment`, from when it was last compared on.
    public mutating func follow(_ clock: WallClock, at moment: Instant) {
        defer { compared = max(compared, moment) }
        guard let last = settings.last, let new = clock.settings.last else { return }
        guard abs(new.start - last.start) > Self.tolerance || new.offset != last.offset else { return }
        settings.append(Setting(from: compared.advanced(by: 1), start: new.start, offset: new.offset))
        if settings.count > Self.changeLimit { settings.removeFirst() }
    }

    private func setting(at moment: Instant) -> Setting? {
        settings.last { $0.from <= moment } ?? settings.first
    }

    /// The moment in milliseconds since 1970-01-01 UTC.
    public func milliseconds(_ moment: Instant) -> Int64 {
        (setting(at: moment)?.start ?? 0) + moment.milliseconds
    }

    /// `12:41:07.691`.
    public func text(_ instant: Instant) -> String {
        let milliseconds = milliseconds(instant) + (setting(at: instant)?.offset ?? 0) * 1000
        let (day, thousandths) = (86_400_000, Int(milliseconds % 86_400_000))
        let inDay = (thousandths + day) % day
        let parts = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60]
        return parts.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":") + "."
            + String(String(1000 + inDay % 1000).dropFirst())
    }
}
