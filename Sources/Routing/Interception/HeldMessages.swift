internal import DequeModule
import Events
internal import HeapModule
import Messages

/// The messages that wait at the relay.
///
/// Each lane, from a sender to a receiver, is a queue: a message goes on to a receiver once nothing before it waits on that
/// lane and it may. A message costs time for its own receivers alone, whatever else is held; what waits for a time is in
/// one heap.
///
/// ```
/// append ─► lanes ─► allow, deadline, limit ─► proceed ─► released, in the order in which they were said
/// ```
struct HeldMessages: Sendable {
    /// Deliveries held at a time, a message for one receiver each; 16,384: a hundred messages for each of a full room.
    ///
    /// What is more lets the oldest go.
    static let limit = 16_384
    /// Bytes held at a time, each message's counted once: room for a hundred calls, and less than may be queued for one
    /// peer, so that no release ends its connection.
    static let bytesLimit = 768 * 1024
    /// Messages held on one lane; 256, so that one that floods another loses its own turn before others lose theirs.
    static let laneLimit = 256
    /// Bytes held on one lane; 576 KiB, enough for two of the largest messages.
    static let laneBytesLimit = 576 * 1024
    /// Deliveries that one turn releases of what may go on; 256, two or three milliseconds of the relay loop.
    static let batch = 256

    /// A held message and how far it is.
    struct Item: Sendable {
        /// What is held, with the receivers it is still held for.
        var message: HeldMessage
        /// The receivers for whom nothing before it is held.
        var firsts: [PeerID] = []
        /// Why the message may be released to all its receivers; `nil` if it may not yet, but for ``causes``.
        var allowed: Release.Cause?
        /// Why it may go on to single receivers, if not to all.
        var causes: [PeerID: Release.Cause] = [:]
        /// Whether it is in the heap of those to look at.
        var isStirred = false

        /// Why the message may be released, once nothing before it is held; `nil` if it may not yet.
        var releaseCause: Release.Cause? { allowed ?? (message.cause == .order ? .inTurn : nil) }

        /// Notes that nothing before it is held for `receiver`; true if it is to be looked at for that.
        fileprivate mutating func becomeFirst(for receiver: PeerID) -> Bool {
            firsts.append(receiver)
            guard !isStirred, releaseCause != nil || causes[receiver] != nil else { return false }
            isStirred = true
            return true
        }
    }

    struct Deadline: Comparable, Sendable {
        let time: Instant
        let number: Int

        static func < (one: Self, other: Self) -> Bool { (one.time, one.number) < (other.time, other.number) }
    }

    /// By number, in the order in which they were said.
    var items: [Int: Item] = [:]
    private var appended = 0
    private var lanes = Lanes()
    /// The lanes of those that wait to cross, alone.
    private var crossing = Lanes()
    private var numbers: [Int: [Int]] = [:]
    /// Deliveries held of each sender.
    private var deliveriesBySender: [PeerID: Int] = [:]
    /// The numbers in order, some of them gone.
    var order = Deque<Int>()
    /// When messages go on by themselves, some of them gone or allowed already.
    var deadlines = Heap<Deadline>()
    /// Messages that may go on to somebody, some of them gone.
    var stirred = Heap<Int>()
    /// Deliveries added since the last time that any were released.
    var added = 0
    /// Since when more may go on than one turn releases; `nil` if all that may has gone.
    var behindSince: Instant?
    /// Deliveries held.
    private(set) var deliveries = 0
    /// Bytes held.
    private(set) var bytes = 0

    /// Whether nothing is held.
    var isEmpty: Bool { items.isEmpty }

    /// What is held, in the order in which it was said.
    var all: [HeldMessage] { items.keys.sorted().compactMap { items[$0]?.message } }

    /// When something may go on again without anything else happening; `nil` if nothing will.
    var due: Instant? { behindSince ?? deadlines.min?.time }

    /// Whether some of what may go on has not yet, as it is more than one turn releases.
    var isBehind: Bool { behindSince != nil }

