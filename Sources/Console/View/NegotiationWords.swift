import Signaling

/// What the relay infers of a peer's negotiations, in words.
enum NegotiationWords {
    /// The state of the one in which something was last said, and how many more there are: `stable`, `glare +1`.
    static func short(_ peer: PeerID, _ model: Model) -> String {
        let negotiations = model.calls.negotiations(of: peer)
        guard let latest = negotiations.first?.negotiation else { return "-" }
        let state = latest.isGlare ? "glare" : latest.state(of: peer).rawValue
        return negotiations.count > 1 ? "\(state) +\(negotiations.count - 1)" : state
    }

    /// A line for each: what is inferred, and what it is inferred from.
    static func lines(_ peer: PeerID, _ model: Model) -> [String] {
        model.calls.negotiations(of: peer).compactMap { id, negotiation in
            id.pair.other(than: peer).map { line(peer, $0, id, negotiation, model) }
        }
    }

    private static func line(
        _ peer: PeerID, _ partner: PeerID, _ id: NegotiationID, _ negotiation: Negotiation, _ model: Model
    ) -> String {
        let name = model.roster.label(partner) + (id.key.map { " (\($0.prefix(20)))" } ?? "")
        var facts = ["with \(name): \(negotiation.state(of: peer).rawValue) (inferred)"]
        if negotiation.isGlare { facts.append("glare: both have offered") }
        if let offer = negotiation.outstanding(of: peer) { facts.append("its offer #\(offer.entry) is unanswered") }
        if let offer = negotiation.outstanding(of: partner) {
            facts.append("offer #\(offer.entry) waits for its answer")
        }
        if let reply = negotiation.reply {
            facts.append("#\(reply.answer) answered #\(reply.offer) after \(Measure.duration(reply.nanoseconds))")
        }
        return facts.joined(separator: " · ")
    }
}
