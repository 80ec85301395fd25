/// Runs `body` and then, whether or not it throws, `cleanUp`.
///
/// The latter runs in a task of its own: a test that has run out of time is cancelled, and could wait for nothing.
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
