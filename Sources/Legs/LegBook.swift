package import Events
import HashTreeCollections
package import Messages
import SDP

/// The messages that an upstream server sends on from one client to another, found by both entries.
///
/// A leg is a proxied socket: a client and the server's end. A message that comes in on one leg and goes out on another
/// is joined if its content tells so; if several messages match, none is joined. It is folded from entries
/// alone, and a copy shares storage with the original.
///
/// ```
/// in   p1 ─▶ server   add ──▶ PendingMessages      by the keys of LegKey, for 10 s
/// out  server ─▶ p3   join ◀───────┘        ─────▶ Exchange p1 → p3
/// ```
public struct LegBook: Sendable {
    /// The time in which a message may go out after it came in, in nanoseconds: 10 s, as servers take milliseconds, or
    /// seconds if they wait for a database or for another server.
    package static let window: Int64 = 10_000_000_000
    /// The number of outbound messages whose exchanges are kept while the operator holds them.
    static let heldLimit = 1024
    /// The number of clients with which a client exchanges descriptions, one with each other peer in a room of 100 and
    /// some.
    static let partnerLimit = 128
    /// The number of messages with one key that are compared; more of them tell nothing.
    static let matchLimit = 512

    /// The fate of a message that a client sent to the server.
    public enum Fate: Hashable, Sendable {
        /// The server has not sent it on so far.
        case pending
        /// The server sent it on to another client.
        case joined
        /// The server sent it only to its sender.
        case echoed
        /// The server sent it to no other client, although some were connected.
        case swallowed
        /// The server answered it itself: it is the peer of the negotiation.
        case answeredByServer
    }

    /// A proxied socket.
    struct Leg: Sendable {
        let server: PeerID
        /// The entry since which it is open.
        let opened: Int
        /// The numbers of the pending messages of its client, in order.
        var pending: [Kind.PendingGroup: [Int]] = [:]
        /// The ICE user name of the last description of its client.
        var userName: String?
        /// The clients with which its client exchanged a description, the first ``LegBook/partnerLimit`` of them.
        private(set) var partners: Set<PeerID> = []

        mutating func add(partner: PeerID) {
            if partners.count < LegBook.partnerLimit { partners.insert(partner) }
        }

        mutating func remove(partner: PeerID) { partners.remove(partner) }
    }

    /// The facts about an entry.
    private struct Mark: Sendable {
        var fate: Fate?
        /// The exchanges of the entry, in order.
        var exchanges: [Exchange] = []
        /// Whether the server made the message, instead of sending on one of a client.
        var isMadeByServer = false
    }

    /// The legs by their clients.
    var legs = TreeDictionary<PeerID, Leg>()
    /// The clients by the server's ends of their legs.
    private var clients = TreeDictionary<PeerID, PeerID>()
    var pending = PendingMessages()
    private var marks = TreeDictionary<Int, Mark>()
    /// The joined messages that the operator holds on their way to the client, by their outbound entries.
    var held = TreeDictionary<Int, [Join]>()
    /// The last messages of the server to two clients that were not understood, the latest first.
    private var unrecognized: [LegMessage] = []
    /// The last entry that was forgotten, with all before it.
    private var forgotten = 0

    /// A book without legs.
    package init() {}

    // MARK: Lookup

    /// The exchanges of the message that a client sent in entry `number`, in order; a server that broadcasts it makes
    /// several.
    public func exchanges(ofInbound number: Int) -> [Exchange] {
        marks[number]?.exchanges.filter { $0.inbound == number } ?? []
    }

    /// The exchange that the server completed in entry `number`; the first one if it put several messages into one, and
    /// `nil` if there is none.
    public func exchange(ofOutbound number: Int) -> Exchange? { exchanges(ofOutbound: number).first }

    /// The exchanges that the server completed in entry `number`: several if it put several messages into one.
    public func exchanges(ofOutbound number: Int) -> [Exchange] {
        marks[number]?.exchanges.filter { $0.outbound == number } ?? []
    }

    /// The fate of the message that a client sent in entry `number`; `nil` if the entry is no such message, if its time is
    /// over, or if several clients sent the same message.
    public func fate(of number: Int) -> Fate? { marks[number]?.fate }

    /// Whether entry `number` is a description or a candidate of the server that no client sent.
    public func isMadeByServer(_ number: Int) -> Bool { marks[number]?.isMadeByServer == true }

