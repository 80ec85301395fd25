import Events

/// What is known of a peer beside its negotiations.
struct PeerState: Sendable {
    /// How a peer spells something on the wire (``ParsedMessage/shape``).
    struct Spelling: Hashable {
        /// What is spelled: a client may write the one like others, and the other not.
        enum Subject {
            case offer, answer, candidate
        }

        let shape: String
        /// The entry in which it first did.
        let entry: Int
        /// Whether it has names that no known dialect has.
        var isUnknown = false
    }

    /// When it came; `nil` if the entry that told was lost.
    let joined: Instant?
    /// Its address without the port; empty if it is not known.
    let host: String
    /// How it spells what, and where it first did.
    var spellings: [Spelling.Subject: Spelling] = [:]
    /// What it is called in the query of its WebSocket.
    let name: String?
    /// The room it is in.
    let room: String
    /// Who it says it is.
    var claim: Claim?
    /// When a call of its was last over: what it said before it knew may still come.
    var lastEnded: Instant?
    /// When the operator last sent it an offer again, which it may answer.
    var lastReplayed: Instant?
    /// A message that was not understood, or that may have been a goodbye.
    struct NotUnderstood: Sendable {
        let entry: Int
        let time: Instant
    }

    /// The last message of this peer that was not understood, or that may have been a goodbye.
    var lastNotUnderstood: NotUnderstood?
    /// Whether a description of this peer was recognized.
    var hasDescribed = false
    /// Whether a candidate of this peer was recognized.
    var hasTrickled = false
    /// Whether entries were lost since it came: what it said in them is not known.
    var isBlind = false

    init(joined: Instant?, name: String? = nil, room: String, address: String) {
        self.joined = joined
        self.name = name
        self.room = room
        host = Self.host(address)
    }

    /// Whether `id` is what others may call it, in messages that name their addressee.
    func isKnown(as id: String) -> Bool { claim?.name == id || name == id }

    /// Whether what it says at `time` may belong to a call that was over before it knew.
    func mayLag(at time: Instant) -> Bool {
        lastEnded.map { time.seconds(since: $0) < Self.lagSeconds } ?? false
    }

    /// How long after the end of a call what belongs to it may still come.
    private static let lagSeconds = 5

    /// `127.0.0.1` of `127.0.0.1:52110`, `::1` of `[::1]:52110`.
    private static func host(_ address: String) -> String {
        guard let colon = address.utf8.lastIndex(of: UInt8(ascii: ":")) else { return address }
        let host = address[..<colon]
        return host.utf8.first == UInt8(ascii: "[") ? String(host.dropFirst().dropLast()) : String(host)
    }
}

/// Who a peer says it is, in its own words, and not as the relay knows it.
struct Claim: Hashable, Sendable {
    let room: String
    let name: String
    /// Where it first said so.
    let entry: Int

    /// The same name in the same room, wherever it was said.
    static func == (left: Claim, right: Claim) -> Bool { left.room == right.room && left.name == right.name }

    func hash(into hasher: inout Hasher) {
        hasher.combine(room)
        hasher.combine(name)
    }
}
