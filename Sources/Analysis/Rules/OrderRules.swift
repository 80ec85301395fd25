import Events
import Messages
import SDP

extension Rule {
    /// Both sides offered before either had answered.
    public static let glare = Rule(
        "glare", .order, .information, title: "glare",
        reference: "RFC 3264 §4, RFC 9429 §4.1.10.2",
        explanation: """
            Both sides offered before either had answered. One has to give its own offer up and answer: with perfect \
            negotiation the polite one does so by itself. Without it, browsers roll back on both sides, and each \
            answer is refused in the state stable. Agree on who is polite, or let one side alone offer.
            """)

    /// An answer reached a peer that had no offer outstanding.
    public static let answerWithoutOffer = Rule(
        "answer-without-offer", .order, .error, title: "answer without an offer",
        reference: "RFC 9429 §3.2",
        presumesDelivery: true, followsFromGlare: true,
        explanation: """
            An answer came where no offer was waiting for one, so the side that gets it is in the wrong state and \
            setRemoteDescription throws. Look for an answer that was sent twice, went to the wrong peer, or belongs \
            to a connection that was closed in the meantime.
            """)

    /// More than one peer answered the same offer.
    public static let severalAnswers = Rule(
        "several-answers", .order, .error, title: "several answers to one offer",
        reference: "RFC 9429 §3.8.2",
        explanation: """
            More than one peer answered the same offer, as happens when an offer goes to a whole room. A connection \
            can take one answer alone; the others are lost or raise an error. Make one connection, and one offer, \
            for each peer.
            """)

    /// A peer answered the same offer twice.
    public static let duplicateAnswer = Rule(
        "duplicate-answer", .order, .error, title: "second answer",
        reference: "RFC 9429 §3.2",
        presumesDelivery: true, followsFromGlare: true,
        explanation: """
            A peer answered again where its first answer had settled the matter. The connection is stable by then \
            and refuses the second. Look for handlers that are registered twice, or a client that sends again what \
            was delivered already.
            """)

    /// No answer came to an offer in time.
    public static let unansweredOffer = Rule(
        "unanswered-offer", .order, .warning, title: "offer without an answer",
        reference: "RFC 9429 §3.2",
        presumesDelivery: true, outlastsNextRound: true,
        explanation: """
            Nobody answered the offer in time, and a call without an answer never connects. The other side may not \
            have heard it, may have thrown an error when it applied it, or may be waiting for a person to accept. \
            Look at its console for a rejected promise of setRemoteDescription or createAnswer.
            """)

    /// An answer came long after its offer.
    public static let lateAnswer = Rule(
        "late-answer", .order, .warning, title: "late answer",
        reference: "RFC 9429 §3.2",
        presumesDelivery: true,
        explanation: """
            The answer came long after its offer. Some clients give an offer up after a while, and its candidates \
            may have grown stale. Where a person has to accept, ask first, and offer when they have; otherwise look \
            at what kept the other side.
            """)

    /// A peer offered again before its last offer was answered.
    public static let supersededOffer = Rule(
        "superseded-offer", .order, .warning, title: "offer before the last was answered",
        reference: "RFC 3264 §4",
        presumesDelivery: true,
        explanation: """
            A peer offered again before its first offer was answered. If both answers arrive, the first is applied \
            to the second offer. Wait for the state stable before the next offer: negotiationneeded fires again when \
            it is time.
            """)

    /// A rollback was sent to the other side.
    public static let rollback = Rule(
        "rollback", .order, .warning, title: "rollback",
        reference: "RFC 9429 §4.1.10.2, RFC 9429 §5.7",
        explanation: """
            A peer took back its offer, to answer that of the other side. A browser does so by itself when it is \
            given an offer while its own is waiting, and nothing need be sent. The other side only has to drop the \
            answer it may have prepared.
            """)

