import Analysis
import Drawing
import Events
import Messages
import Routing
import SDP
import Screens
import Sessions

/// What is about to be sent again, to whom and how fast.
struct ReplayDialog: Hashable, Sendable {
    /// To whom.
    enum Target: Hashable, Sendable {
        /// Each to those it went to.
        case hearers
        case peer(PeerID)
        case room(String)
    }

    /// The time between messages, in tenths of what it was when they were said; nil for none.
    typealias Pace = Int

    /// In order.
    let entries: [Int]
    /// What can be chosen, what is meant first at the beginning.
    let targets: [Target]
    var choice = 0
    var pace: Pace?

    var target: Target { targets[choice] }

    /// At once, as it was, twice and ten times as fast, half and a tenth as fast.
    static let paces: [Pace?] = [nil, 10, 5, 1, 20, 100]

    static func words(_ pace: Pace?) -> String {
        switch pace {
        case nil: "at once"
        case 10: "with its gaps"
        case 5: "×2 as fast"
        case 1: "×10 as fast"
        case 20: "×0.5 as fast"
        case let pace?: "×\(pace == 100 ? "0.1" : "\(pace)") as fast"
        }
    }
}

/// Sending again what was said.
extension Model {
    /// Asks whether the marked messages, or the current one, go again: to those who heard them; if nobody did, or they
    /// are gone, to somebody to be chosen.
    mutating func askReplay() -> [Effect] {
        let entries = meantEntries.filter { context.session.journal[number: $0]?.entry.transit != nil }
        guard !entries.isEmpty else { return say("no message is marked: u takes marks away") }
        let targets = replayTargets(entries)
        guard !targets.isEmpty else { return say("nobody is here to hear a replay") }
        question = .replay(ReplayDialog(entries: entries, targets: targets))
        return []
    }

    /// Those who heard them where one is here; then who is in the room of the first, its author last, and who is elsewhere;
    /// then rooms.
    func replayTargets(_ entries: [Int]) -> [ReplayDialog.Target] {
        let isHeard = entries.contains { !receivers(of: $0, .hearers).isEmpty }
        guard let transit = entries.first.flatMap({ context.session.journal[number: $0]?.entry.transit }) else {
            return []
        }
        let inRoom = context.session.roster.present(in: transit.room)
        let others = context.session.roster.present.filter { !inRoom.contains($0) }
        let peers = inRoom.filter { $0 != transit.author } + inRoom.filter { $0 == transit.author } + others
        var rooms = inRoom.count > 1 ? [transit.room] : []
        for room in others.compactMap({ context.session.roster[$0]?.peer.room }) where !rooms.contains(room) {
            rooms.append(room)
        }
        return (isHeard ? [.hearers] : []) + peers.map { .peer($0) } + rooms.map { .room($0) }
    }

    /// Those who would hear entry `number` again.
    func receivers(of number: Int, _ target: ReplayDialog.Target) -> [PeerID] {
        guard let transit = context.session.journal[number: number]?.entry.transit else { return [] }
        switch target {
        case .hearers:
            return (transit.hearers + transit.interceptions.flatMap(\.receivers)).filter(
                context.session.roster.isPresent)
        case .peer(let peer): return [peer].filter(context.session.roster.isPresent)
        case .room(let room): return context.session.roster.present(in: room).filter { $0 != transit.author }
        }
    }

    mutating func answer(_ plan: ReplayDialog, with key: Key) -> [Effect] {
        var plan = plan
        guard !context.session.roster.present.isEmpty else {
            question = nil
            return say("nobody is here to hear a replay")
        }
        switch key {
        case .enter, .character("y"):
            question = nil
            return replay(plan)
        case .left where plan.entries.count > 1, .right where plan.entries.count > 1:
            let index = ReplayDialog.paces.firstIndex(of: plan.pace) ?? 0
            plan.pace = ReplayDialog.paces[Self.choice(index, of: ReplayDialog.paces.count, key)]
        default: plan.choice = Self.choice(plan.choice, of: plan.targets.count, key)
        }
        question = .replay(plan)
        return []
    }

