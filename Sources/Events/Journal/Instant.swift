/// A point in time: nanoseconds since the relay began to listen, on a monotonic clock.
///
/// Pure code reads no clock: the time is passed in with each event.
public struct Instant: Comparable, Hashable, Sendable {
    /// Nanoseconds since the relay began to listen.
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The moment at which the relay began to listen.
    public static let start = Instant(nanoseconds: 0)

    /// The moment so many seconds after the relay began to listen; the nearest there is if it is too far, the start if
    /// `seconds` is not a number.
    public static func seconds(_ seconds: Double) -> Instant {
        let nanoseconds = (seconds * 1e9).rounded()
        if let exact = Int64(exactly: nanoseconds) { return Instant(nanoseconds: exact) }
        return Instant(nanoseconds: nanoseconds.isNaN ? 0 : nanoseconds < 0 ? .min : .max)
    }

    /// The moment so many nanoseconds later; the last there is where that would be beyond it.
    public func advanced(by nanoseconds: Int64) -> Instant {
        let sum = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return Instant(nanoseconds: sum.overflow ? .max : sum.partialValue)
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Whole milliseconds since the relay began to listen.
    public var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// Whole seconds from `earlier` to this moment; 0 if it lies ahead.
    public func seconds(since earlier: Instant) -> Int64 {
        max(0, nanoseconds - earlier.nanoseconds) / 1_000_000_000
    }

    /// Seconds with three decimals, as the log shows them: `7.691`.
    public var text: String {
        let thousandths = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - thousandths.count) + thousandths
    }
}
