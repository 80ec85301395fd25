import Events
import HashTreeCollections

/// A message of a client that the server may still send on.
struct PendingMessage: Sendable {
    /// An outbound message that the message was joined with.
    struct Join: Hashable, Sendable {
        let recipient: PeerID
        /// The key by which they were joined; a message of several candidates is joined by each.
        let key: LegKey
    }

    let message: LegMessage
    /// All keys, the strongest first.
    let keys: [LegKey]
    /// The ICE user name of a candidate, its own or else that of the last description of its sender.
    let userName: String?
    var joins: Set<Join> = []
    var fate = LegBook.Fate.pending
    /// Whether an outbound message may be this one or that of another client.
    var isDoubtful = false

    /// Whether nothing is known of it yet.
    var isWaiting: Bool { fate == .pending && !isDoubtful }
}

/// The messages of clients that the server may still send on, found by number and by key.
///
/// A copy shares storage with the original.
struct PendingMessages: Sendable {
    /// The number of messages of all clients; the oldest is dropped.
    static let limit = 16_384
    /// The bytes of these messages, some of which the journal may have evicted.
    static let byteLimit = 16 * 1024 * 1024

    private var messages = TreeDictionary<Int, PendingMessage>()
    /// The numbers of the messages that have a key, in order.
    private var index = TreeDictionary<LegKey, [Int]>()
    private var bytes = 0
    /// No message has a lower number.
    private var oldest = 0

    subscript(number: Int) -> PendingMessage? {
        get { messages[number] }
        _modify { yield &messages[number] }
    }

    /// The numbers of all messages.
    var numbers: [Int] { Array(messages.keys) }

    /// The messages that have `key`, in order.
    func numbers(_ key: LegKey) -> [Int] { index[key, default: []] }

    /// The number of the oldest message, if its time is over at `now`, or if there are too many or too large ones; `nil`
    /// otherwise.
    mutating func excess(at now: Instant) -> Int? {
        guard !messages.isEmpty else { return nil }
        while messages[oldest] == nil { oldest += 1 }
        guard let time = messages[oldest]?.message.time else { return nil }
        let isOver = now.nanoseconds - time.nanoseconds > LegBook.window
        return isOver || messages.count > Self.limit || bytes > Self.byteLimit ? oldest : nil
    }

    /// Adds a message, whose number is greater than all others.
    mutating func insert(_ pending: PendingMessage) {
        let number = pending.message.number
        if messages.isEmpty { oldest = number }
        messages[number] = pending
        for key in Set(pending.keys) { index[key, default: []].append(number) }
        bytes += pending.message.size
    }

    /// Removes the message with `number`, and returns it.
    mutating func remove(_ number: Int) -> PendingMessage? {
        guard let pending = messages.removeValue(forKey: number) else { return nil }
        bytes -= pending.message.size
        for key in Set(pending.keys) {
            let rest = index[key, default: []].filter { $0 != number }
            index[key] = rest.isEmpty ? nil : rest
        }
        return pending
    }
}
