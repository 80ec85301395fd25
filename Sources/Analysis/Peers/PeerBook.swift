import Connections
import Events
import Findings
import HashTreeCollections
import Messages
import Negotiations

/// The connected peers and their rooms, with the names and the spellings that they use in messages.
///
/// A copy shares storage with the original.
struct PeerBook: Sendable {
    private var states = TreeDictionary<PeerID, PeerState>()
    /// The state of each room in which a known peer is.
    private var rooms = TreeDictionary<String, RoomState>()
    /// The first peer that uses a name in its room, by name and room.
    private var owners = TreeDictionary<Claim, PeerID>()
    /// The checks that are skipped for each peer; not part of its state, as they are looked up for each message.
    private var settledChecks: [PeerID: SettledChecks] = [:]
    /// The names that the clients of an upstream server give each other, each of which is in a room of its own.
    private var clientAddresses = AddressBook()
    /// The descriptions and candidates that messages of each peer announce without having them, the first of each kind.
    private var missingContent = TreeDictionary<PeerID, [Kind: (entry: Int, content: MissingContent)]>()

    /// The state of `peer`; `nil` if it is not connected.
    subscript(peer: PeerID) -> PeerState? {
        get { states[peer] }
        _modify { yield &states[peer] }
    }

    /// The messages in `room` before its first offer; `nil` if no known peer is in it.
    subscript(talkIn room: String) -> RoomTalk? {
        get { rooms[room]?.talk }
        set { if let newValue { rooms[room]?.talk = newValue } }
    }

    /// Whether entries of one of `peers` may have been lost, or one of them is not known.
    func mayLack(entriesOf peers: [PeerID]) -> Bool { peers.contains { states[$0]?.isIncomplete != false } }

    // MARK: Joining and leaving

    /// Adds a peer that joined at `time`; `nil` if the entry of its joining was lost.
    mutating func add(_ peer: Peer, at time: Instant?) {
        states[peer.id] = PeerState(joined: time, name: peer.name, room: peer.room, address: peer.address)
        rooms[peer.room, default: RoomState()].peers += 1
        switch peer.role {
        case .client: rooms[peer.room]?.client = peer.id
        case .server: rooms[peer.room]?.server = peer.id
        }
    }

    /// The two ends of the proxied socket in `room`; `nil` if it is another room, or one end is missing.
    func leg(in room: String) -> (client: PeerID, server: PeerID)? {
        guard let state = rooms[room], let client = state.client, let server = state.server else { return nil }
        return (client, server)
    }

    /// Removes all state of a peer that has left.
    mutating func remove(_ peer: PeerID) {
        withdrawClaim(of: peer)
        if let room = states[peer]?.room, var state = rooms[room] {
            state.peers -= 1
            state.addresses.forget(peer)
            if state.client == peer { state.client = nil }
            if state.server == peer { state.server = nil }
            state.talk.speakers.removeAll { $0.peer == peer }
            rooms[room] = state.peers > 0 ? state : nil
        }
        states[peer] = nil
        clientAddresses.forget(peer)
        settledChecks[peer] = nil
        missingContent[peer] = nil
    }

    /// Makes `present` the connected peers, and returns the peers that are no longer connected.
    ///
    /// The messages of the peers that this adds are not known.
    mutating func update(to present: [Peer]) -> [PeerID] {
        let ids = Set(present.map(\.id))
        let gone = states.keys.filter { !ids.contains($0) }
        for peer in gone { remove(peer) }
        for peer in present where states[peer.id] == nil {
            add(peer, at: nil)
            states[peer.id]?.isIncomplete = true
        }
        return gone
    }

    /// Drops everything that lost entries may have changed.
    mutating func invalidate() {
        for peer in states.keys { states[peer]?.isIncomplete = true }
        owners = [:]
        (missingContent, settledChecks) = ([:], [:])
        for room in rooms.keys { rooms[room]?.talk = RoomTalk() }
    }

    // MARK: Checks

    /// Whether further messages of `peer` cannot change the outcome of `check`.
    func isSettled(_ check: SettledChecks, for peer: PeerID) -> Bool { settledChecks[peer]?.contains(check) == true }

    /// Skips `check` for further messages of `peer`.
    mutating func settle(_ check: SettledChecks, for peer: PeerID) {
        settledChecks[peer, default: []].insert(check)
    }

    /// Records that a message of `peer` announces content that was not found in it; false if it is not the first of its
    /// kind.
    mutating func recordMissing(_ content: MissingContent, of peer: PeerID, entry: Int) -> Bool {
        guard missingContent[peer]?[content.kind] == nil else { return false }
        missingContent[peer, default: [:]][content.kind] = (entry, content)
        return true
    }

