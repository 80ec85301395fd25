import Connections
import Events
public import Findings
import Messages
import Negotiations
import SDP

extension Rule {
    /// An answer reached a peer that had no offer outstanding.
    public static let answerWithoutOffer = Rule(
        "answer-without-offer", .order, .error, title: "answer without an offer",
        reference: "RFC 9429 §3.2",
        presumesDelivery: true, followsFromGlare: true,
        explanation: """
            An answer reached a peer without an outstanding offer, so that the peer is in the wrong state and \
            setRemoteDescription throws.
            """,
        remedy: """
            Look for an answer that was sent twice, was sent to the wrong peer, or belongs to a connection that was \
            closed in the meantime.
            """)

    /// More than one peer answered the same offer.
    public static let severalAnswers = Rule(
        "several-answers", .order, .error, title: "several answers to one offer",
        reference: "RFC 9429 §3.8.2",
        explanation: """
            More than one peer answered the same offer, as happens when an offer is sent to a whole room. A connection \
            can accept only one answer; the others are lost or raise an error.
            """,
        remedy: """
            Create one connection, and one offer, for each peer.
            """)

    /// A peer answered the same offer twice.
    public static let duplicateAnswer = Rule(
        "duplicate-answer", .order, .error, title: "second answer",
        reference: "RFC 9429 §3.2",
        presumesDelivery: true, followsFromGlare: true,
        explanation: """
            A peer answered an offer again. After the first answer the connection is stable, and rejects the second.
            """,
        remedy: """
            Look for handlers that are registered twice, or a client that repeats messages that were delivered \
            already.
            """)

    /// No answer came to an offer in time.
    public static let unansweredOffer = Rule(
        "unanswered-offer", .order, .warning, title: "offer without an answer",
        reference: "RFC 9429 §3.2",
        presumesDelivery: true, outlastsNextRound: true,
        explanation: """
            Nobody answered the offer in time, and a call without an answer never connects. The other side may not \
            have received it, may have thrown an error when it applied it, or may be waiting for a person to accept.
            """,
        remedy: """
            Look at the console of the other side's browser for a rejected promise of setRemoteDescription or \
            createAnswer.
            """)

    /// An answer came long after its offer.
    public static let lateAnswer = Rule(
        "late-answer", .order, .warning, title: "late answer",
        reference: "RFC 9429 §3.2",
        presumesDelivery: true,
        explanation: """
            The answer came long after its offer. Some clients give up an offer after a while, and its candidates may \
            no longer be valid.
            """,
        remedy: """
            If a person has to accept the call, ask first and offer afterwards; otherwise find out what delayed the \
            other side.
            """)

    /// A peer offered again before its last offer was answered.
    public static let supersededOffer = Rule(
        "superseded-offer", .order, .warning, title: "offer before the last was answered",
        reference: "RFC 3264 §4",
        presumesDelivery: true,
        explanation: """
            A peer offered again before its first offer was answered. If both answers arrive, the first is applied to \
            the second offer.
            """,
        remedy: """
            Wait for the signaling state stable before the next offer: negotiationneeded fires again then.
            """)

    /// A rollback was sent to the other side.
    public static let rollback = Rule(
        "rollback", .order, .warning, title: "rollback",
        reference: "RFC 9429 §4.1.10.2, RFC 9429 §5.7",
        explanation: """
            A peer took back its offer, to answer that of the other side. A browser does so by itself if it applies an \
            offer while its own is outstanding, and no message is needed.
            """,
        remedy: """
            Apply a rollback to your own connection only, and do not send it. A peer that has applied the offer \
            already has to roll back, too.
            """)

    /// Peers exchange messages, none of which carries an offer.
    public static let noOffer = Rule(
        "no-offer", .order, .information, title: "messages, but no offer",
        outlastsNextRound: true,
        explanation: """
            Peers exchange messages, but no offer was recognized in them. The clients may wait for a person to begin, \
            or for each other.
            """,
        remedy: """
            A client that calls event.data.text() expects binary frames, and fails on text: start the relay with \
            --deliver binary for it. If one of the messages has an offer, add its spelling to the configuration file, \
            under spellings.
            """)
}

