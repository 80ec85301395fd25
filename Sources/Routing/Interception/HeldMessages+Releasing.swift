internal import DequeModule
import Events
internal import HeapModule

/// The release of held messages.
extension HeldMessages {
    /// A message that is released to some of its recipients.
    struct Released {
        var message: HeldMessage
        let cause: Release.Cause
    }

    /// Removes and returns the messages that are to be released at `time`, in order: ``batch`` deliveries, or little more.
    ///
    /// The rest is left to further turns, at the time ``due``. Between turns, a call releases twice as many deliveries as
    /// were added since the last one, so that the rest shrinks, and all that exceed the limits.
    ///
    /// - Parameters:
    ///   - time: The current time.
    ///   - isTurn: Whether the time ``due`` was reached.
    /// - Returns: The messages, each with the recipients that it is released to.
    mutating func proceed(at time: Instant, isTurn: Bool) -> [Released] {
        expire(at: time)
        var rest = isTurn || !isBehind ? Self.batch : 2 * added
        added = 0
        var released: [Released] = []
        while rest > 0 || isFull, let number = releasable.popMin() {
            let parts = release(number)
            rest -= parts.reduce(0) { $0 + $1.message.recipients.count }
            released += parts
        }
        compact()
        if releasable.isEmpty { behindSince = nil } else if isTurn || !isBehind { behindSince = time }
        return released
    }

    /// Allows the messages whose deadlines have passed.
    private mutating func expire(at time: Instant) {
        while let deadline = deadlines.min, deadline.time <= time {
            deadlines.removeMin()
            guard let message = items[deadline.number]?.message else { continue }
            switch (message.fate, message.cause) {
            case (.delayed, _): allow(deadline.number, .delayOver)
            case (_, .guardedOffer): allow(deadline.number, .guarded)
            case (.held, _), (.heldUntilGlare, _), (.queuedBehind, _), (.dropped, _): allow(deadline.number, .timeUp)
            }
        }
    }

    /// Removes a message from the lanes on which it may be released, and returns one part for each cause.
    private mutating func release(_ number: Int) -> [Released] {
        guard let item = items[number] else { return [] }
        items[number]?.isReleasable = false
        var parts: [Release.Cause: Set<PeerID>] = [:]
        if item.causes.isEmpty {
            guard let cause = item.releaseCause, !item.firsts.isEmpty else { return [] }
            if item.firsts.count == item.message.recipients.count {
                detach(number, from: item.message.recipients)
                return [Released(message: item.message, cause: cause)]
            }
            parts[cause] = Set(item.firsts)
        } else if let cause = item.releaseCause {
            for recipient in item.firsts { parts[item.causes[recipient] ?? cause, default: []].insert(recipient) }
        } else {
            for (recipient, cause) in item.causes where item.firsts.contains(recipient) {
                parts[cause, default: []].insert(recipient)
            }
        }
        let released = parts.map { cause, recipients in
            var part = Released(message: item.message, cause: cause)
            part.message.recipients.removeAll { !recipients.contains($0) }
            return part
        }
        for part in released { detach(number, from: part.message.recipients) }
        return released.sorted {
            ($0.message.recipients.first?.number ?? 0) < ($1.message.recipients.first?.number ?? 0)
        }
    }

    /// Removes the numbers of removed messages from the queues, in amortized constant time for each message.
    private mutating func compact() {
        while let number = releasable.min, items[number] == nil { releasable.removeMin() }
        while let number = order.first, items[number] == nil { order.removeFirst() }
        while let deadline = deadlines.min, !isHeldBack(deadline.number) { deadlines.removeMin() }
        let limit = 2 * items.count + 64
        if order.count > limit { order = Deque(order.filter { items[$0] != nil }) }
        if deadlines.count > limit { deadlines = Heap(deadlines.unordered.filter { isHeldBack($0.number) }) }
    }

    /// Returns whether a message is held that may not be released yet.
    private func isHeldBack(_ number: Int) -> Bool { items[number].map { $0.allowed == nil } ?? false }
}
