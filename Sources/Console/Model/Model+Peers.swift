import Drawing
import Events
import Panes
import Routing
import Screens
import Sessions

/// Commands on peers: kick, ban, and the frame type of their deliveries.
extension Model {
    /// Asks whether to disconnect the target peers.
    mutating func askKick(reason: String? = nil) -> [Effect] {
        ask(KickDialog(peers: targetPeers), reason)
    }

    /// Asks whether to disconnect all peers of the target room.
    mutating func askCloseRoom(reason: String? = nil) -> [Effect] {
        guard let room = targetRoom else { return [] }
        let peers = context.session.roster.present(in: room)
        return ask(KickDialog(peers: peers, room: room, reason: KickDialog.roomClosed), reason)
    }

    private mutating func ask(_ dialog: KickDialog, _ reason: String?) -> [Effect] {
        var dialog = dialog
        if let reason { dialog.reason = KickReason(.kicked, reason: reason) }
        question = .kick(dialog)
        return []
    }

    mutating func kick(_ dialog: KickDialog) -> [Effect] {
        let roster = context.session.roster
        let present = dialog.peers.filter(roster.isPresent)
        guard !present.isEmpty else {
            let verb = dialog.peers.count == 1 ? "has" : "have"
            return report("\(InterceptionText.list(dialog.peers, roster)) \(verb) left already")
        }
        peers.unmark(present)
        // The bans come first, so that a client that reconnects at once is refused.
        let bans = dialog.bans(roster).map { Effect.command(.ban($0, seconds: dialog.banTime.seconds)) }
        return bans + [.command(.kick(present, dialog.reason))]
    }

    /// Bans a name or an address: `name alice 10`, `address 192.0.2.1`; the number is in minutes.
    mutating func ban(_ text: String) -> [Effect] {
        let usage = "ban what? :ban name NAME [MINUTES] or :ban address ADDRESS [MINUTES]"
        let words = Self.words(text)
        guard words.count > 1 else { return report(usage) }
        let minutes = words.count > 2 ? words.last.flatMap { Int($0) } : nil
        let value = words.dropFirst().dropLast(minutes == nil ? 0 : 1).joined(separator: " ")
        let subject: Ban.Subject?
        switch words[0] {
        case "name": subject = .name(value)
        case "address": subject = Ban.Subject(address: value.contains(":") && value.first != "[" ? "[\(value)]" : value)
        default: return report(usage)
        }
        guard let subject else { return report("'\(value)' is no IP address, such as 192.0.2.1 or 2001:db8::1") }
        if let minutes, !(1...525_600).contains(minutes) {
            return report("\(minutes) minutes is no time for a ban: 10")
        }
        return [.command(.ban(subject, seconds: minutes.map { $0 * 60 }))]
    }

    /// The words of `text`; one part of it may be in quotation marks, which keep its blanks.
    private static func words(_ text: String) -> [String] {
        func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 3 ? words(parts[0]) + [parts[1]] + words(parts[2]) : words(text)
    }

    /// Removes the ban with the number `text`.
    mutating func lift(_ text: String) -> [Effect] {
        let bans = context.session.intercepts.bans
        guard let number = Int(text), bans.contains(where: { $0.number == number }) else {
            let numbers = bans.map { String($0.number) }.joined(separator: ", ")
            return report("no ban is called '\(text)'" + (numbers.isEmpty ? ": nobody is banned" : ": \(numbers)"))
        }
        return [.command(.lift(ban: number))]
    }

    // MARK: Frame type

    /// The plain peers among the target peers.
    var targetPlainPeers: [PeerID] { targetPeers.filter { context.session.roster[$0]?.peer.isAware == false } }

    /// Sets the frame type in which the target peers receive text.
    mutating func setDelivery(_ text: String) -> [Effect] {
        guard let delivery = PlainDelivery(rawValue: text) else {
            return report("deliver how? :deliver binary or :deliver verbatim")
        }
        return [.command(.deliver(targetPlainPeers, delivery))]
    }

    /// Switches the target peers to binary frames, or back if all of them receive these already.
    mutating func toggleDelivery() -> [Effect] {
        let isBinary = targetPlainPeers.allSatisfy {
            (context.session.intercepts.delivery[$0] ?? plainDelivery) == .binary
        }
        return [.command(.deliver(targetPlainPeers, isBinary ? .verbatim : .binary))]
    }
}
