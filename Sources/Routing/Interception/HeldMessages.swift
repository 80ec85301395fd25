internal import DequeModule
import Events
internal import HeapModule
import Messages

/// The held messages.
///
/// Each lane, from one sender to one recipient, is a FIFO queue: a message is released to a recipient once it is allowed to
/// and no earlier message is held on that lane. The cost of a message depends on its own recipients only, not on what else
/// is held. Deadlines are in one heap.
///
/// ```
/// append ─► lanes ─► allow (operator, deadline, limit) ─► proceed ─► released, in the order in which they were sent
/// ```
struct HeldMessages: Sendable {
    /// The limit of held deliveries, where a message counts once for each recipient: 16,384, a hundred messages for each
    /// peer of a full room.
    ///
    /// Beyond it, the oldest are released.
    static let limit = 16_384
    /// The limit of held bytes, where a message counts once: 768 KiB, the setup of a hundred calls.
    ///
    /// It is below the default outbound queue of a peer, so that a release does not disconnect it.
    static let bytesLimit = 768 * 1024
    /// The limit of messages on one lane: 256, so that a peer that floods another one exhausts its own lane first.
    static let laneLimit = 256
    /// The limit of bytes on one lane: 576 KiB, two messages of the default size limit.
    static let laneBytesLimit = 576 * 1024
    /// The number of deliveries that one turn releases: 256, two or three milliseconds of the relay loop.
    static let batch = 256

    /// A held message and its state.
    struct Item: Sendable {
        /// The message, with the recipients that it is still held for.
        var message: HeldMessage
        /// The recipients on whose lanes the message is the first.
        var firsts: [PeerID] = []
        /// Why the message may be released to all recipients; `nil` if it may not yet.
        var allowed: Release.Cause?
        /// Why the message may be released to single recipients, if not to all.
        var causes: [PeerID: Release.Cause] = [:]
        /// Whether the message is in ``HeldMessages/releasable``.
        var isReleasable = false

        /// Why the message may be released once it is the first on a lane; `nil` if it may not yet.
        var releaseCause: Release.Cause? { allowed ?? (message.cause == .order ? .inTurn : nil) }

        /// Records that the message is the first on the lane to `recipient`, and returns whether it becomes releasable by that.
        fileprivate mutating func becomeFirst(for recipient: PeerID) -> Bool {
            firsts.append(recipient)
            guard !isReleasable, releaseCause != nil || causes[recipient] != nil else { return false }
            isReleasable = true
            return true
        }
    }

    /// The time at which a message is released automatically.
    struct Deadline: Comparable, Sendable {
        let time: Instant
        let number: Int

        static func < (one: Self, other: Self) -> Bool { (one.time, one.number) < (other.time, other.number) }
    }

    /// The held messages by number; numbers grow in the order in which messages were sent.
    var items: [Int: Item] = [:]
    private var appended = 0
    private var lanes = Lanes()
    /// The lanes of the messages that are held until glare.
    private var crossing = Lanes()
    /// The numbers of the messages of each entry.
    private var numbers: [Int: [Int]] = [:]
    /// The number of held deliveries of each sender.
    private var deliveriesBySender: [PeerID: Int] = [:]
    /// The numbers in order; some of the messages may have been removed.
    var order = Deque<Int>()
    /// The deadlines; some of the messages may have been removed, or allowed already.
    var deadlines = Heap<Deadline>()
    /// The numbers of messages that may be released to a recipient; some may have been removed.
    var releasable = Heap<Int>()
    /// The number of deliveries added since the last release.
    var added = 0
    /// The time since which releasable messages are left over from a turn; `nil` if there are none.
    var behindSince: Instant?
    /// The number of held deliveries.
    private(set) var deliveries = 0
    /// The number of held bytes.
    private(set) var bytes = 0

    /// Whether no message is held.
    var isEmpty: Bool { items.isEmpty }

    /// The held messages, in the order in which they were sent.
    var all: [HeldMessage] { items.keys.sorted().compactMap { items[$0]?.message } }

    /// The time of the next release without further events; `nil` if there is none.
    var due: Instant? { behindSince ?? deadlines.min?.time }