/// Checks of the order of offers and answers (RFC 3264 §4, RFC 9429 §3.2, W3C webrtc-pc §4.3.1).
enum OrderRules {
    /// The time in which one side of a glare gives way, in seconds; clients that do so take one round trip.
    static let glareSeconds = 3
    /// The time in which an offer is answered, in seconds; a client that needs no person takes a fraction of it.
    static let answerSeconds = 10
    /// The age from which an answered offer is late, in seconds; some clients have given up by then.
    static let lateSeconds = 30

    /// Checks an offer to `recipient` against the outstanding offers: `earlier` of its author and `crossing` of the
    /// recipient.
    static func offer(
        _ offer: SignaledDescription, to recipient: PeerID, earlier: SignaledDescription?,
        crossing: SignaledDescription?
    ) -> [Observation] {
        var observations: [Observation] = []
        if let earlier, !isSame(earlier, offer) {
            observations.append(
                Observation(
                    .supersededOffer,
                    "\(peer: offer.author) offered again (\(entry: offer.entry)) before \(peer: recipient) answered \(entry: earlier.entry)",
                    proof: [earlier.entry, offer.entry], subject: offer.author.description))
        }
        if let crossing {
            // An upstream server may send on the later offer first.
            let (first, second) = crossing.entry < offer.entry ? (crossing, offer) : (offer, crossing)
            observations.append(
                Observation(
                    .glare,
                    "\(peer: first.author) and \(peer: second.author) both offered (\(entry: first.entry) and \(entry: second.entry)): one of them has to give way",
                    proof: [first.entry, second.entry], subject: "\(second.entry)"))
        }
        return observations
    }

    /// Checks whether a glare failed: both sides gave way, and `answer` is the second answer; or neither did so in time.
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

    /// Checks an answer to an outstanding offer, which may have been answered by another peer before.
    static func answer(
        _ answer: SignaledDescription, _ reply: OfferAnswerPair, to offerer: PeerID, wasAnsweredElsewhere: Bool
    ) -> [Observation] {
        var observations: [Observation] = []
        if wasAnsweredElsewhere {
            observations.append(
                Observation(
                    .severalAnswers,
                    "\(peer: answer.author) answered \(entry: reply.offer), too: one connection of \(peer: offerer) accepts one answer",
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

    /// The observation that `answer` has no outstanding offer: it repeats the previous answer, or has no offer at all.
    static func unmatchedAnswer(
        _ answer: SignaledDescription, to recipient: PeerID, in negotiation: Negotiation?
    ) -> Observation {
        let previous = negotiation?[answer.author].lastDescription
        if let reply = negotiation?.reply, negotiation?.answerer == answer.author, let previous,
            previous.entry == reply.answer, isSame(previous, answer) || previous.terms == nil
        {
            return Observation(
                .duplicateAnswer,
                "\(peer: answer.author) answered \(entry: reply.offer) twice (\(entry: reply.answer), \(entry: answer.entry)): the second meets a stable connection",
                proof: [reply.offer, reply.answer, answer.entry], subject: answer.author.description)
        }
        return Observation(
            .answerWithoutOffer,
            "\(peer: answer.author) answered, but \(peer: recipient) has no offer outstanding",
            proof: [answer.entry], subject: answer.author.description)
    }

    /// Whether two descriptions of one author are the same, by their version or their text.
    private static func isSame(_ one: SignaledDescription, _ other: SignaledDescription) -> Bool {
        guard let old = one.terms, let new = other.terms else { return false }
        if old.digest == new.digest { return true }
        guard let before = old.origin, let after = new.origin else { return false }
        return before.isSameSession(as: after) && before.version == after.version
    }

    /// The observation that a rollback was sent (RFC 9429 §4.1.10.2).
    static func rollback(by author: PeerID, entry: Int) -> Observation {
        Observation(
            .rollback,
            "\(peer: author) sent a rollback (\(entry: entry)): it is for its own connection, and no other peer needs it",
            proof: [entry], subject: author.description)
    }

    /// The observation that two peers have exchanged `count` messages without an offer.
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

    /// The observation that `offer` has had no answer for `seconds`.
    static func unanswered(_ offer: SignaledDescription, seconds: Int) -> Observation {
        Observation(
            .unansweredOffer,
            "\(peer: offer.author) has waited \(seconds) s for an answer to \(entry: offer.entry)",
            proof: [offer.entry], subject: "\(offer.entry)")
    }
}
