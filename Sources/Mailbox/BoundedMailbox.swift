import DequeModule
import NIOConcurrencyHelpers

/// A bounded queue from one thread to another that drops its oldest elements when it is full.
///
/// Posting never blocks.
///
/// A sixteenth of the queue is dropped at a time. A reader that is too slow for long then gets long runs of consecutive
/// elements with few gaps between them, instead of every other element.
///
/// ```
/// relay loop ── post ──► [oldest … newest] ── take ──► console thread
///                 └ wake, if the queue was empty
/// ```
public final class BoundedMailbox<Element: Sendable>: Sendable {
    /// The capacity of a mailbox.
    public struct Limits: Sendable {
        /// The maximum number of elements; 65,536 by default, three seconds of a relay at full load.
        public var elements = 65_536
        /// The maximum number of bytes, as given to ``post(_:bytes:)``; 16 MiB by default.
        public var bytes = 16 * 1024 * 1024

        public init() {}
    }

    /// The result of ``take(_:)``.
    public struct Batch: Sendable {
        /// The elements, oldest first.
        public let elements: [Element]
        /// The number of elements dropped since the last batch, all of them older than ``elements``.
        public let lost: Int
        /// Whether more elements are in the mailbox.
        public let hasMore: Bool
    }

    private struct State {
        var queue = Deque<(element: Element, bytes: Int)>()
        var bytes = 0
        var lost = 0

        /// Removes the oldest elements until a sixteenth of the capacity is free, but never the last; returns them.
        mutating func dropOldest(_ limits: Limits) -> [Element] {
            let (elements, bytes) = (limits.elements - limits.elements / 16, limits.bytes - limits.bytes / 16)
            var dropped: [Element] = []
            while queue.count > elements || self.bytes > bytes, queue.count > 1, let (element, size) = queue.popFirst()
            {
                self.bytes -= size
                dropped.append(element)
            }
            lost += dropped.count
            return dropped
        }
    }

    private let state = NIOLockedValueBox(State())
    private let limits: Limits
    private let wake: @Sendable () -> Void

    /// Creates an empty mailbox.
    ///
    /// - Parameters:
    ///   - limits: The capacity.
    ///   - wake: Called on the posting thread when an element is posted to an empty mailbox; it must not block.
    public init(limits: Limits = Limits(), wake: @escaping @Sendable () -> Void) {
        self.limits = limits
        self.wake = wake
    }

    /// Adds `element`, whose size is counted as `bytes`.
    public func post(_ element: Element, bytes: Int) {
        // Dropped elements are released outside of the lock, so that the reader does not wait for that.
        let (wasEmpty, _) = state.withLockedValue { state -> (Bool, [Element]) in
            let wasEmpty = state.queue.isEmpty
            state.queue.append((element, bytes))
            state.bytes += bytes
            guard state.queue.count > limits.elements || state.bytes > limits.bytes else { return (wasEmpty, []) }
            return (wasEmpty, state.dropOldest(limits))
        }
        if wasEmpty { wake() }
    }

    /// Removes and returns the oldest elements, at most `count` of them.
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