    /// Whether releasable messages are left over from a turn.
    var isBehind: Bool { behindSince != nil }

    /// Returns whether a message of `sender` is held.
    func hasAny(from sender: PeerID) -> Bool { deliveriesBySender[sender] != nil }

    /// Returns the entry of the first message on a lane; `nil` if the lane is empty.
    func firstEntry(from sender: PeerID, to recipient: PeerID) -> Int? {
        lanes.first(from: sender, to: recipient).flatMap { items[$0]?.message.entry }
    }

    // MARK: Adding

    /// Appends `message` to its lanes.
    mutating func append(_ message: HeldMessage) {
        appended += 1
        let (number, sender, size) = (appended, message.sender, message.size)
        var item = Item(message: message)
        var full: [PeerID] = []
        for recipient in message.recipients {
            let lane = lanes.append(number, bytes: size, from: sender, to: recipient)
            if lane.count == 1, item.becomeFirst(for: recipient) { releasable.insert(number) }
            if lane.count > Self.laneLimit || lane.bytes > Self.laneBytesLimit { full.append(recipient) }
        }
        items[number] = item
        numbers[message.entry, default: []].append(number)
        order.append(number)
        deliveriesBySender[sender, default: 0] += message.recipients.count
        deliveries += message.recipients.count
        added += message.recipients.count
        bytes += size
        if let until = message.until { deadlines.insert(Deadline(time: until, number: number)) }
        if message.isHeldUntilGlare { cross(number, message) }
        for recipient in full { makeRoom(from: sender, to: recipient) }
        makeRoom()
    }

    /// Allows `message` and the first held one that it crosses; if there is none, `message` is held for one.
    private mutating func cross(_ number: Int, _ message: HeldMessage) {
        for recipient in message.recipients {
            _ = crossing.append(number, bytes: 0, from: message.sender, to: recipient)
        }
        let others = message.recipients.compactMap { recipient in
            crossing.queue(from: recipient, to: message.sender)?.numbers.first { other in
                other != number && items[other]?.allowed == nil && items[other]?.message.rule == message.rule
            }
        }
        guard let other = others.min() else { return }
        for number in [other, number] { allow(number, .crossed) }
    }

    /// Allows the oldest messages of a lane that is over its limits.
    private mutating func makeRoom(from sender: PeerID, to recipient: PeerID) {
        guard let lane = lanes.queue(from: sender, to: recipient) else { return }
        var (count, bytes) = (lane.count, lane.bytes)
        for number in lane.numbers {
            guard count > Self.laneLimit || bytes > Self.laneBytesLimit, let item = items[number] else { return }
            (count, bytes) = (count - 1, bytes - item.message.size)
            allow(number, .noRoom, to: recipient)
        }
    }

    /// Whether the limits of all held messages are exceeded.
    var isFull: Bool { deliveries > Self.limit || bytes > Self.bytesLimit }

    /// Allows the oldest messages if the limits are exceeded.
    private mutating func makeRoom() {
        guard isFull else { return }
        var (deliveries, bytes) = (deliveries, bytes)
        for number in order {
            guard deliveries > Self.limit || bytes > Self.bytesLimit else { return }
            guard let message = items[number]?.message else { continue }
            (deliveries, bytes) = (deliveries - message.recipients.count, bytes - message.size)
            allow(number, .noRoom)
        }
    }

    // MARK: Allowing

    /// Allows a message to be released to all recipients, to each once it is the first on its lane.
    mutating func allow(_ number: Int, _ cause: Release.Cause) {
        guard items[number] != nil, items[number]?.allowed == nil else { return }
        items[number]?.allowed = cause
        markReleasable(number)
    }

    /// Allows a message to be released to `recipient` once it is the first on its lane.
    private mutating func allow(_ number: Int, _ cause: Release.Cause, to recipient: PeerID) {
        guard let item = items[number], item.allowed == nil, item.causes[recipient] == nil else { return }
        items[number]?.causes[recipient] = cause
        markReleasable(number)
    }

    /// Marks a message as releasable.
    private mutating func markReleasable(_ number: Int) {
        guard items[number]?.isReleasable == false else { return }
        items[number]?.isReleasable = true
        releasable.insert(number)
    }

