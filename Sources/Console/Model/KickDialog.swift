import Drawing
import Events
import Routing
import Screens
import Sessions

/// Whom the operator is about to remove, with which words, and whether they may come back.
struct KickDialog: Hashable, Sendable {
    /// How long somebody is not let in again.
    enum BanTime: Int, CaseIterable, Hashable, Sendable {
        case none = 0
        case minute = 60
        case tenMinutes = 600
        case hour = 3600
        /// As long as the relay runs.
        case always = -1

        var words: String {
            switch self {
            case .none: "not banned"
            case .minute: "banned for 1 min"
            case .tenMinutes: "banned for 10 min"
            case .hour: "banned for 1 h"
            case .always: "banned until the relay ends"
            }
        }

        /// Nil for as long as the relay runs.
        var seconds: Int? { self == .always ? nil : rawValue }
    }

    /// In order of arrival.
    let peers: [PeerID]
    /// The room that is closed so; `nil` if it is about peers.
    var room: String?
    var dismissal = KickReason.standard
    var banTime = BanTime.none
    /// Whether it is their addresses that are banned, also of those who have a name.
    var isByAddress = false

    /// The words to choose from, besides the operator's own.
    static let dismissals = [
        KickReason.standard, .reconnect, KickReason(.kicked, reason: "the room was closed by the operator"),
    ]

    /// Who is banned: each by name where there is one, unless it is to be by address; nobody where nobody is.
    func bans(_ roster: Roster) -> [Ban.Subject] {
        guard banTime != .none else { return [] }
        var subjects: [Ban.Subject] = []
        for peer in peers.compactMap({ roster[$0]?.peer }) {
            let named = isByAddress ? nil : peer.name.map(Ban.Subject.name)
            guard let subject = named ?? Ban.Subject(address: peer.address) else { continue }
            if !subjects.contains(subject) { subjects.append(subject) }
        }
        return subjects
    }
}

/// Removing peers.
extension Model {
    /// Those whom a removal means: in the panes those marked, else the current one.
    var meantPeers: [PeerID] {
        let marked = context.session.roster.present.filter(markedPeers.contains)
        if screen == nil, subject == .peers, !marked.isEmpty { return marked }
        return [actionPeer].compactMap(\.self).filter(context.session.roster.isPresent)
    }

    /// The room that is meant by what is selected; `nil` if nothing is.
    var meantRoom: String? {
        if let peer = actionPeer, let room = context.session.roster[peer]?.peer.room { return room }
        return currentRecord?.entry.transit?.room
    }

    mutating func askKick(reason: String? = nil) -> [Effect] {
        ask(KickDialog(peers: meantPeers), reason)
    }

    mutating func askCloseRoom(reason: String? = nil) -> [Effect] {
        guard let room = meantRoom else { return [] }
        var plan = KickDialog(peers: context.session.roster.present(in: room), room: room)
        plan.dismissal = KickDialog.dismissals[2]
        return ask(plan, reason)
    }

    private mutating func ask(_ plan: KickDialog, _ reason: String?) -> [Effect] {
        var plan = plan
        if let reason { plan.dismissal = KickReason(.kicked, reason: reason) }
        question = .kick(plan)
        return []
    }

    mutating func answer(_ plan: KickDialog, with key: Key) -> [Effect] {
        var plan = plan
        switch key {
        case .character("y"):
            question = nil
            let present = plan.peers.filter(context.session.roster.isPresent)
            guard !present.isEmpty else {
                let (names, verb) = (
                    InterceptionText.list(plan.peers, context.session.roster), plan.peers.count == 1 ? "is" : "are"
                )
                return say("\(names) \(verb) gone already")
            }
            markedPeers.subtract(present)
            // First the ban: who comes back at once is not let in.
            let bans = plan.bans(context.session.roster).map { Effect.command(.ban($0, seconds: plan.banTime.seconds)) }
            return bans + [.command(.kick(present, plan.dismissal))]
        case .tab:
            let index = KickDialog.dismissals.firstIndex(of: plan.dismissal).map { $0 + 1 } ?? 0
            plan.dismissal = KickDialog.dismissals[index % KickDialog.dismissals.count]
        case .character("b"):
            let times = KickDialog.BanTime.allCases
            let index = times.firstIndex(of: plan.banTime) ?? 0
            plan.banTime = times[(index + 1) % times.count]
        case .character("a") where plan.banTime != .none: plan.isByAddress.toggle()
        default: return []
        }
        question = .kick(plan)
        return []
    }

    /// Lets nobody in by a name, or from an address: `name alice 10`, `address 192.0.2.1`.
    mutating func ban(_ text: String) -> [Effect] {
        // A name with blanks stands in quotes.
        let quoted = text.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        let words =
            quoted.count == 3
            ? quoted[0].split(separator: " ").map(String.init) + [quoted[1]]
                + quoted[2].split(separator: " ").map(String.init)
            : text.split(separator: " ").map(String.init)
        let usage = "ban whom? :ban name NAME [MINUTES] or :ban address ADDRESS [MINUTES]"
        guard words.count > 1 else { return say(usage) }
        let minutes = words.count > 2 ? words.last.flatMap { Int($0) } : nil
        let value = words.dropFirst().dropLast(minutes == nil ? 0 : 1).joined(separator: " ")
        let subject: Ban.Subject?
        switch words[0] {
        case "name": subject = .name(value)
        case "address": subject = Ban.Subject(address: value.contains(":") && value.first != "[" ? "[\(value)]" : value)
        default: return say(usage)
        }
        guard let subject else { return say("'\(value)' is no IP address, such as 192.0.2.1 or 2001:db8::1") }
        if let minutes, !(1...525_600).contains(minutes) { return say("\(minutes) minutes is no time for a ban: 10") }
        return [.command(.ban(subject, seconds: minutes.map { $0 * 60 }))]
    }
}
