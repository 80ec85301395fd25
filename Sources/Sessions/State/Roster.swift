public import Events

/// The connected peers, and those that the journal still has entries of.
public struct Roster: Sendable {
    /// A peer with its counts.
    public struct Member: Hashable, Sendable {
        /// The peer.
        public internal(set) var peer: Peer
        /// The time at which it joined.
        public let joined: Instant
        /// The number of messages that it sent.
        public var sent = 0
        /// The number of messages that it received.
        public var received = 0
        /// The time of its last message; `nil` before the first.
        public var last: Instant?
        /// Whether it is connected.
        public var isPresent = true
    }

    private var members: [PeerID: Member] = [:]
    /// The number of members with each name, connected or not.
    private var bearers: [String: Int] = [:]
    /// The connected peers, in order of arrival.
    public private(set) var present: [PeerID] = []
    /// The connected peers, and the server's ends of their sockets if this is a proxy.
    private var participants: [PeerID] = []
    /// The other end of each end of a proxied socket.
    private var partners: [PeerID: PeerID] = [:]
    /// A number that changes whenever the transport of a peer changes.
    public private(set) var transportVersion = 0

    /// Creates an empty roster.
    public init() {}

    /// The member with this id; `nil` if no entry of it is kept.
    public subscript(peer: PeerID) -> Member? { members[peer] }

    /// Returns whether `peer` is the upstream server's end of a socket.
    public func isServer(_ peer: PeerID) -> Bool { members[peer]?.peer.role == .server }

    /// Returns the other end of a proxied socket, connected or not; `nil` if `peer` is no end of one.
    public func partner(of peer: PeerID) -> PeerID? { partners[peer] }

    /// The peers of which an entry is kept, connected or not, by their ids.
    public var known: [Peer] { members.values.map(\.peer).sorted { $0.id < $1.id } }

    /// The server's ends of the connected sockets, in order of arrival; empty unless this is a proxy.
    public var serverEnds: [PeerID] { participants.filter { members[$0]?.peer.role == .server } }

    /// The number of rooms with connected peers.
    public var rooms: Int { Set(present.compactMap { members[$0]?.peer.room }).count }

    /// Returns whether `peer` is connected.
    public func isPresent(_ peer: PeerID) -> Bool { members[peer]?.isPresent == true }

    /// Returns the connected peers of `room`, in order of arrival; with the server's end if it is a proxied socket.
    public func present(in room: String) -> [PeerID] { participants.filter { members[$0]?.peer.room == room } }

    /// Returns the label of a peer on the screen: its name, followed by its id unless the name alone is unambiguous.
    ///
    /// A name is ambiguous if several members have it, or if it looks like an id or like the operator.
    public func label(_ peer: PeerID) -> String {
        if members[peer]?.peer.role == .server { return Peer.serverName }
        guard let name = members[peer]?.peer.name else { return peer.description }
        let isClear =
            bearers[name] == 1 && PeerID(name) == nil && !["op", "relay", "nobody", Peer.serverName].contains(name)
        return isClear ? name : "\(name)·\(peer)"
    }

    /// Applies `entry`, the next one.
    public mutating func fold(_ entry: Entry) {
        switch entry.content {
        case .joined(let peer):
            add(peer, at: entry.time)
            participants.append(peer.id)
            if peer.role == .client { present.append(peer.id) }
        case .left(let peer, _):
            members[peer]?.isPresent = false
            participants.removeAll { $0 == peer }
            present.removeAll { $0 == peer }
        case .message(let delivery):
            // A held message was counted when it was sent.
            if case .peer(let sender) = delivery.sender, delivery.release == nil,
                let index = members.index(forKey: sender)
            {
                members.values[index].sent += 1
                members.values[index].last = entry.time
            }
            for recipient in delivery.recipients { members[recipient]?.received += 1 }
        case .noted(.transportChanged(let peer, let transport)): setTransport(transport, of: peer)
        case .refused, .noted, .reported: break
        }
    }

    /// Replaces the connected peers by those of a snapshot, after entries were lost.
    public mutating func correct(_ peers: [Peer], at time: Instant) {
        let here = Set(peers.map(\.id))
        // No entry will report that they left, so `forget` would never remove them.
        for gone in participants where !here.contains(gone) { drop(gone) }
        participants = peers.map(\.id)
        for peer in peers {
            if members[peer.id] == nil { add(peer, at: time) }
            setTransport(peer.transport, of: peer.id)
        }
        present = peers.filter { $0.role == .client }.map(\.id)
    }

    private mutating func setTransport(_ transport: Transport, of peer: PeerID) {
        guard let former = members[peer]?.peer.transport, former != transport else { return }
        members[peer]?.peer.transport = transport
        transportVersion += 1
    }

    private mutating func add(_ peer: Peer, at time: Instant) {
        members[peer.id] = Member(peer: peer, joined: time)
        // The server's end of a socket arrives after the client, alone with it in its room.
        let client = peer.role == .client ? nil : participants.last { isClient($0, in: peer.room) }
        if let client { (partners[client], partners[peer.id]) = (peer.id, client) }
        if let name = peer.name { bearers[name, default: 0] += 1 }
    }

    private func isClient(_ peer: PeerID, in room: String) -> Bool {
        members[peer].map { $0.peer.role == .client && $0.peer.room == room } ?? false
    }

    /// Removes the peer whose leaving `entry` reports, once that is evicted: all other entries of the peer are older.
    public mutating func forget(_ entry: Entry) {
        if case .left(let peer, _) = entry.content { drop(peer) }
    }

    private mutating func drop(_ peer: PeerID) {
        partners[peer] = nil
        guard let name = members.removeValue(forKey: peer)?.peer.name, let count = bearers[name] else { return }
        bearers[name] = count == 1 ? nil : count - 1
    }
}
