import Events
import Messages

/// The checks that a peer's further messages cannot change any more.
struct Familiarity: OptionSet, Sendable {
    let rawValue: UInt8

    /// The names it uses for itself and others, see ``AddressBook``.
    static let names = Familiarity(rawValue: 1)
    /// Whether its descriptions are understood and its room has an offer.
    static let descriptions = Familiarity(rawValue: 2)
    /// Whether its candidates are understood.
    static let candidates = Familiarity(rawValue: 4)
}

/// The state of a room, kept while a known peer is in it.
struct RoomState: Sendable {
    /// The number of known peers in it.
    var peers = 0
    /// The names that its clients give each other.
    var addresses = AddressBook()
    /// The messages there before the first offer.
    var talk = RoomTalk()
}

/// The messages in a room before its first offer.
struct RoomTalk: Sendable {
    /// A peer whose message another peer received.
    struct Speaker: Sendable {
        let peer: PeerID
        /// The entry of its first message.
        let entry: Int
        let kind: Kind
    }

    /// The first two.
    var speakers: [Speaker] = []
    /// The number of messages.
    var count = 0
    /// Whether a description was recognized.
    var hasOffer = false
}
