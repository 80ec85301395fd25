import Signaling

/// What the relay infers of a peer's negotiations, in words.
enum NegotiationWords {
    /// The state with the partner it last negotiated with, and how many more there are: `stable`, `have-local-offer`.
    static func short(_ peer: PeerID, _ model: Model) -> String {
        let partners = model.calls.partners(of: peer)
        guard let partner = partners.first, let negotiation = model.calls[peer, partner] else { return "-" }
        let state = negotiation.isGlare ? "glare" : negotiation.state(of: peer).rawValue
        return partners.count > 1 ? "\(state) +\(partners.count - 1)" : state
    }

    /// A line for each partner: what is inferred, and what it is inferred from.
    static func lines(_ peer: PeerID, _ model: Model) -> [String] {
        model.calls.partners(of: peer).compactMap { partner in
            guard let negotiation = model.calls[peer, partner] else { return nil }
            let label = model.roster.label(partner)
            var facts = ["with \(label): \(negotiation.state(of: peer).rawValue) (inferred)"]
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
}
