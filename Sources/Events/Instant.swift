/// A point in time: nanoseconds since the relay began to listen, on a monotonic clock.
///
/// Pure code reads no clock: the time is passed in with each event.
public struct Instant: Comparable, Hashable, Sendable {
    /// Nanoseconds since the relay began to listen.
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The time at which the relay began to listen.
    public static let start = Instant(nanoseconds: 0)

    /// Returns the time `seconds` after the start, clamped to the representable range; the start if `seconds` is NaN.
    public static func seconds(_ seconds: Double) -> Instant {
        let nanoseconds = (seconds * 1e9).rounded()
        if let exact = Int64(exactly: nanoseconds) { return Instant(nanoseconds: exact) }
        return Instant(nanoseconds: nanoseconds.isNaN ? 0 : nanoseconds < 0 ? .min : .max)
    }

    /// Returns the time `nanoseconds` later, clamped to the representable range.
    public func advanced(by nanoseconds: Int64) -> Instant {
        let sum = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return Instant(nanoseconds: sum.overflow ? .max : sum.partialValue)
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Whole milliseconds since the relay began to listen.
    public var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// Returns the whole seconds since `earlier`; 0 if it is later than this time.
    public func seconds(since earlier: Instant) -> Int64 {
        max(0, nanoseconds - earlier.nanoseconds) / 1_000_000_000
    }

    /// The seconds since the start with three decimals, as the log shows them: `7.691`.
    public var text: String {
        let thousandths = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - thousandths.count) + thousandths
    }
}
