public import Events
public import Messages

extension Switchboard {
    /// What the operator can do.
    public enum Command: Hashable, Sendable {
        /// Removes peers.
        case kick([PeerID], KickReason)
        /// Lets nobody in who is meant, for so many seconds; nil for as long as the relay runs.
        case ban(Ban.Subject, seconds: Int?)
        /// Lets in again whom the ban of this number means.
        case lift(ban: Int)
        /// Sends messages; those with a delay each at its time, which ends what is being sent so.
        case send([Sending])
        /// Sends no more of what is being sent with time between.
        case stopSending
        /// Has a rule work from now on.
        case arm(CompiledRule)
        /// Takes the rule of this number away.
        case disarm(Int)
        /// Lets held messages go on, by their entries: each in its turn, or now.
        case release([Int], overtaking: Bool)
        /// Lets all go on.
        case releaseAll
        /// Puts another message in place of the one held in this entry, and lets it go on.
        case replace(Int, Message)
        /// Has held messages not go on, by their entries.
        case discard([Int])
        /// Has plain peers get text so from now on.
        case deliver([PeerID], PlainDelivery)
        /// Has the glare guard work, or no more: in this room, or everywhere if there is none.
        case guardGlare(room: String?, isOn: Bool)
    }
}
