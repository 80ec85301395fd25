public import Events

/// The peers as the entries tell of them: who is here, and what those were called who are not.
public struct Roster: Sendable {
    /// A peer and what it has done so far.
    public struct Member: Hashable, Sendable {
        /// Who it is.
        public let peer: Peer
        /// When it came.
        public let joined: Instant
        /// Messages it said.
        public var said = 0
        /// Messages it was given.
        public var heard = 0
        /// When it last said something.
        public var last: Instant?
        /// Whether its WebSocket is open.
        public var isPresent = true
    }

    private var members: [PeerID: Member] = [:]
    /// How many go by each name, present or not.
    private var bearers: [String: Int] = [:]
    /// Those who are here, in order of arrival.
    public private(set) var present: [PeerID] = []

    public init() {}

    public subscript(peer: PeerID) -> Member? { members[peer] }

    /// How many rooms have somebody in them.
    public var rooms: Int { Set(present.compactMap { members[$0]?.peer.room }).count }

    /// Whether the WebSocket of `peer` is open.
    public func isPresent(_ peer: PeerID) -> Bool { members[peer]?.isPresent == true }

    /// Those who are here in `room`, in order of arrival.
    public func present(in room: String) -> [PeerID] { present.filter { members[$0]?.peer.room == room } }

    /// What a peer is called on the screen: its name, with its id where that alone would not tell it from others.
    ///
    /// A name that looks like an id, or like the operator, is somebody's own choice and says nothing.
    public func label(_ peer: PeerID) -> String {
        guard let name = members[peer]?.peer.name else { return peer.description }
        let isClear = bearers[name] == 1 && PeerID(name) == nil && !["op", "relay", "nobody"].contains(name)
        return isClear ? name : "\(name)·\(peer)"
    }

    /// Takes in what `entry` tells.
    public mutating func fold(_ entry: Entry) {
        switch entry.content {
        case .joined(let peer):
            add(peer, at: entry.time)
            present.append(peer.id)
        case .left(let peer, _):
            members[peer]?.isPresent = false
            present.removeAll { $0 == peer }
        case .message(let transit):
            // What was kept was said before it went on.
            if case .peer(let sender) = transit.sender, transit.release == nil {
                members[sender]?.said += 1
                members[sender]?.last = entry.time
            }
            for hearer in transit.hearers { members[hearer]?.heard += 1 }
        case .refused, .noted: break
        }
    }

    /// Puts right who is here, if entries were lost that would have told.
    public mutating func correct(_ peers: [Peer], at time: Instant) {
        let here = Set(peers.map(\.id))
        // No entry will tell of their leaving any more, so none will have them forgotten.
        for gone in present where !here.contains(gone) { drop(gone) }
        for peer in peers where members[peer.id] == nil { add(peer, at: time) }
        present = peers.map(\.id)
    }

    private mutating func add(_ peer: Peer, at time: Instant) {
        members[peer.id] = Member(peer: peer, joined: time)
        if let name = peer.name { bearers[name, default: 0] += 1 }
    }

    /// Forgets whom no entry names any more, once `entry` is gone: all that a peer said and heard is older than its
    /// leaving.
    public mutating func forget(_ entry: Entry) {
        if case .left(let peer, _) = entry.content { drop(peer) }
    }

    private mutating func drop(_ peer: PeerID) {
        guard let name = members.removeValue(forKey: peer)?.peer.name, let count = bearers[name] else { return }
        bearers[name] = count == 1 ? nil : count - 1
    }
}
