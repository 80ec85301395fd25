internal import DequeModule
import Events
internal import HeapModule

/// How held messages go on.
extension HeldMessages {
    /// A message that goes on to some of its receivers, and why.
    struct Released {
        var message: HeldMessage
        let cause: Release.Cause
    }

    /// Takes out what may go on at `time`, in the order in which it was said: ``batch`` deliveries, or little more.
    ///
    /// The rest is for further turns, which come when it is ``due``. Until then other calls release twice as much as was
    /// added meanwhile, so that what is left shrinks, and what is over the limits.
    ///
    /// - Parameters:
    ///   - time: The moment.
    ///   - isTurn: Whether this is such a turn.
    /// - Returns: What goes on, each with the receivers that it goes on to.
    mutating func proceed(at time: Instant, isTurn: Bool) -> [Released] {
        expire(at: time)
        var rest = isTurn || !isBehind ? Self.batch : 2 * added
        added = 0
        var released: [Released] = []
        while rest > 0 || isFull, let number = stirred.popMin() {
            let parts = release(number)
            rest -= parts.reduce(0) { $0 + $1.message.receivers.count }
            released += parts
        }
        tidy()
        if stirred.isEmpty { behindSince = nil } else if isTurn || !isBehind { behindSince = time }
        return released
    }

    /// Lets those go on whose time is up.
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

    /// Takes out a message for those to whom it may go on: one part for each cause.
    private mutating func release(_ number: Int) -> [Released] {
        guard let item = items[number] else { return [] }
        items[number]?.isStirred = false
        var parts: [Release.Cause: Set<PeerID>] = [:]
        if item.causes.isEmpty {
            guard let cause = item.releaseCause, !item.firsts.isEmpty else { return [] }
            if item.firsts.count == item.message.receivers.count {
                detach(number, from: item.message.receivers)
                return [Released(message: item.message, cause: cause)]
            }
            parts[cause] = Set(item.firsts)
        } else if let cause = item.releaseCause {
            for receiver in item.firsts { parts[item.causes[receiver] ?? cause, default: []].insert(receiver) }
        } else {
            for (receiver, cause) in item.causes where item.firsts.contains(receiver) {
                parts[cause, default: []].insert(receiver)
            }
        }
        let released = parts.map { cause, receivers in
            var part = Released(message: item.message, cause: cause)
            part.message.receivers.removeAll { !receivers.contains($0) }
            return part
        }
        for part in released { detach(number, from: part.message.receivers) }
        return released.sorted { ($0.message.receivers.first?.number ?? 0) < ($1.message.receivers.first?.number ?? 0) }
    }

    /// Lets go of what is left in the queues of messages that are gone: the more of it the rarer, so that it costs each
    /// message no more than a moment.
    private mutating func tidy() {
        while let number = stirred.min, items[number] == nil { stirred.removeMin() }
        while let number = order.first, items[number] == nil { order.removeFirst() }
        while let deadline = deadlines.min, !isWaiting(deadline.number) { deadlines.removeMin() }
        let limit = 2 * items.count + 64
        if order.count > limit { order = Deque(order.filter { items[$0] != nil }) }
        if deadlines.count > limit { deadlines = Heap(deadlines.unordered.filter { isWaiting($0.number) }) }
    }

    /// Whether a message is held that may not go on yet.
    private func isWaiting(_ number: Int) -> Bool { items[number].map { $0.allowed == nil } ?? false }
}