    /// The content that the message in `entry` announces without having it; `nil` if none was recorded for it.
    func missingContent(of peer: PeerID, entry: Int) -> MissingContent? {
        missingContent[peer]?.values.first { $0.entry == entry }?.content
    }

    // MARK: Names

    /// Records that `peer` calls itself by the name in `claim`; returns the first peer in the room with that name, and
    /// the entry in which it used it, if there is another one.
    mutating func record(_ claim: Claim, of peer: PeerID) -> (owner: PeerID, entry: Int)? {
        guard states[peer]?.claim?.name != claim.name else { return nil }
        withdrawClaim(of: peer)
        states[peer]?.claim = claim
        guard let owner = owners[claim], let first = states[owner]?.claim else {
            owners[claim] = peer
            return nil
        }
        return (owner, first.entry)
    }

    private mutating func withdrawClaim(of peer: PeerID) {
        guard let claim = states[peer]?.claim, owners[claim] == peer else { return }
        owners[claim] = nil
    }

    /// Learns how a client of an upstream server names itself in `message`.
    mutating func learnNames(in message: ParsedMessage, _ payload: [UInt8], of client: PeerID) {
        if let name = message.from { learn(id: name, of: client) }
        guard !isSettled(.names, for: client) else { return }
        if clientAddresses.shouldLearn(from: client, hasChoice: false) {
            clientAddresses.learn(MemberPaths.items(of: payload, limit: AddressBook.memberLimit), of: client)
        } else {
            settle(.names, for: client)
        }
    }

    /// Learns that an upstream server calls `client` by `id`, which may not be in any message of the client.
    mutating func learn(id: String, of client: PeerID) {
        guard id.utf8.count <= MemberPaths.valueLimit else { return }
        states[client]?.add(id: id)
    }

    /// Whether `client` of an upstream server is known by `id`.
    func isKnown(_ client: PeerID, as id: String) -> Bool {
        states[client]?.isKnown(as: id) == true || clientAddresses.isIdentity(id, of: client)
    }

    /// The addressees of a message that `author` sent.
    ///
    /// In a room of plain peers all others receive a message, even if it names one of them. The message also teaches
    /// the book how its author names itself and others.
    mutating func addressees(of delivery: Delivery, by author: PeerID, _ parsed: ParsedMessage) -> Addressees {
        let recipients = delivery.recipients
        let others = recipients.contains(author) ? recipients.filter { $0 != author } : recipients
        guard delivery.addressee == .room, others.count > 1 || !isSettled(.names, for: author) else {
            return .allRecipients(others)
        }
        guard var addresses = rooms[delivery.room]?.addresses else { return .allRecipients(others) }
        let hasChoice = others.count > 1
        guard addresses.shouldLearn(from: author, hasChoice: hasChoice) else {
            settle(.names, for: author)
            return .allRecipients(others)
        }
        let items = MemberPaths.items(of: delivery.message.payload, limit: AddressBook.memberLimit)
        addresses.learn(items, of: author)
        rooms[delivery.room]?.addresses = addresses
        guard hasChoice else { return .allRecipients(others) }
        let states = states
        let isKnown = { (peer: PeerID, id: String) in
            states[peer]?.isKnown(as: id) == true || peer.description == id
        }
        if let name = parsed.to {
            if AddressBook.isEverybody(name, in: delivery.room) { return .allRecipients(others) }
            let named = others.filter { isKnown($0, name) || addresses.isIdentity(name, of: $0) }
            if !named.isEmpty { return .named(named) }
        }
        if let peer = addresses.addressee(in: items, of: author, among: others, isKnown: isKnown) {
            return .named([peer])
        }
        return parsed.to == nil ? .allRecipients(others) : .unknown
    }
}

/// The recipients that a message is addressed to.
enum Addressees {
    /// All recipients except the author itself.
    case allRecipients([PeerID])
    /// The recipients that the message names.
    case named([PeerID])
    /// The message names an addressee that no recipient is known as.
    case unknown
}

/// The state of a room, kept while a known peer is in it.
private struct RoomState: Sendable {
    /// The number of known peers in the room.
    var peers = 0
    /// The names that its clients give each other.
    var addresses = AddressBook()
    /// The messages before its first offer.
    var talk = RoomTalk()
    /// The client that joined last, and the server's end if it is the room of a proxied socket.
    var client: PeerID?
    var server: PeerID?
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

    /// The first two speakers.
    var speakers: [Speaker] = []
    /// The number of messages.
    var count = 0
    /// Whether a description was recognized.
    var hasOffer = false
}