    /// Peers exchange messages, none of which carries an offer.
    public static let noOffer = Rule(
        "no-offer", .order, .information, title: "messages, but no offer",
        outlastsNextRound: true,
        explanation: """
            Peers talk to each other, but none of their messages carries an offer that is recognized. The clients \
            may wait for a person to begin, or for each other. A client that calls event.data.text() expects binary \
            frames, and fails on text: start the relay with --deliver binary for it. If an offer is in one of the \
            messages, teach its spelling in the configuration file, under spellings.
            """)
}

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
        _ offer: SignaledDescription, to hearer: PeerID, earlier: SignaledDescription?, crossing: SignaledDescription?
    ) -> [Observation] {
        var observations: [Observation] = []
        if let earlier, !isSame(earlier, offer) {
            observations.append(
                Observation(
                    .supersededOffer,
                    "\(peer: offer.author) offered again (\(entry: offer.entry)) before \(peer: hearer) answered \(entry: earlier.entry)",
                    proof: [earlier.entry, offer.entry], subject: offer.author.description))
        }
        if let crossing {
            observations.append(
                Observation(
                    .glare,
                    "\(peer: crossing.author) and \(peer: offer.author) both offered (\(entry: crossing.entry) and \(entry: offer.entry)): one of them has to give way",
                    proof: [crossing.entry, offer.entry], subject: "\(offer.entry)"))
        }
        return observations
    }

    /// Two crossed offers, when it shows how that ends: by the second of two answers, or because nobody gave way in time.
    static func glare(_ glare: Glare, in id: NegotiationID, answer: SignaledDescription? = nil) -> Observation? {
        let (one, other) = (id.pair.first, id.pair.second)
        if let answer {
            return Observation(
                .glare, severity: .error,
                "\(peer: one) and \(peer: other) offered at once (\(entry: glare.first), \(entry: glare.second)) and both gave way: the answers have no offer left",
                proof: [glare.first, glare.second] + glare.answers + [answer.entry], subject: "\(glare.second)")
        }
        guard glare.answerers.isEmpty else { return nil }
        return Observation(
            .glare, severity: .error,
            "\(peer: one) and \(peer: other) offered at once (\(entry: glare.first), \(entry: glare.second)) and neither gave way in \(glareSeconds) s",
            proof: [glare.first, glare.second], subject: "\(glare.second)")
    }

    /// `answer` has been taken for the answer to the offer in `reply`, in a negotiation as it is now.
    static func answer(_ answer: SignaledDescription, _ reply: OfferAnswerPair, to offerer: PeerID, wasTaken: Bool)
        -> [Observation]
    {
        var observations: [Observation] = []
        if wasTaken {
            observations.append(
                Observation(
                    .severalAnswers,
                    "\(peer: answer.author) answered \(entry: reply.offer), too: one connection of \(peer: offerer) takes one answer",
                    proof: [reply.offer, answer.entry], subject: "\(reply.offer)"))
        }
        if reply.nanoseconds > Int64(lateSeconds) * 1_000_000_000 {
            observations.append(
                Observation(
                    .lateAnswer,
                    "\(peer: answer.author) answered \(entry: reply.offer) after \(Int(reply.nanoseconds / 1_000_000_000)) s",
                    proof: [reply.offer, answer.entry], subject: "\(reply.offer)"))
        }
        return observations
    }

    /// `answer` has no offer to answer; `before` is what its author said last to the one it answers, and who answered
    /// last between the two.
    static func strayAnswer(_ answer: SignaledDescription, to hearer: PeerID, in negotiation: Negotiation?)
        -> Observation
    {
        let said = negotiation?[answer.author].statement
        if let reply = negotiation?.reply, negotiation?.answerer == answer.author, let said, said.entry == reply.answer,
            isSame(said, answer) || said.terms == nil
        {
            return Observation(
                .duplicateAnswer,
                "\(peer: answer.author) answered \(entry: reply.offer) twice (\(entry: reply.answer), \(entry: answer.entry)): the second meets a stable connection",
                proof: [reply.offer, reply.answer, answer.entry], subject: answer.author.description)
        }
        return Observation(
            .answerWithoutOffer,
            "\(peer: answer.author) answered, but \(peer: hearer) has no offer outstanding",
            proof: [answer.entry], subject: answer.author.description)
    }

    /// Whether both are one description of their author's, by version or by text.
    private static func isSame(_ one: SignaledDescription, _ other: SignaledDescription) -> Bool {
        guard let old = one.terms, let new = other.terms else { return false }
        if old.digest == new.digest { return true }
        guard let before = old.origin, let after = new.origin else { return false }
        return before.isSameSession(as: after) && before.version == after.version
    }

    /// A rollback was sent (RFC 9429 §4.1.10.2).
    static func rollback(by author: PeerID, entry: Int) -> Observation {
        Observation(
            .rollback,
            "\(peer: author) sent a rollback (\(entry: entry)): it is for its own connection, and nobody else needs it",
            proof: [entry], subject: author.description)
    }

    /// Two have exchanged `count` messages, and nobody has offered anything.
    static func noOffer(_ speakers: [RoomTalk.Speaker], count: Int, seconds: Int) -> Observation {
        let (one, other) = (speakers[0], speakers[1])
        return Observation(
            .noOffer,
            """
            \(peer: one.peer) and \(peer: other.peer) have exchanged \(count) messages, \(entry: one.entry) \
            (\(one.kind.rawValue)) and \(entry: other.entry) (\(other.kind.rawValue)) first, but no offer was recognized \
            in \(seconds) s
            """,
            proof: [one.entry, other.entry])
    }

    /// `offer` has waited for so many `seconds`.
    static func unanswered(_ offer: SignaledDescription, seconds: Int) -> Observation {
        Observation(
            .unansweredOffer,
            "\(peer: offer.author) has waited \(seconds) s for an answer to \(entry: offer.entry)",
            proof: [offer.entry], subject: "\(offer.entry)")
    }
}