    /// Whether anything is held that `sender` said.
    func hasAny(from sender: PeerID) -> Bool { deliveriesBySender[sender] != nil }

    /// The entry of the first message held on a lane; `nil` if nothing is.
    func firstEntry(from sender: PeerID, to receiver: PeerID) -> Int? {
        lanes.first(from: sender, to: receiver).flatMap { items[$0]?.message.entry }
    }

    // MARK: Adding

    /// Holds `message` behind all that is held on its lanes.
    mutating func append(_ message: HeldMessage) {
        appended += 1
        let (number, sender, size) = (appended, message.sender, message.size)
        var item = Item(message: message)
        var full: [PeerID] = []
        for receiver in message.receivers {
            let lane = lanes.append(number, bytes: size, from: sender, to: receiver)
            if lane.count == 1, item.becomeFirst(for: receiver) { stirred.insert(number) }
            if lane.count > Self.laneLimit || lane.bytes > Self.laneBytesLimit { full.append(receiver) }
        }
        items[number] = item
        numbers[message.entry, default: []].append(number)
        order.append(number)
        deliveriesBySender[sender, default: 0] += message.receivers.count
        deliveries += message.receivers.count
        added += message.receivers.count
        bytes += size
        if let until = message.until { deadlines.insert(Deadline(time: until, number: number)) }
        if message.isHeldUntilGlare { cross(number, message) }
        for receiver in full { makeRoom(from: sender, to: receiver) }
        makeRoom()
    }

    /// Lets `message` and the first that waits to cross it go on; if there is none, `message` waits for one.
    private mutating func cross(_ number: Int, _ message: HeldMessage) {
        for receiver in message.receivers {
            _ = crossing.append(number, bytes: 0, from: message.sender, to: receiver)
        }
        let others = message.receivers.compactMap { receiver in
            crossing.queue(from: receiver, to: message.sender)?.numbers.first { other in
                other != number && items[other]?.allowed == nil && items[other]?.message.rule == message.rule
            }
        }
        guard let other = others.min() else { return }
        for number in [other, number] { allow(number, .crossed) }
    }

    /// Lets the oldest of a lane go on if more is held there than may be.
    private mutating func makeRoom(from sender: PeerID, to receiver: PeerID) {
        guard let lane = lanes.queue(from: sender, to: receiver) else { return }
        var (count, bytes) = (lane.count, lane.bytes)
        for number in lane.numbers {
            guard count > Self.laneLimit || bytes > Self.laneBytesLimit, let item = items[number] else { return }
            (count, bytes) = (count - 1, bytes - item.message.size)
            allow(number, .noRoom, to: receiver)
        }
    }

    var isFull: Bool { deliveries > Self.limit || bytes > Self.bytesLimit }

    /// Lets the oldest of all go on if more is held than may be.
    private mutating func makeRoom() {
        guard isFull else { return }
        var (deliveries, bytes) = (deliveries, bytes)
        for number in order {
            guard deliveries > Self.limit || bytes > Self.bytesLimit else { return }
            guard let message = items[number]?.message else { continue }
            (deliveries, bytes) = (deliveries - message.receivers.count, bytes - message.size)
            allow(number, .noRoom)
        }
    }

    // MARK: Allowing

    /// Lets a message go on to all its receivers, to each once nothing before it is held.
    mutating func allow(_ number: Int, _ cause: Release.Cause) {
        guard items[number] != nil, items[number]?.allowed == nil else { return }
        items[number]?.allowed = cause
        stir(number)
    }

    /// Lets a message go on to `receiver` once nothing before it is held.
    private mutating func allow(_ number: Int, _ cause: Release.Cause, to receiver: PeerID) {
        guard let item = items[number], item.allowed == nil, item.causes[receiver] == nil else { return }
        items[number]?.causes[receiver] = cause
        stir(number)
    }

    /// Has a message looked at, as it may go on to somebody.
    private mutating func stir(_ number: Int) {
        guard items[number]?.isStirred == false else { return }
        items[number]?.isStirred = true
        stirred.insert(number)
    }