    /// Allows all messages for which `isMeant` returns true.
    mutating func allow(_ cause: Release.Cause, where isMeant: (HeldMessage) -> Bool) {
        let meant = items.compactMap { $1.allowed == nil && isMeant($1.message) ? $0 : nil }
        for number in meant { allow(number, cause) }
    }

    /// Allows the messages of `entries`.
    mutating func allow(_ cause: Release.Cause, entries: [Int]) {
        for entry in entries { for number in numbers[entry] ?? [] { allow(number, cause) } }
    }

    /// Allows the offers that the glare guard holds for `recipient`, which has sent its first candidate.
    mutating func allowGuarded(to recipient: PeerID) {
        for number in lanes.numbers(to: recipient) where items[number]?.message.cause == .guardedOffer {
            allow(number, .guarded, to: recipient)
        }
    }

    // MARK: Changing

    /// Replaces the message of `entry`; returns false if it is no longer held.
    mutating func replace(_ entry: Int, by message: Message) -> Bool {
        guard let numbers = numbers[entry] else { return false }
        for number in numbers {
            guard let held = items[number]?.message else { continue }
            let difference = message.payload.count - held.message.payload.count
            bytes += difference
            for recipient in held.recipients { lanes.grow(by: difference, from: held.sender, to: recipient) }
            items[number]?.message.message = message
            items[number]?.message.isEdited = true
        }
        return true
    }

    /// Removes the messages of `entries`, even if earlier ones are held, and returns them in order.
    mutating func remove(entries: [Int]) -> [HeldMessage] {
        Set(entries).flatMap { numbers[$0] ?? [] }.sorted().compactMap { number in
            guard let message = items[number]?.message else { return nil }
            detach(number, from: message.recipients)
            return message
        }
    }

    /// Removes `peer` from the recipients, and returns the messages that were held for no other peer, in order.
    mutating func removeRecipient(_ peer: PeerID) -> [HeldMessage] {
        lanes.numbers(to: peer).compactMap { number in
            guard let message = items[number]?.message else { return nil }
            detach(number, from: [peer])
            return message.recipients.count == 1 ? message : nil
        }
    }

    /// Removes a message from the lanes to `recipients`, and marks the new first messages as releasable.
    mutating func detach(_ number: Int, from recipients: [PeerID]) {
        guard let message = items[number]?.message else { return }
        for recipient in recipients {
            if message.isHeldUntilGlare {
                _ = crossing.remove(number, bytes: 0, from: message.sender, to: recipient)
            }
            let next = lanes.remove(number, bytes: message.size, from: message.sender, to: recipient)
            guard let next, let place = items.index(forKey: next) else { continue }
            if items.values[place].becomeFirst(for: recipient) { releasable.insert(next) }
        }
        deliveries -= recipients.count
        let rest = (deliveriesBySender[message.sender] ?? 0) - recipients.count
        deliveriesBySender[message.sender] = rest > 0 ? rest : nil
        guard recipients.count < message.recipients.count else { return removeItem(number, message) }
        let isGone = Self.membership(of: recipients)
        items[number]?.message.recipients.removeAll(where: isGone)
        items[number]?.firsts.removeAll(where: isGone)
        for recipient in recipients { items[number]?.causes[recipient] = nil }
    }

    /// Removes a message without recipients.
    private mutating func removeItem(_ number: Int, _ message: HeldMessage) {
        items[number] = nil
        // No message is left for a further turn.
        if items.isEmpty { behindSince = nil }
        bytes -= message.size
        numbers[message.entry]?.removeAll { $0 == number }
        if numbers[message.entry]?.isEmpty == true { numbers[message.entry] = nil }
    }

    private static func membership(of recipients: [PeerID]) -> (PeerID) -> Bool {
        recipients.count < 8 ? { recipients.contains($0) } : Set(recipients).contains
    }
}

extension HeldMessage {
    /// Whether the message is held until one in the other direction matches the same rule.
    fileprivate var isHeldUntilGlare: Bool { if case .heldUntilGlare = fate { true } else { false } }
}
