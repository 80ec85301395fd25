/// Thrown when what a test waited for did not come in time.
struct OutOfPatience: Error, CustomStringConvertible {
    let what: String
    let limit: Duration

    var description: String { "waited \(limit) in vain for \(what)" }
}

/// Asks again and again until the probe finds something, and hands that back.
///
/// The one place in these tests that polls. `what` is read only on giving up, so it can describe what was seen last.
/// An error thrown by the probe ends the wait at once.
func eventually<T>(
    _ what: @autoclosure () -> String,
    within limit: Duration = .seconds(20),
    every pause: Duration = .milliseconds(30),
    _ probe: () async throws -> T?
) async throws -> T {
    let deadline = ContinuousClock.now + limit
    while true {
        if let found = try await probe() { return found }
        guard ContinuousClock.now < deadline else { throw OutOfPatience(what: what(), limit: limit) }
        try await Task.sleep(for: pause)
    }
}

/// Waits until a condition holds.
func eventually(
    _ what: @autoclosure () -> String,
    within limit: Duration = .seconds(20),
    every pause: Duration = .milliseconds(30),
    _ condition: () async throws -> Bool
) async throws {
    let _: Bool = try await eventually(what(), within: limit, every: pause) {
        try await condition() ? true : nil
    }
}
