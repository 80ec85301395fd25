import Connections
import Events
import Findings
import Negotiations

/// The state of a connected peer, apart from its negotiations.
struct PeerState: Sendable {
    /// The time after the end of a call in which messages of that call may still arrive, in seconds.
    private static let lagSeconds = 5
    /// The number of ids of a peer that are kept; the oldest is dropped.
    static let idLimit = 4

    /// The form in which a peer writes descriptions or candidates (``ParsedMessage/envelopeFormat``).
    struct Spelling: Hashable {
        /// The kind of content; a client may write offers like other clients, but not candidates.
        enum Subject {
            case offer, answer, candidate

            /// The check of this spelling.
            var check: SettledChecks {
                switch self {
                case .offer: .offerSpelling
                case .answer: .answerSpelling
                case .candidate: .candidateSpelling
                }
            }
        }

        let shape: String
        /// The entry of the first message of this form.
        let entry: Int
        /// Whether it has names that no known dialect has.
        var isUnknown = false
    }

    /// A message that was not understood, or that may have been a goodbye.
    struct UnrecognizedMessage: Sendable {
        let entry: Int
        let time: Instant
    }

    /// The time of joining; `nil` if the entry was lost.
    let joined: Instant?
    /// The address without the port; empty if it is not known.
    let host: String
    /// The first spelling of each subject.
    var spellings: [Spelling.Subject: Spelling] = [:]
    /// The name in the query of its WebSocket URL.
    let name: String?
    /// The room that it is in.
    let room: String
    /// The name that it gives itself in its messages.
    var claim: Claim?
    /// The ids by which an upstream server calls it.
    private(set) var ids: [String] = []
    /// The end of its last call; messages that it sent before it noticed may still arrive.
    var lastEnded: Instant?
    /// The time at which the operator last replayed an offer to it, which it may answer.
    var lastReplayed: Instant?
    /// Its last message that was not understood, or that may have been a goodbye.
    var lastUnrecognized: UnrecognizedMessage?
    /// Whether a description of this peer was recognized.
    var hasDescribed = false
    /// Whether a candidate of this peer was recognized.
    var hasTrickled = false
    /// Whether entries were lost since it joined, so that messages of it may be missing.
    var isIncomplete = false

    init(joined: Instant?, name: String? = nil, room: String, address: String) {
        self.joined = joined
        self.name = name
        self.room = room
        host = Peer.host(of: address)
    }

    /// Whether other peers may use `id` to address this peer.
    func isKnown(as id: String) -> Bool { claim?.name == id || name == id || ids.contains(id) }

    /// Records an id by which an upstream server calls this peer.
    mutating func add(id: String) {
        guard !ids.contains(id) else { return }
        ids = ids.suffix(Self.idLimit - 1) + [id]
    }

    /// Whether a message that it sends at `time` may belong to its last call, which has ended.
    func mayLag(at time: Instant) -> Bool {
        lastEnded.map { time.seconds(since: $0) < Self.lagSeconds } ?? false
    }
}

/// The name that a peer gives itself in its messages, which the relay does not verify.
struct Claim: Hashable, Sendable {
    let room: String
    let name: String
    /// The first entry that has the name.
    let entry: Int

    /// Whether both are the same name in the same room, in whichever entries.
    static func == (left: Claim, right: Claim) -> Bool { left.room == right.room && left.name == right.name }

    func hash(into hasher: inout Hasher) {
        hasher.combine(room)
        hasher.combine(name)
    }
}

/// Checks whose outcome further messages of a peer cannot change.
struct SettledChecks: OptionSet, Sendable {
    let rawValue: UInt8

    /// Learning the names that the peer uses for itself and others, see ``AddressBook``.
    static let names = SettledChecks(rawValue: 1)
    /// Whether its descriptions are understood and its room has an offer.
    static let descriptions = SettledChecks(rawValue: 2)
    /// Whether its candidates are understood.
    static let candidates = SettledChecks(rawValue: 4)
    /// Comparing the spelling of its offers with that of others.
    static let offerSpelling = SettledChecks(rawValue: 8)
    /// Comparing the spelling of its answers with that of others.
    static let answerSpelling = SettledChecks(rawValue: 16)
    /// Comparing the spelling of its candidates with that of others.
    static let candidateSpelling = SettledChecks(rawValue: 32)
}
