public import Events
public import Messages

extension Switchboard {
    /// A command of the operator.
    public enum Command: Hashable, Sendable {
        /// Disconnects peers.
        case kick([PeerID], KickReason)
        /// Refuses connections of the subject, for this many seconds; `nil` for as long as the relay runs.
        case ban(Ban.Subject, seconds: Int?)
        /// Lifts the ban with this number.
        case lift(ban: Int)
        /// Sends messages. If any has a delay, they form a replay, which replaces the current one.
        case send([Sending])
        /// Stops the current replay.
        case stopSending
        /// Adds an intercept rule.
        case arm(CompiledRule)
        /// Removes the intercept rule with this number.
        case disarm(Int)
        /// Releases the held messages of these entries, each after the earlier ones on its lane, or at once if `overtaking`.
        case release([Int], overtaking: Bool)
        /// Releases all held messages.
        case releaseAll
        /// Replaces the held message of this entry, and releases it.
        case replace(Int, Message)
        /// Discards the held messages of these entries.
        case discard([Int])
        /// Sets the frames in which plain peers receive text.
        case deliver([PeerID], PlainDelivery)
        /// Switches the glare guard on or off, in this room, or in all rooms if it is `nil`.
        case guardGlare(room: String?, isOn: Bool)
    }
}