    private mutating func replay(_ plan: ReplayDialog) -> [Effect] {
        let first = plan.entries.compactMap { context.session.journal[number: $0]?.entry.time }.first
        let sendings = plan.entries.compactMap { number -> Sending? in
            guard let entry = context.session.journal[number: number]?.entry, let transit = entry.transit, let first,
                !receivers(of: number, plan.target).isEmpty
            else { return nil }
            let gap = entry.time.nanoseconds - first.nanoseconds
            let delay = plan.pace.map { pace in gap / 10 * Int64(pace) } ?? 0
            let destination: Sending.Destination =
                switch plan.target {
                case .hearers, .peer: .peers(receivers(of: number, plan.target))
                case .room(let room): .room(room)
                }
            return Sending(
                transit.message, .replay(entry: number), author: transit.author, room: transit.room, to: destination,
                delay: delay)
        }
        guard !sendings.isEmpty else {
            return say(
                plan.entries.contains { context.session.journal[number: $0] != nil }
                    ? "\(plan.target.words(plan.entries, context.session)) is gone already"
                    : "what was to go is no longer in the journal")
        }
        playback =
            sendings.contains { $0.delay > 0 } ? Snapshot.Playback(count: sendings.count) : nil
        return [.command(.send(sendings))]
    }

    /// Why the first of those messages that does not fit any more may do harm; `nil` if none is known to.
    func staleness(_ plan: ReplayDialog) -> String? {
        for number in plan.entries {
            let hearers = receivers(of: number, plan.target)
            let waiting = context.session.interventions.held.first { held in
                held.sender == context.session.journal[number: number]?.entry.peer && held.entry != number
                    && held.receivers.contains(where: hearers.contains)
            }
            if let waiting {
                return
                    "#\(waiting.entry), which \(context.session.roster.label(waiting.sender)) said, still waits: this goes before it"
            }
            guard let record = context.session.journal[number: number], let transit = record.entry.transit,
                let parsed = record.parsed,
                record.kind?.isNegotiation == true
            else { continue }
            for receiver in receivers(of: number, plan.target) where receiver != transit.author {
                guard
                    let side = context.session.calls[transit.author, receiver, record.negotiationKey]?[transit.author],
                    let words = Self.staleness(parsed, number, side)
                else { continue }
                return "\(context.session.roster.label(transit.author)) \(words)"
            }
        }
        return nil
    }

    private static func staleness(_ reading: ParsedMessage, _ number: Int, _ side: Side) -> String? {
        if let terms = reading.terms, let latest = side.statement, latest.entry != number, let now = latest.terms {
            if let then = terms.origin, let origin = now.origin, then.isSameSession(as: origin),
                then.version != origin.version
            {
                return "has said version \(origin.version) since (#\(latest.entry)): #\(number) is \(then.version)"
            }
            if Set(terms.ufrags).isDisjoint(with: now.ufrags), !now.ufrags.isEmpty {
                return "has other ICE credentials since #\(latest.entry): #\(number) is of an earlier session"
            }
        }
        guard reading.kind == .candidate, let ufrag = reading.usernameFragment, let generation = side.generation,
            !generation.ufrags.isEmpty, !generation.ufrags.contains(ufrag)
        else { return nil }
        return "has other ICE credentials since #\(generation.entry): this candidate is of ufrag \(ufrag)"
    }
}

extension ReplayDialog.Target {
    /// To whom, in words: `bob`, `3 peers`, `room demo`.
    func words(_ entries: [Int], _ session: Session) -> String {
        switch self {
        case .hearers:
            guard let first = entries.first, let transit = session.journal[number: first]?.entry.transit else {
                return "nobody"
            }
            let all = transit.hearers + transit.interceptions.flatMap(\.receivers)
            let present = all.filter(session.roster.isPresent)
            return InterceptionText.list(present.isEmpty ? all : present, session.roster)
        case .peer(let peer): return session.roster.label(peer)
        case .room(let room): return "room \(room)"
        }
    }
}
