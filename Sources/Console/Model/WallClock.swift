import Signaling

/// What time of day a moment is where the operator sits.
public struct WallClock: Hashable, Sendable {
    /// The relay's start, in milliseconds since 1970-01-01 UTC.
    private let start: Int64
    /// How far the clocks there are ahead of UTC, in seconds.
    private let offset: Int64

    public init(start: Int64, offset: Int64) {
        self.start = start
        self.offset = offset
    }

    /// `12:41:07.691`.
    func text(_ instant: Instant) -> String {
        let milliseconds = start + offset * 1000 + instant.milliseconds
        let (day, thousandths) = (86_400_000, Int(milliseconds % 86_400_000))
        let inDay = (thousandths + day) % day
        let parts = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60]
        return parts.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":") + "."
            + String(String(1000 + inDay % 1000).dropFirst())
    }
}
