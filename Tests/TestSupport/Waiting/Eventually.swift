import Glibc

/// The error of a wait that has exceeded its time limit.
public struct TimeLimitExceeded: Error, CustomStringConvertible {
    let expected: String
    let limit: Duration

    /// - Parameters:
    ///   - expected: A description of the expected event.
    ///   - limit: The time limit.
    public init(expected: String, limit: Duration) {
        self.expected = expected
        self.limit = limit
    }

    public var description: String { "waited \(limit) for \(expected)" }
}

/// Calls a probe repeatedly until it returns a value.
///
/// Use it for conditions that change without an event that a test could wait for: the output of another process, the
/// screen of a terminal, or the state of a web page.
///
/// - Parameters:
///   - expected: A description of the expected value, evaluated only if the limit is exceeded.
///   - limit: The time limit.
///   - pause: The time between two calls.
///   - probe: Returns the value, or `nil` if there is none yet.
/// - Returns: The value.
/// - Throws: ``TimeLimitExceeded``, or the error of the probe.
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
        // Polling: the output of processes, the screen of tmux and the state of pages change without notifying this
        // process.
        try await Task.sleep(for: pause)
    }
}

/// Waits until a condition is true.
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

/// Blocks the calling thread until a condition is true or `limit` has passed; returns whether it is true.
public func waitUntil(
    within limit: Duration, every pause: Duration = .milliseconds(10), _ condition: () throws -> Bool
) rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else { return false }
        // Polling: the system does not notify a process when another one starts to listen, and waitpid(2) has no time
        // limit.
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

/// Runs `body` and then `cleanUp`, even if `body` throws.
///
/// `cleanUp` runs in a task of its own, because the task of a test that has exceeded its time limit is cancelled.
public func withCleanup<Result>(
    _ cleanUp: @escaping @Sendable () async -> Void, _ body: () async throws -> Result
) async throws -> Result {
    do {
        let result = try await body()
        await Task { await cleanUp() }.value
        return result
    } catch {
        await Task { await cleanUp() }.value
        throw error
    }
}
