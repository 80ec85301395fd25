import Glibc

/// The error of a wait that exceeded its time limit.
public struct TimeLimitExceeded: Error, CustomStringConvertible {
    let expected: String
    let limit: Duration

    /// - Parameters:
    ///   - expected: What was waited for.
    ///   - limit: How long.
    public init(expected: String, limit: Duration) {
        self.expected = expected
        self.limit = limit
    }

    public var description: String { "waited \(limit) in vain for \(expected)" }
}

/// Calls a probe until it returns a value, and returns that value.
///
/// - Parameters:
///   - expected: What is waited for. It is evaluated only if the limit is exceeded, so it can describe what was seen last.
///   - limit: How long to wait before the wait is given up.
///   - pause: The time between two calls.
///   - probe: Returns the value, or `nil` if there is none yet.
/// - Returns: The value.
/// - Throws: ``TimeLimitExceeded``, or the error of the probe, which ends the wait.
public func eventually<T>(
    _ expected: @autoclosure () -> String,
    within limit: Duration = .seconds(20),
    every pause: Duration = .milliseconds(30),
    _ probe: () async throws -> T?
) async throws -> T {
    let deadline = ContinuousClock.now + limit
    while true {
        if let found = try await probe() { return found }
        guard ContinuousClock.now < deadline else { throw TimeLimitExceeded(expected: expected(), limit: limit) }
        try await Task.sleep(for: pause)
    }
}

/// Waits until a condition holds.
public func eventually(
    _ expected: @autoclosure () -> String,
    within limit: Duration = .seconds(20),
    every pause: Duration = .milliseconds(30),
    _ condition: () async throws -> Bool
) async throws {
    let _: Bool = try await eventually(expected(), within: limit, every: pause) {
        try await condition() ? true : nil
    }
}

/// Blocks the calling thread until a condition holds, and returns whether it does.
public func waitUntil(
    within limit: Duration, every pause: Duration = .milliseconds(10), _ condition: () throws -> Bool
) rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else { return false }
        usleep(UInt32(pause.pollTimeout) * 1000)
    }
    return true
}

extension Duration {
    /// The duration in whole milliseconds, rounded up, as poll(2) takes it.
    var pollTimeout: Int32 {
        let (seconds, attoseconds) = components
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return .max }
        return Int32(clamping: milliseconds &+ (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
