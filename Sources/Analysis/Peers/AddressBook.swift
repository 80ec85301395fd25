import Connections
import Events
import Findings
internal import HashTreeCollections
import Messages
import Negotiations

/// The names that the clients of one room give each other, learned from their messages.
///
/// A client names itself in a member whose value never changes and that no other client has. A message that has this
/// value in another member is addressed to that client, whatever the two members are called.
///
/// ```
/// p1 {"uuid":"a1b2c3","dest":"all"}        p2 {"uuid":"d4e5f6","dest":"all"}
/// p3 {"uuid":"071829","dest":"a1b2c3","sdp":…}      uuid: one value for each of them; dest: p1's
/// ```
/// Two members that name each other's values, as between two clients, are told apart by their names alone (`from`,
/// `dest`). A message that could name several peers names none.
struct AddressBook: Sendable {
    /// The number of members of a peer that are kept; known clients name themselves in one of the first few.
    static let memberLimit = 16
    /// The number of a peer's messages that are looked at while only one other peer receives them.
    static let sampleLimit = 8
    /// The shortest value, in bytes, that names a peer whatever its member is called; a shorter one may be a count.
    static let distinctiveLength = 6
    /// The number of members with one value, over all peers, at which the value stops naming a peer.
    static let ownerLimit = 8
    /// Values that address everybody in the room.
    private static let everybody: Set<String> = ["all", "*", "everyone", "everybody", "broadcast", "others", "room"]

    /// A peer that has a value, and the member that it has it in.
    private struct Owner: Hashable, Sendable {
        let peer: PeerID
        let path: String
    }

    /// The values of each peer by the paths of their members; an empty one for a member that has changed.
    private var values = TreeDictionary<PeerID, [String: String]>()
    /// The peers that have a value, by value.
    private var owners = TreeDictionary<String, [Owner]>()
    /// The members that do not name their sender: they have changed, or two peers have one value.
    private var unusablePaths: Set<String> = []
    private var samples = TreeDictionary<PeerID, Int>()

    /// Whether `text` addresses everybody in `room`.
    static func isEverybody(_ text: String, in room: String) -> Bool {
        everybody.contains(text.lowercased()) || text == room
    }

    /// Counts a message of `author`; returns false if enough was learned from this peer, and there is no choice of
    /// addressees.
    mutating func shouldLearn(from author: PeerID, hasChoice: Bool) -> Bool {
        let count = samples[author, default: 0]
        if count < Self.sampleLimit { samples[author] = count + 1 }
        return hasChoice || count < Self.sampleLimit
    }

    /// Records the members of a message of `author`.
    mutating func learn(_ items: [MemberPaths.Item], of author: PeerID) {
        for item in items where !item.describesMessage {
            guard let text = item.text else { continue }
            let known = values[author, default: [:]]
            if let before = known[item.path] {
                guard before != text, !before.isEmpty else { continue }
                removeOwner(before, Owner(peer: author, path: item.path))
                values[author]?[item.path] = ""
                unusablePaths.insert(item.path)
            } else if known.count < Self.memberLimit {
                let owner = Owner(peer: author, path: item.path)
                if owners[text]?.contains(where: { $0.path == item.path }) == true { unusablePaths.insert(item.path) }
                // A value that many peers share is not a name.
                if owners[text, default: []].count < Self.ownerLimit { owners[text, default: []].append(owner) }
                values[author, default: [:]][item.path] = text
            }
        }
    }

    /// The peer that a message of `author` is addressed to; `nil` if its members name none of `peers`, or several.
    ///
    /// `isKnown` tells whether a peer is called so in other ways, by its id or its name; it is asked only about members
    /// whose names say that they have an addressee.
    func addressee(
        in items: [MemberPaths.Item], of author: PeerID, among peers: [PeerID], isKnown: (PeerID, String) -> Bool
    ) -> PeerID? {
        var found: PeerID?
        for item in items where !item.describesMessage {
            guard let text = item.text, item.addressing != .sender,
                item.addressing == .addressee || text.utf8.count >= Self.distinctiveLength
            else { continue }
            let owners = owners[text, default: []]
            guard owners.count < Self.ownerLimit else { continue }
            var named = Set(owners.filter { isNamed($0, by: item, text) }.map(\.peer))
            if item.addressing == .addressee { named.formUnion(peers.filter { isKnown($0, text) }) }
            named.formIntersection(peers)
            guard let peer = named.first else { continue }
            guard named.count == 1, found == nil || found == peer else { return nil }
            found = peer
        }
        return found
    }

    /// Whether `peer` calls itself `text`.
    func isIdentity(_ text: String, of peer: PeerID) -> Bool {
        owners[text]?.contains { $0.peer == peer && names(sender: $0.path) } == true
    }

    /// Whether `item` names the owner of `text`, and is not as likely to be the name of its author.
    private func isNamed(_ owner: Owner, by item: MemberPaths.Item, _ text: String) -> Bool {
        guard names(sender: owner.path) else { return false }
        let own = MemberPaths.Item(path: owner.path, text: text)
        // A member at two depths is no addressee, but a room, for example.
        guard own.name != item.name || own.addressing != item.addressing else { return false }
        return !names(sender: item.path) || item.addressing == .addressee || own.addressing == .sender
    }

    private func names(sender path: String) -> Bool {
        !unusablePaths.contains(path) && MemberPaths.Item(path: path, text: nil).addressing != .addressee
    }

    /// Forgets a peer that has left.
    mutating func forget(_ peer: PeerID) {
        samples[peer] = nil
        guard let gone = values.removeValue(forKey: peer) else { return }
        for (path, text) in gone where !text.isEmpty { removeOwner(text, Owner(peer: peer, path: path)) }
        // A page that reconnects is there twice for a while, so its members looked shared.
        for path in gone.keys where unusablePaths.contains(path) && !hasChanged(path) && !isShared(path) {
            unusablePaths.remove(path)
        }
    }

    private func hasChanged(_ path: String) -> Bool { values.contains { $0.value[path] == "" } }

    private func isShared(_ path: String) -> Bool {
        var seen: Set<String> = []
        return values.contains { _, members in members[path].map { !seen.insert($0).inserted } ?? false }
    }

    private mutating func removeOwner(_ text: String, _ owner: Owner) {
        let rest = owners[text, default: []].filter { $0 != owner }
        owners[text] = rest.isEmpty ? nil : rest
    }
}

extension MemberPaths.Item {
    /// Whether it describes the message instead of naming a peer: a type, a part of a candidate.
    fileprivate var describesMessage: Bool {
        MemberNames.namesType(name) || MemberNames.candidateRole(name) != nil
            || text.map { KindWords.kind($0) != nil } == true
    }

    /// Whether its name, or the name of an object around it, belongs to senders or to addressees.
    fileprivate var addressing: MemberNames.Addressing? {
        path.split(separator: ".").reversed().lazy.compactMap { MemberNames.addressing(String($0)) }.first
    }
}