    /// Lets all that `isMeant` go on, each once nothing before it is held.
    mutating func allow(_ cause: Release.Cause, where isMeant: (HeldMessage) -> Bool) {
        let meant = items.compactMap { $1.allowed == nil && isMeant($1.message) ? $0 : nil }
        for number in meant { allow(number, cause) }
    }

    /// Lets what was said in `entries` go on, each once nothing before it is held.
    mutating func allow(_ cause: Release.Cause, entries: [Int]) {
        for entry in entries { for number in numbers[entry] ?? [] { allow(number, cause) } }
    }

    /// Lets what waits for `receiver` to begin go on to it.
    mutating func allowBegun(to receiver: PeerID) {
        for number in lanes.numbers(to: receiver) where items[number]?.message.cause == .guardedOffer {
            allow(number, .guarded, to: receiver)
        }
    }

    // MARK: Changing

    /// Puts `message` in place of what was said in `entry`; false if that is no longer held.
    mutating func replace(_ entry: Int, by message: Message) -> Bool {
        guard let numbers = numbers[entry] else { return false }
        for number in numbers {
            guard let held = items[number]?.message else { continue }
            let difference = message.payload.count - held.message.payload.count
            bytes += difference
            for receiver in held.receivers { lanes.grow(by: difference, from: held.sender, to: receiver) }
            items[number]?.message.message = message
            items[number]?.message.isEdited = true
        }
        return true
    }

    /// Takes out what was said in `entries`, whatever is held before it, and returns it in order.
    mutating func remove(entries: [Int]) -> [HeldMessage] {
        Set(entries).flatMap { numbers[$0] ?? [] }.sorted().compactMap { number in
            guard let message = items[number]?.message else { return nil }
            detach(number, from: message.receivers)
            return message
        }
    }

    /// Takes out what is held for `peer`, and returns, in order, what was held for nobody else.
    mutating func forget(_ peer: PeerID) -> [HeldMessage] {
        lanes.numbers(to: peer).compactMap { number in
            guard let message = items[number]?.message else { return nil }
            detach(number, from: [peer])
            return message.receivers.count == 1 ? message : nil
        }
    }

    /// Takes a message out of the lanes to `receivers`, and has those looked at that become the first there.
    mutating func detach(_ number: Int, from receivers: [PeerID]) {
        guard let message = items[number]?.message else { return }
        for receiver in receivers {
            if message.isHeldUntilGlare {
                _ = crossing.remove(number, bytes: 0, from: message.sender, to: receiver)
            }
            let next = lanes.remove(number, bytes: message.size, from: message.sender, to: receiver)
            guard let next, let place = items.index(forKey: next) else { continue }
            if items.values[place].becomeFirst(for: receiver) { stirred.insert(next) }
        }
        deliveries -= receivers.count
        let rest = (deliveriesBySender[message.sender] ?? 0) - receivers.count
        deliveriesBySender[message.sender] = rest > 0 ? rest : nil
        guard receivers.count < message.receivers.count else { return drop(number, message) }
        let isGone = Self.membership(of: receivers)
        items[number]?.message.receivers.removeAll(where: isGone)
        items[number]?.firsts.removeAll(where: isGone)
        for receiver in receivers { items[number]?.causes[receiver] = nil }
    }

    /// Forgets a message that is held for nobody any more.
    private mutating func drop(_ number: Int, _ message: HeldMessage) {
        items[number] = nil
        // Nothing is left that a further turn could release.
        if items.isEmpty { behindSince = nil }
        bytes -= message.size
        numbers[message.entry]?.removeAll { $0 == number }
        if numbers[message.entry]?.isEmpty == true { numbers[message.entry] = nil }
    }

    private static func membership(of receivers: [PeerID]) -> (PeerID) -> Bool {
        receivers.count < 8 ? { receivers.contains($0) } : Set(receivers).contains
    }
}

extension HeldMessage {
    /// Whether the message is held until one in the other direction matches the same rule.
    fileprivate var isHeldUntilGlare: Bool { if case .heldUntilGlare = fate { true } else { false } }
}
