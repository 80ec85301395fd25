import Events
import Messages
import Reports
import Routing

/// The actions of a switchboard in the language of conversations.
///
/// ```
/// p2,p3 receives {"sdp":…}            p2 receives bytes 01 02      p1 is closed 4503: removed by the operator
/// entry: p1 joined demo               entry: p1 to p2,p3 text 21   entry: p1 left: connection lost
/// ```
enum ActionScript {
    /// Returns the line that stands for `action`.
    static func line(_ action: Switchboard.Action) -> String {
        switch action {
        case .deliver(let message, let recipients):
            return "\(list(recipients)) receives \(message.opcode == .text ? message.text ?? "?" : bytes(message))"
        case .close(let peer, let code, let reason): return "\(peer) is closed \(code.rawValue): \(reason)"
        case .record(let entry): return "entry: " + text(entry.content)
        case .report(let report): return "report: \(report.page) \(report.report.text)"
        case .closeProbe(let socket, let code, let reason):
            return "probe \(socket) is closed \(code.rawValue): \(reason)"
        }
    }

    private static func bytes(_ message: Message) -> String {
        let digits = message.payload.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return "bytes " + digits.joined(separator: " ")
    }

    private static func text(_ content: Entry.Content) -> String {
        switch content {
        case .joined(let peer): return "\(peer.id) joined \(peer.room)"
        case .left(let peer, let reason): return "\(peer) left: \(reason.text)"
        case .refused(let request, let refusal): return "\(request.id) refused: \(refusal.text)"
        case .message(let delivery): return text(delivery)
        case .noted(let notice): return notice.text
        case .reported(let report): return "\(report.page) \(report.report.text)"
        }
    }

    private static func text(_ delivery: Delivery) -> String {
        let size = "\(delivery.message.opcode) \(delivery.message.payload.count)"
        var route = "\(delivery.author) to \(delivery.recipients.isEmpty ? "nobody" : list(delivery.recipients))"
        if case .nobody(let fault) = delivery.addressee { route += " (\(fault.code))" }
        switch delivery.sender {
        case .operated(.replay(let entry), _): route = "replay of #\(entry), \(route)"
        case .operated(.edit(let entry), _): route = "edited from #\(entry), \(route)"
        case .operated(.composition, _): route = "composed, \(route)"
        case .peer: break
        }
        if let release = delivery.release {
            let how = release.isEdited ? "edited from" : "was"
            let kept = Double(release.nanoseconds / 1_000_000) / 1000
            route = "\(how) #\(release.entry) for \(kept) s, \(release.cause): \(route)"
        }
        for interception in delivery.interceptions {
            route += ", \(list(interception.recipients)) \(fate(interception))"
        }
        return "\(route) \(size)"
    }

    private static func fate(_ interception: Interception) -> String {
        let fate =
            switch interception.fate {
            case .held(let until), .heldUntilGlare(let until): "held until \(until.text)"
            case .delayed(let until): "delayed until \(until.text)"
            case .queuedBehind(let entry): "behind #\(entry)"
            case .dropped: "dropped"
            }
        switch interception.cause {
        case .rule(let number): return "\(fate) by rule \(number)"
        case .guardedOffer: return "\(fate) by the guard"
        case .guardedCrossing(let offer): return "\(fate) by the guard, crossing #\(offer)"
        case .guardedCandidate(let offer): return "\(fate) by the guard, of #\(offer)"
        case .order: return fate
        }
    }

    private static func list(_ peers: [PeerID]) -> String { peers.map(\.description).joined(separator: ",") }
}
