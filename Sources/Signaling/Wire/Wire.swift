/// What stands between who speaks and who hears: rules, the glare guard, and messages that wait.
///
/// What one peer says to another never overtakes what it said before and still waits, unless the operator asks for it:
/// it waits behind that. Other peers, and the other direction, go on.
///
/// ```
/// message ─► judge ─► those who hear it now
///               └───► held ─► proceed (time, operator, turn) ─► those who hear it then
/// ```
struct Wire: Sendable {
    /// How many messages may wait at a time; what is more lets the oldest go.
    static let heldLimit = 4096
    /// How many bytes may wait at a time: room for a hundred calls, and less than may wait to be read by one peer, so that
    /// no release ends its connection.
    static let bytesLimit = 768 * 1024

    /// A rule at work.
    struct Armed: Sendable {
        let number: Int
        let rule: WireRule
        var sieve: Filter.Sieve
    }

    var armed: [Armed] = []
    private var armings = 0
    /// What waits, in the order in which it was said.
    private(set) var held: [HeldMessage] = []
    private var bytes = 0
    /// When something that waits goes on by itself; nil where nothing does.
    private(set) var due: Instant?
    /// Whether something may go on by what has happened since the last time.
    private var isStirred = false
    var glareGuard: GlareGuard

    init(guardsGlare: Bool) {
        glareGuard = GlareGuard(isEverywhere: guardsGlare)
    }

    /// Whether nothing of it has any work: messages go straight on.
    var isIdle: Bool { armed.isEmpty && held.isEmpty && glareGuard.isOff }

    /// The rules that work, in the order in which they were armed.
    var rules: [ArmedRule] { armed.map { ArmedRule($0.number, $0.rule) } }

    // MARK: Rules

    /// Has `rule` work from now on, and returns what it is called by; nil where there are enough.
    mutating func arm(_ rule: WireRule) -> Int? {
        guard armed.count < WireRule.limit else { return nil }
        armings += 1
        armed.append(Armed(number: armings, rule: rule, sieve: Filter.Sieve(rule.filter)))
        return armings
    }

    /// Takes the rule away, whose messages may go on; nil where there is none of that number.
    mutating func disarm(_ number: Int) -> WireRule? {
        guard let index = armed.firstIndex(where: { $0.number == number }) else { return nil }
        allow(.disarmed) { $0.rule == number }
        return armed.remove(at: index).rule
    }

    // MARK: What waits

    /// Keeps what is said, where it waits at all.
    mutating func hold(_ saying: Saying, for receivers: [PeerID], _ verdict: Verdict) {
        guard let wait = verdict.wait else { return }
        var until: Instant?
        switch verdict.fate {
        case .held(let time), .delayed(let time): until = time
        case .behind, .dropped: break
        }
        var rule: Int?
        if case .rule(let number) = verdict.cause { rule = number }
        let message = HeldMessage(
            entry: saying.entry, message: saying.message, sender: saying.sender.id, room: saying.sender.room,
            addressee: saying.addressee, receivers: receivers, since: saying.time, wait: wait, until: until, rule: rule)
        held.append(message)
        bytes += message.size
        due = [due, until].compactMap(\.self).min()
        // What waits for its turn alone stirs nothing, as long as there is room.
        isStirred = isStirred || bytes > Self.bytesLimit || held.count > Self.heldLimit
        if wait == .crossing { cross(message) }
    }

    /// Lets those that `isMeant` go on, each as soon as nothing before it waits.
    mutating func allow(_ cause: Release.Cause, where isMeant: (HeldMessage) -> Bool) {
        for index in held.indices where held[index].cause == nil && isMeant(held[index]) {
            held[index].cause = cause
            isStirred = true
        }
    }

    /// Puts `message` in place of what was said in entry `entry`; false where that waits no more.
    mutating func replace(_ entry: Int, by message: Message) -> Bool {
        guard held.contains(where: { $0.entry == entry }) else { return false }
        for index in held.indices where held[index].entry == entry {
            bytes += message.payload.count - held[index].message.payload.count
            held[index].message = message
            held[index].isEdited = true
        }
        return true
    }

    /// Takes those out that `isMeant`, whatever waits before them.
    mutating func remove(where isMeant: (HeldMessage) -> Bool) -> [HeldMessage] {
        let gone = held.filter(isMeant)
        guard !gone.isEmpty else { return [] }
        held.removeAll(where: isMeant)
        bytes -= gone.reduce(0) { $0 + $1.size }
        isStirred = true
        return gone
    }

    /// Takes out what may go on at `time`, in order, each for those for whom nothing before it waits, and with why.
    mutating func proceed(at time: Instant) -> [(message: HeldMessage, cause: Release.Cause)] {
        let isDue = due.map { $0 <= time } ?? false
        guard isStirred || isDue else { return [] }
        isStirred = false
        for index in held.indices where held[index].cause == nil && held[index].until.map({ $0 <= time }) == true {
            switch held[index].wait {
            case .time: held[index].cause = .delayOver
            case .beginning: held[index].cause = .guarded
            case .release, .crossing, .order: held[index].cause = .timeUp
            }
        }
        makeRoom()
        var blocked: Set<Lane> = []
        var (kept, gone): ([HeldMessage], [(HeldMessage, Release.Cause)]) = ([], [])
        for message in held {
            let cause = message.cause ?? (message.wait == .order ? .inTurn : nil)
            let free = cause == nil ? [] : message.receivers.filter { !blocked.contains(Lane(message.sender, $0)) }
            if let cause, !free.isEmpty {
                var part = message
                part.receivers = free
                gone.append((part, cause))
            }
            guard free.count < message.receivers.count else {
                bytes -= message.size
                continue
            }
            var rest = message
            rest.receivers.removeAll(where: free.contains)
            kept.append(rest)
            blocked.formUnion(rest.receivers.map { Lane(message.sender, $0) })
        }
        held = kept
        due = held.lazy.filter { $0.cause == nil }.compactMap(\.until).min()
        return gone
    }

    /// From whom to whom.
    private struct Lane: Hashable {
        let from: PeerID
        let to: PeerID

        init(_ from: PeerID, _ to: PeerID) { (self.from, self.to) = (from, to) }
    }

    /// Lets `message`, the last that is held, and the first that waits for such a one, go.
    private mutating func cross(_ message: HeldMessage) {
        let other = held.dropLast().firstIndex { other in
            other.wait == .crossing && other.rule == message.rule && other.cause == nil
                && message.receivers.contains(other.sender) && other.receivers.contains(message.sender)
        }
        guard let other else { return }
        for index in [other, held.count - 1] { held[index].cause = .crossed }
        isStirred = true
    }

    /// Lets the oldest go where more waits than may.
    private mutating func makeRoom() {
        var (count, total) = (held.count, bytes)
        for index in held.indices where count > Self.heldLimit || total > Self.bytesLimit {
            if held[index].cause == nil { held[index].cause = .noRoom }
            count -= 1
            total -= held[index].size
        }
    }

    /// Takes out what waits for `peer` alone, which has gone, and leaves it out of what waits for others too.
    mutating func forget(_ peer: PeerID, among others: [PeerID]) -> [HeldMessage] {
        glareGuard.forget(peer, among: others)
        let gone = remove { $0.receivers == [peer] }
        for index in held.indices { held[index].receivers.removeAll { $0 == peer } }
        return gone
    }
}