    // MARK: Legs

    /// Whether no proxied socket is open.
    package var isEmpty: Bool { legs.isEmpty }

    /// The message in `entry`, if it is one on a leg.
    package func message(_ entry: Entry, _ delivery: Delivery, _ parsed: ParsedMessage) -> LegMessage? {
        let author = delivery.author
        let isInbound = clients[author] == nil
        let client = clients[author] ?? author
        guard let leg = legs[client] else { return nil }
        return LegMessage(
            number: entry.number, time: entry.time, delivery: delivery, parsed: parsed, client: client,
            server: leg.server, direction: isInbound ? .inbound : .outbound)
    }

    /// The last message of the server to another client that was not understood, since `message` was sent; it may be
    /// that message.
    package func doubt(of message: LegMessage) -> LegMessage? {
        unrecognized.first { $0.client != message.client && $0.time >= message.time }
    }

    /// Records a message of the server that was not understood.
    mutating func recordUnrecognized(_ message: LegMessage) {
        let kind = message.parsed.kind
        guard kind == .other || kind == .opaque else { return }
        guard message.delivery.message.payload.count >= LegKey.distinctiveSize else { return }
        unrecognized = [message] + unrecognized.filter { $0.client != message.client }.prefix(1)
    }

    /// Whether `client` is connected.
    package func isOpen(_ client: PeerID) -> Bool { legs[client] != nil }

    /// Opens the leg of `client` with entry `number`.
    package mutating func open(_ client: PeerID, server: PeerID, entry number: Int) {
        guard legs[client] == nil else { return }
        legs[client] = Leg(server: server, opened: number)
        clients[server] = client
    }

    /// Closes the leg of which `peer` is an end.
    ///
    /// The messages of its client stay pending for the rest of their time, because the server may send a goodbye on
    /// after its sender has left.
    package mutating func close(_ peer: PeerID) {
        let client = clients[peer] ?? peer
        guard let leg = legs.removeValue(forKey: client) else { return }
        clients[leg.server] = nil
        for partner in leg.partners { legs[partner]?.remove(partner: client) }
    }

    /// Makes `present` the open legs, after entries were lost that may have recorded joins and departures.
    package mutating func update(to present: [(client: PeerID, server: PeerID)], entry number: Int) {
        let clients = Set(present.map(\.client))
        for gone in legs.keys where !clients.contains(gone) { close(gone) }
        for (client, server) in present { open(client, server: server, entry: number) }
    }

    /// Drops all messages that are pending, because entries are missing in which the server may have sent them on.
    package mutating func invalidate() {
        for number in pending.numbers { setFate(of: number, nil) }
        pending = PendingMessages()
        (held, unrecognized) = ([:], [])
        for client in legs.keys { legs[client]?.pending = [:] }
    }

    // MARK: Marks

    /// Forgets entry `number`, because it is no longer in the journal.
    package mutating func forget(_ number: Int) {
        forgotten = max(forgotten, number)
        if !marks.isEmpty { marks[number] = nil }
    }

    /// Changes the facts about entry `number`, unless it is forgotten.
    private mutating func mark(_ number: Int, _ change: (inout Mark) -> Void) {
        guard number > forgotten else { return }
        change(&marks[number, default: Mark()])
    }

    /// Records the fate of the message in entry `number`; `nil` if it is not known.
    mutating func setFate(of number: Int, _ fate: Fate?) {
        if let fate { pending[number]?.fate = fate }
        mark(number) { $0.fate = fate }
    }

    /// Records that the server made the message in entry `number`.
    package mutating func markMadeByServer(_ number: Int) { mark(number) { $0.isMadeByServer = true } }

    /// Records that the message of a client is for the server, which negotiates with it.
    package mutating func markForServer(_ message: LegMessage) {
        recordUserName(of: message)
        mark(message.number) { $0.fate = .answeredByServer }
    }

    /// Records an exchange, which replaces the one with the outbound entry `held` if the operator held it until now.
    mutating func record(_ exchange: Exchange, insteadOf held: Int? = nil) {
        mark(exchange.inbound) { mark in
            if let held { mark.exchanges.removeAll { $0.outbound == held } }
            mark.exchanges.append(exchange)
        }
        mark(exchange.outbound) { $0.exchanges.append(exchange) }
    }
}
