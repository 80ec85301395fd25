import Events
import Filtering

/// What stands between who speaks and who hears: rules, the glare guard, and messages that wait.
///
/// What one peer says to another never overtakes what it said before and still waits, unless the operator asks for it:
/// it waits behind that. Other peers, and the other direction, go on.
///
/// ```
/// message ─► judge ─► those who hear it now
///               └───► held ─► proceed (time, operator, turn) ─► those who hear it then
/// ```
struct InterceptPipeline: Sendable {
    /// A rule at work.
    struct Armed: Sendable {
        let number: Int
        let rule: InterceptRule
        /// Whether its filter says different things of different receivers.
        let asksForHearers: Bool
        var sieve: Filter.CompiledFilter

        init(number: Int, _ compiled: CompiledRule) {
            self.number = number
            rule = compiled.rule
            asksForHearers = compiled.filter.asksForHearers
            sieve = Filter.CompiledFilter(compiled.filter)
        }
    }

    var armed: [Armed] = []
    private var armings = 0
    /// What waits.
    var held = HeldMessages()
    var glareGuard: GlareGuard

    init(guardsGlare: Bool) {
        glareGuard = GlareGuard(isEverywhere: guardsGlare)
    }

    /// Whether nothing of it has any work: messages go straight on.
    var isIdle: Bool { armed.isEmpty && held.isEmpty && glareGuard.isOff }

    /// The rules that work, in the order in which they were armed.
    var rules: [ArmedRule] { armed.map { ArmedRule($0.number, $0.rule) } }

    // MARK: Rules

    /// Has `rule` work from now on, and returns what it is called by; `nil` if there are enough.
    mutating func arm(_ rule: CompiledRule) -> Int? {
        guard armed.count < InterceptRule.limit else { return nil }
        armings += 1
        armed.append(Armed(number: armings, rule))
        return armings
    }

    /// Takes the rule away, whose messages may go on; `nil` if there is none of that number.
    mutating func disarm(_ number: Int) -> InterceptRule? {
        guard let index = armed.firstIndex(where: { $0.number == number }) else { return nil }
        held.allow(.disarmed) { $0.rule == number }
        return armed.remove(at: index).rule
    }

    /// Has the glare guard work in `room`, or everywhere if that is `nil`, or no more; what it held goes on once it works
    /// nowhere.
    mutating func guardGlare(_ room: String?, isOn: Bool) {
        glareGuard.set(room, isOn: isOn)
        if glareGuard.isOff { held.allow(.disarmed) { $0.cause == .guardedOffer } }
    }

    // MARK: What waits

    /// Keeps what is said, if it waits at all.
    mutating func hold(_ saying: InFlightMessage, for receivers: [PeerID], _ verdict: Verdict) {
        guard verdict.fate != .dropped else { return }
        held.append(
            HeldMessage(
                entry: saying.entry, message: saying.message, sender: saying.sender.id, room: saying.sender.room,
                addressee: saying.addressee, receivers: receivers, since: saying.time, fate: verdict.fate,
                cause: verdict.cause))
    }

    /// Forgets `peer`, which has gone from a room where there are `others`, and returns what waited for it alone.
    mutating func forget(_ peer: PeerID, among others: [PeerID]) -> [HeldMessage] {
        glareGuard.forget(peer, among: others)
        return held.forget(peer)
    }
}
