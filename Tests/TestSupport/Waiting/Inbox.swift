import Dispatch
import Synchronization

/// Values that any thread posts and a test waits for.
public final class Inbox<Value: Sendable>: Sendable {
    private let posted = DispatchSemaphore(value: 0)
    private let values = Mutex<[Value]>([])

    /// An empty inbox.
    public init() {}

    public func post(_ value: Value) {
        values.withLock { $0.append(value) }
        posted.signal()
    }

    /// The values that were posted and not removed, oldest first.
    public var all: [Value] { values.withLock { $0 } }

    /// Removes and returns the oldest value; `nil` if none is posted within `limit`.
    public func next(within limit: Duration = .seconds(20)) -> Value? {
        wait(within: limit) { values in values.isEmpty ? nil : values.removeFirst() }
    }

    /// Removes the oldest values up to the first that matches, and returns that one; `nil` if none does within `limit`.
    public func next(within limit: Duration = .seconds(20), where matches: (Value) -> Bool) -> Value? {
        wait(within: limit) { values in
            guard let index = values.firstIndex(where: matches) else {
                values.removeAll()
                return nil
            }
            defer { values.removeFirst(index + 1) }
            return values[index]
        }
    }

    /// The oldest value that matches, which stays in the inbox; `nil` if none does within `limit`.
    public func first(within limit: Duration = .seconds(20), where matches: (Value) -> Bool) -> Value? {
        wait(within: limit) { values in values.first(where: matches) }
    }

    private func wait(within limit: Duration, _ find: (inout [Value]) -> Value?) -> Value? {
        let deadline = DispatchTime.now() + .milliseconds(Int(limit.pollTimeout))
        while true {
            // A value may have been removed before its signal was received: that is one look too many.
            if let found = lookUp(find) { return found }
            if posted.wait(timeout: deadline) == .timedOut { return lookUp(find) }
        }
    }

    private func lookUp(_ find: (inout [Value]) -> Value?) -> Value? {
        values.withLock { values in find(&values) }
    }
}
