import Analysis
import Connections
import Drawing
import Events
import Findings
import Messages
import Negotiations
import Routing
import SDP
import Sessions

/// The recipients of a replayed or composed message.
enum SendTarget: Hashable, Sendable {
    /// Each message's original recipients.
    case recipients
    case peer(PeerID)
    case room(String)

    /// The connected peers that would receive the message of entry `number`.
    func recipients(of number: Int, in session: Session) -> [PeerID] {
        guard let delivery = session.journal[number: number]?.entry.delivery else { return [] }
        switch self {
        case .recipients: return Self.allRecipients(of: delivery).filter(session.roster.isPresent)
        case .peer(let peer): return [peer].filter(session.roster.isPresent)
        case .room(let room): return session.roster.present(in: room).filter { $0 != delivery.author }
        }
    }

    /// `bob`, `3 peers`, `room demo`.
    func text(_ entries: [Int], _ session: Session) -> String {
        switch self {
        case .recipients:
            guard let first = entries.first, let delivery = session.journal[number: first]?.entry.delivery else {
                return "nobody"
            }
            let all = Self.allRecipients(of: delivery)
            let present = all.filter(session.roster.isPresent)
            return InterceptionText.list(present.isEmpty ? all : present, session.roster)
        case .peer(let peer): return session.roster.label(peer)
        case .room(let room): return "room \(room)"
        }
    }

    /// The peers that a message was delivered to, and those that it was kept from by interception.
    private static func allRecipients(of delivery: Delivery) -> [PeerID] {
        delivery.recipients + delivery.interceptions.flatMap(\.recipients)
    }
}

/// The question before messages are replayed: to whom, and with which delays.
struct ReplayDialog: Hashable, Sendable {
    /// The time between messages, in tenths of the original time; `nil` to send all at once.
    typealias Pace = Int

    /// The numbers of the entries, in order.
    let entries: [Int]
    /// The targets to choose from, the default first.
    let targets: [SendTarget]
    private var choice = 0
    private(set) var pace: Pace?

    var target: SendTarget { targets[choice] }

    /// The paces to choose from: at once, original speed, 2 and 10 times as fast, half and a tenth as fast.
    static let paces: [Pace?] = [nil, 10, 5, 1, 20, 100]

    /// Creates the dialog for the messages of `entries`; `nil` if no peer is connected that could receive them.
    init?(_ entries: [Int], in session: Session) {
        let targets = Self.targets(of: entries, in: session)
        guard !targets.isEmpty else { return nil }
        (self.entries, self.targets) = (entries, targets)
    }

    /// The original recipients if one of them is connected; then the peers in the room of the first message, its
    /// author last, and all other peers; then the rooms.
    static func targets(of entries: [Int], in session: Session) -> [SendTarget] {
        let roster = session.roster
        guard let delivery = entries.first.flatMap({ session.journal[number: $0]?.entry.delivery }) else { return [] }
        let hasRecipient = entries.contains { !SendTarget.recipients.recipients(of: $0, in: session).isEmpty }
        let inRoom = roster.present(in: delivery.room)
        let others = roster.present.filter { !inRoom.contains($0) }
        let peers = inRoom.filter { $0 != delivery.author } + inRoom.filter { $0 == delivery.author } + others
        var rooms = inRoom.count > 1 ? [delivery.room] : []
        for room in others.compactMap({ roster[$0]?.peer.room }) where !rooms.contains(room) { rooms.append(room) }
        return (hasRecipient ? [.recipients] : []) + peers.map { .peer($0) } + rooms.map { .room($0) }
    }

    /// Changes the target or the pace by `key`.
    mutating func edit(_ key: Key) {
        switch key {
        case .left where entries.count > 1, .right where entries.count > 1:
            let index = Self.paces.firstIndex(of: pace) ?? 0
            pace = Self.paces[Question.choice(after: index, count: Self.paces.count, key)]
        default: choice = Question.choice(after: choice, count: targets.count, key)
        }
    }

    var paceText: String {
        switch pace {
        case nil: "at once"
        case 10: "with its gaps"
        case 5: "×2 as fast"
        case 1: "×10 as fast"
        case 20: "×0.5 as fast"
        case let pace?: "×\(pace == 100 ? "0.1" : "\(pace)") as fast"
        }
    }

    /// The messages to send; those without a recipient are left out.
    func sendings(_ session: Session) -> [Sending] {
        let start = entries.lazy.compactMap { session.journal.time(of: $0) }.first
        return entries.compactMap { number -> Sending? in
            let recipients = target.recipients(of: number, in: session)
            guard let entry = session.journal[number: number]?.entry, let delivery = entry.delivery, let start,
                !recipients.isEmpty
            else { return nil }
            let gap = entry.time.nanoseconds - start.nanoseconds
            let delay = pace.map { pace in gap / 10 * Int64(pace) } ?? 0
            let destination: Sending.Destination =
                switch target {
                case .recipients, .peer: .peers(recipients)
                case .room(let room): .room(room)
                }
            return Sending(
                delivery.message, .replay(entry: number), author: delivery.author, room: delivery.room,
                to: destination, delay: delay)
        }
    }

    // MARK: Warning

    /// Why the first outdated message may disturb a negotiation; `nil` if no such message is known.
    func warning(_ session: Session) -> String? {
        for number in entries {
            let recipients = target.recipients(of: number, in: session)
            guard let record = session.journal[number: number] else { continue }
            let blocking = session.intercepts.held.first { held in
                held.sender == record.entry.peer && held.entry != number
                    && held.recipients.contains(where: recipients.contains)
            }
            if let blocking {
                let sender = session.roster.label(blocking.sender)
                return "#\(blocking.entry) of \(sender) is still held: this overtakes it"
            }
            guard let delivery = record.entry.delivery, let parsed = record.parsed, record.kind?.isNegotiation == true
            else {
                continue
            }
            for recipient in recipients where recipient != delivery.author {
                guard
                    let side = session.calls[delivery.author, recipient, record.negotiationKey]?[delivery.author],
                    let reason = Self.outdatedReason(parsed, number, side)
                else { continue }
                return "\(session.roster.label(delivery.author)) \(reason)"
            }
        }
        return nil
    }

    private static func outdatedReason(_ parsed: ParsedMessage, _ number: Int, _ side: Side) -> String? {
        if let summary = parsed.descriptionSummary, let latest = side.lastDescription, latest.entry != number,
            let current = latest.terms
        {
            if let old = summary.origin, let new = current.origin, old.isSameSession(as: new),
                old.version != new.version
            {
                return "has sent version \(new.version) since (#\(latest.entry)): #\(number) is \(old.version)"
            }
            if Set(summary.ufrags).isDisjoint(with: current.ufrags), !current.ufrags.isEmpty {
                return "has other ICE credentials since #\(latest.entry): #\(number) is of an earlier session"
            }
        }
        guard parsed.kind == .candidate, let ufrag = parsed.usernameFragment, let generation = side.generation,
            !generation.ufrags.isEmpty, !generation.ufrags.contains(ufrag)
        else { return nil }
        return "has other ICE credentials since #\(generation.entry): this candidate is of ufrag \(ufrag)"
    }
}
