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
    /// How many bytes may wait at a time: room for some hundred calls.
    static let bytesLimit = 4 * 1024 * 1024

    /// A rule at work.
    private struct Armed: Sendable {
        let number: Int
        let rule: WireRule
        var sieve: Filter.Sieve
    }

    private var armed: [Armed] = []
    private var armings = 0
    /// What waits, in the order in which it was said.
    private(set) var held: [HeldMessage] = []
    private var bytes = 0
    var glareGuard: GlareGuard

    init(guardsGlare: Bool) {
        glareGuard = GlareGuard(isEverywhere: guardsGlare)
    }

    /// Whether nothing of it has any work: messages go straight on.
    var isIdle: Bool { armed.isEmpty && held.isEmpty && glareGuard.isOff }

    /// The rules that work, in the order in which they were armed.
    var rules: [ArmedRule] { armed.map { ArmedRule($0.number, $0.rule) } }

    /// When something that waits goes on by itself; nil where nothing does.
    var due: Instant? { held.lazy.filter { $0.cause == nil }.compactMap(\.until).min() }

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

    // MARK: What is said

    /// A message that is said, to be judged.
    struct Saying {
        let entry: Int
        let message: Message
        let sender: Peer
        let addressee: Transit.Addressee
        let time: Instant
    }

    /// Who of `receivers` hears it now, and what becomes of it for the others; `facts` knows all who are here.
    mutating func judge(
        _ saying: Saying, to receivers: [PeerID], _ facts: some FilterContext, isPlain: (PeerID) -> Bool
    ) -> (passing: [PeerID], interceptions: [Interception]) {
        let isGuarded = !saying.sender.isAware && glareGuard.extent.covers(saying.sender.room)
        let reading = isGuarded || !armed.isEmpty ? Reading(saying.message) : nil
        // What it says is known by its entry when that is written; what waits for it then goes on behind it.
        if isGuarded, let reading, glareGuard.note(reading, from: saying.sender.id) {
            let sender = saying.sender.id
            allow(.guarded) { $0.wait == .beginning && $0.receivers.contains(sender) }
        }
        var passing: [PeerID] = []
        var verdicts: [(verdict: Verdict, receivers: [PeerID])] = []
        for receiver in receivers {
            let asked = isGuarded && isPlain(receiver) ? reading : nil
            guard let verdict = verdict(saying, to: receiver, reading, guarded: asked, facts) else {
                passing.append(receiver)
                continue
            }
            if let index = verdicts.firstIndex(where: { $0.verdict == verdict }) {
                verdicts[index].receivers.append(receiver)
            } else {
                verdicts.append((verdict, [receiver]))
            }
        }
        let interceptions = verdicts.map { verdict, receivers in
            Interception(verdict.fate, verdict.cause, receivers: receivers)
        }
        for (verdict, receivers) in verdicts { hold(saying, for: receivers, verdict) }
        return (passing, interceptions)
    }

    private struct Verdict: Hashable {
        let fate: Interception.Fate
        let cause: Interception.Cause
        /// What it waits for; nil for what is dropped.
        var wait: HeldMessage.Wait?
    }

    private mutating func verdict(
        _ saying: Saying, to receiver: PeerID, _ reading: Reading?, guarded: Reading?, _ facts: some FilterContext
    ) -> Verdict? {
        let sender = saying.sender.id
        if let reading, let number = firstRule(for: saying, to: receiver, reading, facts) {
            return verdict(armed[number].rule.action, .rule(armed[number].number), saying.time)
        }
        if let guarded {
            switch glareGuard.judge(guarded, entry: saying.entry, from: sender, to: receiver, at: saying.time) {
            case .pass: break
            case .hold:
                let until = saying.time.advanced(by: GlareGuard.holdTime)
                return Verdict(fate: .held(until: until), cause: .guardedOffer, wait: .beginning)
            case .drop(let cause): return Verdict(fate: .dropped, cause: cause)
            }
        }
        let before = held.first { $0.sender == sender && $0.receivers.contains(receiver) }
        return before.map { Verdict(fate: .behind(entry: $0.entry), cause: .order, wait: .order) }
    }

    private func verdict(_ action: WireRule.Action, _ cause: Interception.Cause, _ time: Instant) -> Verdict {
        switch action {
        case .hold(let seconds):
            Verdict(fate: .held(until: time.advanced(by: Int64(seconds) * 1_000_000_000)), cause: cause, wait: .release)
        case .cross(let seconds):
            Verdict(
                fate: .held(until: time.advanced(by: Int64(seconds) * 1_000_000_000)), cause: cause, wait: .crossing)
        case .delay(let milliseconds):
            Verdict(
                fate: .delayed(until: time.advanced(by: Int64(milliseconds) * 1_000_000)), cause: cause, wait: .time)
        case .drop: Verdict(fate: .dropped, cause: cause)
        }
    }

    /// The place of the first rule that means what is said to `receiver`, as if it alone heard it.
    private mutating func firstRule(
        for saying: Saying, to receiver: PeerID, _ reading: Reading, _ facts: some FilterContext
    ) -> Int? {
        let sender = saying.sender
        guard armed.contains(where: { $0.rule.isMeant(sender.id, receiver) }) else { return nil }
        let transit = Transit(
            message: saying.message, sender: .peer(sender.id), room: sender.room, addressee: saying.addressee,
            hearers: [receiver])
        let entry = Entry(number: saying.entry, time: saying.time, content: .message(transit))
        let record = Journal.Record(entry, reading)
        return armed.indices.first { index in
            armed[index].rule.isMeant(sender.id, receiver) && armed[index].sieve.passes(record, facts)
        }
    }

    private mutating func hold(_ saying: Saying, for receivers: [PeerID], _ verdict: Verdict) {
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
    }

    // MARK: What waits

    /// Lets those that `isMeant` go on, each as soon as nothing before it waits.
    mutating func allow(_ cause: Release.Cause, where isMeant: (HeldMessage) -> Bool) {
        for index in held.indices where held[index].cause == nil && isMeant(held[index]) { held[index].cause = cause }
    }

    /// Puts `message` in place of what was said in entry `entry`.
    mutating func replace(_ entry: Int, by message: Message) {
        for index in held.indices where held[index].entry == entry {
            bytes += message.payload.count - held[index].message.payload.count
            held[index].message = message
            held[index].isEdited = true
        }
    }

    /// Takes those out that `isMeant`, whatever waits before them.
    mutating func remove(where isMeant: (HeldMessage) -> Bool) -> [HeldMessage] {
        let gone = held.filter(isMeant)
        guard !gone.isEmpty else { return [] }
        held.removeAll(where: isMeant)
        bytes -= gone.reduce(0) { $0 + $1.size }
        return gone
    }

    /// Takes out what may go on at `time`, in order, each with why.
    mutating func proceed(at time: Instant) -> [(message: HeldMessage, cause: Release.Cause)] {
        guard !held.isEmpty else { return [] }
        cross()
        for index in held.indices where held[index].cause == nil && held[index].until.map({ $0 <= time }) == true {
            switch held[index].wait {
            case .time: held[index].cause = .delayOver
            case .beginning: held[index].cause = .guarded
            case .release, .crossing, .order: held[index].cause = .timeUp
            }
        }
        makeRoom()
        var blocked: Set<Pair> = []
        var (kept, gone): ([HeldMessage], [(HeldMessage, Release.Cause)]) = ([], [])
        for message in held {
            let lanes = message.receivers.map { Pair(from: message.sender, to: $0) }
            let cause = message.cause ?? (message.wait == .order ? .inTurn : nil)
            if let cause, !lanes.contains(where: blocked.contains) {
                gone.append((message, cause))
                bytes -= message.size
            } else {
                kept.append(message)
                blocked.formUnion(lanes)
            }
        }
        held = kept
        return gone
    }

    /// From whom to whom.
    private struct Pair: Hashable {
        let from: PeerID
        let to: PeerID
    }

    /// Lets two go that wait for each other.
    private mutating func cross() {
        for index in held.indices where held[index].wait == .crossing && held[index].cause == nil {
            let one = held[index]
            let other = held.indices.first { place in
                let other = held[place]
                return place > index && other.wait == .crossing && other.rule == one.rule && other.cause == nil
                    && one.receivers.contains(other.sender) && other.receivers.contains(one.sender)
            }
            guard let other else { continue }
            held[index].cause = .crossed
            held[other].cause = .crossed
        }
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
    mutating func forget(_ peer: PeerID) -> [HeldMessage] {
        glareGuard.forget(peer)
        let gone = remove { $0.receivers == [peer] }
        for index in held.indices { held[index].receivers.removeAll { $0 == peer } }
        return gone
    }
}
