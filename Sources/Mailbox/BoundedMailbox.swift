import DequeModule
import NIOConcurrencyHelpers

/// A bounded queue from one thread to another: who posts never waits, and what does not fit is lost from the old end.
///
/// Then a sixteenth is lost in one piece: a reader that is too slow for long has whole stretches of what was said, with
/// few gaps between them, and makes more of these than of every other word.
///
/// ```
/// relay loop ── post ──► [oldest … newest] ── take ──► console thread
///                             └ wake, where it was empty
/// ```
public final class Mailbox<Element: Sendable>: Sendable {
    /// How much waits at the most.
    public struct Limits: Sendable {
        /// Default 65,536: three seconds of a relay at full load.
        public var elements = 65_536
        /// As the poster counts them; default 16 MiB.
        public var bytes = 16 * 1024 * 1024

        public init() {}
    }

    /// What was taken.
    public struct Batch: Sendable {
        /// Oldest first.
        public let elements: [Element]
        /// How many were lost since the last batch; they were older than these.
        public let lost: Int
        /// Whether more waits.
        public let hasMore: Bool
    }

    private struct State {
        var queue = Deque<(element: Element, bytes: Int)>()
        var bytes = 0
        var lost = 0

        /// Loses the oldest until a sixteenth is free, and never the last; returns them.
        mutating func makeRoom(_ limits: Limits) -> [Element] {
            let (elements, bytes) = (limits.elements - limits.elements / 16, limits.bytes - limits.bytes / 16)
            var oldest: [Element] = []
            while queue.count > elements || self.bytes > bytes, queue.count > 1, let (element, size) = queue.popFirst()
            {
                self.bytes -= size
                oldest.append(element)
            }
            lost += oldest.count
            return oldest
        }
    }

    private let state = NIOLockedValueBox(State())
    private let limits: Limits
    private let wake: @Sendable () -> Void

    /// An empty mailbox.
    ///
    /// - Parameters:
    ///   - limits: How much waits at the most.
    ///   - wake: Tells the reader that there is something, when there was nothing; called by who posts, so it never waits.
    public init(limits: Limits = Limits(), wake: @escaping @Sendable () -> Void) {
        self.limits = limits
        self.wake = wake
    }

    /// Adds `element`, which counts for `bytes`.
    ///
    /// Never waits for the reader.
    public func post(_ element: Element, bytes: Int) {
        // What is lost ends its life when the reader need not wait for that.
        let (wasEmpty, _) = state.withLockedValue { state -> (Bool, [Element]) in
            let wasEmpty = state.queue.isEmpty
            state.queue.append((element, bytes))
            state.bytes += bytes
            guard state.queue.count > limits.elements || state.bytes > limits.bytes else { return (wasEmpty, []) }
            return (wasEmpty, state.makeRoom(limits))
        }
        if wasEmpty { wake() }
    }

    /// Takes the oldest, `count` of them at the most.
    public func take(_ count: Int = .max) -> Batch {
        state.withLockedValue { state in
            let taken = min(count, state.queue.count)
            var elements: [Element] = []
            elements.reserveCapacity(taken)
            for _ in 0..<taken {
                guard let oldest = state.queue.popFirst() else { break }
                state.bytes -= oldest.bytes
                elements.append(oldest.element)
            }
            defer { state.lost = 0 }
            return Batch(elements: elements, lost: state.lost, hasMore: !state.queue.isEmpty)
        }
    }
}
