import Events
import Messages
import Text

/// What goes wrong on the way from one peer to another, whatever is said.
enum DeliveryRules {
    /// How soon after an answer a connection cannot be expected to stand.
    static let connectingSeconds = 5

    /// What is wrong with `transit`, of entry `entry`, by itself.
    static func check(_ transit: Transit, _ reading: Reading, entry: Int) -> [Observation] {
        var observations: [Observation] = []
        switch transit.addressee {
        case .nobody(.noSuchPeer(let id)):
            observations.append(
                Observation(
                    .absentAddressee, .error,
                    "\(peer: transit.author) speaks to \(Excerpt(id).description), who is not in the room: nobody heard it",
                    proof: [entry], subject: id))
        case .nobody(.fromNotYours):
            observations.append(
                Observation(
                    .claimedIdentity, .error,
                    "\(peer: transit.author) names a sender itself, which is the relay's to say: nobody heard it",
                    proof: [entry]))
        case .nobody(.toNotAString), .room, .peers: break
        }
        if transit.message.opcode == .binary, reading.isText, reading.kind != .opaque, reading.kind != .other {
            observations.append(
                Observation(
                    .jsonInBinary, .warning,
                    "\(peer: transit.author) sends text in a binary frame: a browser gets a Blob, and JSON.parse fails on it",
                    proof: [entry]))
        }
        return observations
    }

    /// A message announces an offer, an answer or a candidate that was not found in it.
    static func unrecognized(_ missing: MissingContent, of author: PeerID, entry: Int) -> Observation {
        let isCandidate = missing.kind == .candidate
        let members = missing.members.map { Excerpt($0).description }
        let list = members.isEmpty ? "no members" : "members " + members.joined(separator: ", ")
        return Observation(
            .unrecognizedContent, .warning,
            """
            \(entry: entry) of \(peer: author) says \(missing.kind.rawValue), but no \
            \(isCandidate ? "candidate" : "description") was found in it (\(list))\
            \(isCandidate ? "" : ": this call is not analysed")
            """,
            proof: [entry], subject: missing.kind.rawValue)
    }

    /// Nobody was there to hear a description.
    static func unheard(_ transit: Transit, _ kind: Kind, entry: Int) -> Observation {
        Observation(
            .unheardDescription, .information,
            "\(peer: transit.author) said its \(kind.rawValue) into an empty room (\(entry: entry))",
            proof: [entry])
    }

    /// The glare guard kept something back; `nil` if it was something else that did.
    static func guarded(_ interception: Interception, by author: PeerID, entry: Int) -> Observation? {
        switch interception.cause {
        case .guardedOffer:
            Observation(
                .glareGuard, .information,
                "the glare guard held \(entry: entry) of \(peer: author) for a sign that the other side has begun",
                proof: [entry], subject: "held \(entry)")
        case .guardedCrossing(let offer):
            Observation(
                .glareGuard, .information,
                "the glare guard dropped \(entry: entry) of \(peer: author), which crossed \(entry: offer)",
                proof: [offer, entry], subject: "dropped \(entry)")
        case .guardedCandidate(let offer):
            Observation(
                .glareGuard, .information,
                "the glare guard dropped \(entry: offer) of \(peer: author), and its candidates with it",
                proof: [offer, entry], subject: "dropped \(offer)")
        case .rule, .order: nil
        }
    }

    /// Two in a room spell descriptions, or candidates, differently.
    static func mixed(_ one: PeerID, _ shape: String, _ other: PeerID, _ otherShape: String, entries: [Int])
        -> Observation
    {
        Observation(
            .mixedDialects, .warning,
            "\(peer: one) writes \(Excerpt(shape).description) where \(peer: other) writes \(Excerpt(otherShape).description): they may not understand each other",
            proof: entries, subject: otherShape)
    }

    /// Two say that they are the same one.
    static func claimed(_ name: String, by one: PeerID, and other: PeerID, entries: [Int]) -> Observation {
        Observation(
            // Who connects anew is there twice for a while, and some clients all go by one name.
            .claimedIdentity, .information,
            "\(peer: one) and \(peer: other) both call themselves \(Excerpt(name).description)",
            proof: entries, subject: "\(min(one, other)) \(max(one, other))")
    }

    /// `peer` went, in entry `entry`, in the middle of a negotiation; `nil` if it was not the middle, or the operator's
    /// doing.
    static func vanished(
        _ peer: PeerID, _ departure: Departure, in negotiation: Negotiation, entry: Int, at time: Instant
    )
        -> Observation?
    {
        guard !departure.isKick, let other = negotiation.id.pair.other(than: peer) else { return nil }
        if let offer = negotiation.outstanding(of: other), !negotiation.isTaken {
            return Observation(
                .peerVanished, .error,
                "\(peer: peer) was gone (\(Excerpt(departure.words).description)) before it answered \(entry: offer.entry) of \(peer: other)",
                proof: [offer.entry, entry], subject: peer.description)
        }
        if let offer = negotiation.outstanding(of: peer), !negotiation.isTaken {
            return Observation(
                .peerVanished, .information,
                "\(peer: peer) was gone (\(Excerpt(departure.words).description)) before \(peer: other) answered its offer \(entry: offer.entry)",
                proof: [offer.entry, entry], subject: peer.description)
        }
        guard let reply = negotiation.reply, let replied = negotiation.replied,
            time.seconds(since: replied) < connectingSeconds, let generation = negotiation[peer].generation,
            generation.gathering == .none
        else { return nil }
        return Observation(
            .peerVanished, .warning,
            "\(peer: peer) was gone (\(Excerpt(departure.words).description)) before it had named a candidate for \(entry: reply.offer)",
            proof: [reply.offer, reply.answer, entry], subject: peer.description)
    }
}
