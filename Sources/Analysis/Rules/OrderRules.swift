import Events
import Messages
import SDP

/// Offers and answers out of turn (RFC 3264 §4, RFC 9429 §3.2, W3C webrtc-pc §4.3.1).
enum OrderRules {
    /// How long two crossed offers have for one side to give way: clients that do it take a round trip.
    static let glareSeconds = 3
    /// How long an offer may wait: a client that answers by itself takes a fraction of it.
    static let answerSeconds = 10
    /// How old an offer may be when it is answered: some clients give it up then.
    static let lateSeconds = 30

    /// `offer` comes to `hearer`, where `earlier` of its author and `crossing` of its hearer wait for an answer.
    static func offer(
        _ offer: Statement, to hearer: PeerID, earlier: Statement?, crossing: Statement?
    ) -> [Observation] {
        var observations: [Observation] = []
        if let earlier, !isSame(earlier, offer) {
            observations.append(
                Observation(
                    .supersededOffer, .warning,
                    "\(peer: offer.author) offered again (\(entry: offer.entry)) before \(peer: hearer) answered \(entry: earlier.entry)",
                    proof: [earlier.entry, offer.entry], subject: offer.author.description))
        }
        if let crossing {
            observations.append(
                Observation(
                    .glare, .information,
                    "\(peer: crossing.author) and \(peer: offer.author) both offered (\(entry: crossing.entry) and \(entry: offer.entry)): one of them has to give way",
                    proof: [crossing.entry, offer.entry], subject: "\(offer.entry)"))
        }
        return observations
    }

    /// Two crossed offers, when it shows how that ends: by the second of two answers, or because nobody gave way in time.
    static func glare(_ glare: Glare, in id: NegotiationID, answer: Statement? = nil) -> Observation? {
        let (one, other) = (id.pair.first, id.pair.second)
        if let answer {
            return Observation(
                .glare, .error,
                "\(peer: one) and \(peer: other) offered at once (\(entry: glare.first), \(entry: glare.second)) and both gave way: the answers have no offer left",
                proof: [glare.first, glare.second] + glare.answers + [answer.entry], subject: "\(glare.second)")
        }
        guard glare.answerers.isEmpty else { return nil }
        return Observation(
            .glare, .error,
            "\(peer: one) and \(peer: other) offered at once (\(entry: glare.first), \(entry: glare.second)) and neither gave way in \(glareSeconds) s",
            proof: [glare.first, glare.second], subject: "\(glare.second)")
    }

    /// `answer` has been taken for the answer to the offer in `reply`, in a negotiation as it is now.
    static func answer(_ answer: Statement, _ reply: Reply, to offerer: PeerID, wasTaken: Bool) -> [Observation] {
        var observations: [Observation] = []
        if wasTaken {
            observations.append(
                Observation(
                    .severalAnswers, .error,
                    "\(peer: answer.author) answered \(entry: reply.offer), too: one connection of \(peer: offerer) takes one answer",
                    proof: [reply.offer, answer.entry], subject: "\(reply.offer)"))
        }
        if reply.nanoseconds > Int64(lateSeconds) * 1_000_000_000 {
            observations.append(
                Observation(
                    .lateAnswer, .warning,
                    "\(peer: answer.author) answered \(entry: reply.offer) after \(Int(reply.nanoseconds / 1_000_000_000)) s",
                    proof: [reply.offer, answer.entry], subject: "\(reply.offer)"))
        }
        return observations
    }

    /// `answer` has no offer to answer; `before` is what its author said last to the one it answers, and who answered
    /// last between the two.
    static func strayAnswer(_ answer: Statement, to hearer: PeerID, in negotiation: Negotiation?) -> Observation {
        let said = negotiation?[answer.author].statement
        if let reply = negotiation?.reply, negotiation?.answerer == answer.author, let said, said.entry == reply.answer,
            isSame(said, answer) || said.terms == nil
        {
            return Observation(
                .duplicateAnswer, .error,
                "\(peer: answer.author) answered \(entry: reply.offer) twice (\(entry: reply.answer), \(entry: answer.entry)): the second meets a stable connection",
                proof: [reply.offer, reply.answer, answer.entry], subject: answer.author.description)
        }
        return Observation(
            .answerWithoutOffer, .error,
            "\(peer: answer.author) answered, but \(peer: hearer) has no offer outstanding",
            proof: [answer.entry], subject: answer.author.description)
    }

    /// Whether both are one description of their author's, by version or by text.
    private static func isSame(_ one: Statement, _ other: Statement) -> Bool {
        guard let old = one.terms, let new = other.terms else { return false }
        if old.digest == new.digest { return true }
        guard let before = old.origin, let after = new.origin else { return false }
        return before.isSameSession(as: after) && before.version == after.version
    }

    /// A rollback was sent (RFC 9429 §4.1.10.2).
    static func rollback(by author: PeerID, entry: Int) -> Observation {
        Observation(
            .rollback, .warning,
            "\(peer: author) sent a rollback (\(entry: entry)): it is for its own connection, and nobody else needs it",
            proof: [entry], subject: author.description)
    }

    /// Two have exchanged `count` messages, and nobody has offered anything.
    static func noOffer(_ speakers: [RoomTalk.Speaker], count: Int, seconds: Int) -> Observation {
        let (one, other) = (speakers[0], speakers[1])
        return Observation(
            .noOffer, .information,
            """
            \(peer: one.peer) and \(peer: other.peer) have exchanged \(count) messages, \(entry: one.entry) \
            (\(one.kind.rawValue)) and \(entry: other.entry) (\(other.kind.rawValue)) first, but no offer was recognized \
            in \(seconds) s
            """,
            proof: [one.entry, other.entry])
    }

    /// `offer` has waited for so many `seconds`.
    static func unanswered(_ offer: Statement, seconds: Int) -> Observation {
        Observation(
            .unansweredOffer, .warning,
            "\(peer: offer.author) has waited \(seconds) s for an answer to \(entry: offer.entry)",
            proof: [offer.entry], subject: "\(offer.entry)")
    }
}
