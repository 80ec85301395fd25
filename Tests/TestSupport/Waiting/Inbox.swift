import Dispatch
import Synchronization

/// A queue to which any thread posts values, and in which a test waits for them.
public final class Inbox<Value: Sendable>: Sendable {
    private let posted = DispatchSemaphore(value: 0)
    private let values = Mutex<[Value]>([])

    /// Creates an empty inbox.
    public init() {}

    public func post(_ value: Value) {
        values.withLock { $0.append(value) }
        posted.signal()
    }

    /// The values in the inbox, oldest first.
    public var all: [Value] { values.withLock { $0 } }

    /// Removes and returns the oldest value; returns `nil` if there is none within `limit`.
    public func next(within limit: Duration = .seconds(20)) -> Value? {
        wait(within: limit) { values in values.isEmpty ? nil : values.removeFirst() }
    }

    /// Removes all values up to the first that matches, and returns that; returns `nil` if none matches within `limit`.
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

    /// Returns the oldest value that matches without removing it; returns `nil` if none matches within `limit`.
    public func first(within limit: Duration = .seconds(20), where matches: (Value) -> Bool) -> Value? {
        wait(within: limit) { values in values.first(where: matches) }
    }

    private func wait(within limit: Duration, _ find: (inout [Value]) -> Value?) -> Value? {
        let deadline = DispatchTime.now() + .milliseconds(Int(limit.pollTimeout))
        while true {
            // The semaphore may be ahead of the values, because values are also removed without waiting.
            if let found = lookUp(find) { return found }
            if posted.wait(timeout: deadline) == .timedOut { return lookUp(find) }
        }
    }

    private func lookUp(_ find: (inout [Value]) -> Value?) -> Value? {
        values.withLock { values in find(&values) }
    }
}
