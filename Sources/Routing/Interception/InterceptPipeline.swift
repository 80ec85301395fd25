import Events
import Filtering

/// The interception of messages: intercept rules, the glare guard, and held messages.
///
/// A message never overtakes an earlier one from the same sender to the same recipient that is still held, unless the
/// operator asks for it: it is queued behind that one. Other lanes, and the other direction, are not affected.
///
/// ```
/// message ─► judge ─► recipients that receive it now
///               └───► held ─► proceed (time, operator, turn) ─► recipients that receive it then
/// ```
struct InterceptPipeline: Sendable {
    /// A rule that was added.
    struct Armed: Sendable {
        let number: Int
        let rule: InterceptRule
        /// Whether the result of the filter depends on the recipient.
        let dependsOnRecipients: Bool
        var filter: Filter.CompiledFilter

        init(number: Int, _ compiled: CompiledRule) {
            self.number = number
            rule = compiled.rule
            dependsOnRecipients = compiled.filter.dependsOnRecipients
            filter = Filter.CompiledFilter(compiled.filter)
        }
    }

    var armed: [Armed] = []
    private var armings = 0
    /// The held messages.
    var held = HeldMessages()
    var glareGuard: GlareGuard

    init(guardsGlare: Bool) {
        glareGuard = GlareGuard(isEverywhere: guardsGlare)
    }

    /// Whether all messages are delivered at once: no rule, no guard, and no held message.
    var isIdle: Bool { armed.isEmpty && held.isEmpty && glareGuard.isOff }

    /// The rules, in the order in which they were added.
    var rules: [ActiveRule] { armed.map { ActiveRule($0.number, $0.rule) } }

    // MARK: Rules

    /// Adds `rule` and returns its number; `nil` if the limit is reached.
    mutating func addRule(_ rule: CompiledRule) -> Int? {
        guard armed.count < InterceptRule.limit else { return nil }
        armings += 1
        armed.append(Armed(number: armings, rule))
        return armings
    }

    /// Removes the rule with this number, and allows its held messages; returns `nil` if there is none.
    mutating func removeRule(_ number: Int) -> InterceptRule? {
        guard let index = armed.firstIndex(where: { $0.number == number }) else { return nil }
        held.allow(.ruleRemoved) { $0.rule == number }
        return armed.remove(at: index).rule
    }

    /// Switches the glare guard on or off in `room`, or in all rooms if that is `nil`; once it is off in all rooms, the
    /// messages that it held are allowed.
    mutating func guardGlare(_ room: String?, isOn: Bool) {
        glareGuard.set(room, isOn: isOn)
        if glareGuard.isOff { held.allow(.ruleRemoved) { $0.cause == .guardedOffer } }
    }

    // MARK: Held messages

    /// Holds a message for `recipients`, unless it is dropped.
    mutating func hold(_ message: InFlightMessage, for recipients: [PeerID], _ verdict: Verdict) {
        guard verdict.fate != .dropped else { return }
        held.append(
            HeldMessage(
                entry: message.entry, message: message.message, sender: message.sender.id, room: message.sender.room,
                addressee: message.addressee, recipients: recipients, since: message.time, fate: verdict.fate,
                cause: verdict.cause))
    }

    /// Removes `peer`, which has left a room with `others`, and returns the messages that were held for it only.
    mutating func forget(_ peer: PeerID, among others: [PeerID]) -> [HeldMessage] {
        glareGuard.forget(peer, among: others)
        return held.removeRecipient(peer)
    }
}
