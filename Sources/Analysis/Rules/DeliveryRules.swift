import Events
import Messages
import Text

extension Rule {
    /// A message was addressed to a peer that is not in the room.
    public static let absentAddressee = Rule(
        "absent-addressee", .delivery, .error, title: "absent addressee",
        explanation: """
            The message was addressed to a peer who is not here, so nobody got it. It left, or never was: an id may \
            have been kept from before a reconnect. Watch who leaves, and close the connection to them.
            """)

    /// An aware peer wrote a sender into its message itself.
    public static let forgedSender = Rule(
        "forged-sender", .delivery, .error, title: "forged sender",
        explanation: """
            The message names its sender itself, and the relay delivered it to no one: among aware peers the relay \
            alone says who sent a message, so that nobody can speak in another's name. Do not set the member from in \
            what the client sends. If it names another peer, find out who wrote it.
            """)

    /// Two peers of a room go by one name.
    public static let duplicateIdentity = Rule(
        "duplicate-identity", .delivery, .information, title: "duplicate identity",
        explanation: """
            Two peers in one room give themselves the same name in their messages, so that the others cannot tell \
            them apart and one may take what is meant for the other. A client that connects anew is there twice \
            until its old connection is closed; otherwise give each client an id of its own.
            """)

    /// Two peers of a room spell their messages differently.
    public static let mixedDialects = Rule(
        "mixed-dialects", .delivery, .warning, title: "mixed dialects",
        explanation: """
            Peers in this room spell their messages differently, so that one may not understand the other. They were \
            probably made from different examples or versions. Compare what a candidate and a description look like \
            on each side, and settle on one form.
            """)

    /// JSON was sent in a binary frame.
    public static let jsonInBinary = Rule(
        "json-in-binary", .delivery, .warning, title: "JSON in a binary frame",
        reference: "RFC 6455 §5.6",
        explanation: """
            The text was sent in a binary frame, and the relay keeps that. A browser hands it over as a Blob or an \
            ArrayBuffer, and JSON.parse fails on that. Send a string instead of a buffer or bytes.
            """)

    /// A message announces signaling that was not found in it.
    public static let unrecognizedContent = Rule(
        "unrecognized-content", .delivery, .warning, title: "signaling not understood",
        explanation: """
            The message names its kind, but nothing in it looks like a session description or a candidate, so the \
            call it belongs to cannot be followed. It may be encrypted, compressed, or only ask for one. If the text \
            is there under another name, teach it in the configuration file, under spellings.
            """)

    /// A description was sent into an empty room.
    public static let unheardDescription = Rule(
        "unheard-description", .delivery, .information, title: "description that nobody heard",
        explanation: """
            Nobody else was in the room when this was said, so it reached no one. Nothing is kept for those who come \
            later: who joins has to be offered to anew. Offer when a peer joins, not when the page is loaded.
            """)

    /// A peer left in the middle of a negotiation.
    public static let peerVanished = Rule(
        "peer-vanished", .delivery, .error, title: "peer gone before the answer",
        presumesDelivery: true,
        explanation: """
            A peer left while an offer was waiting or right behind the answer, before the candidates were complete. \
            The side that stays will wait for a connection that cannot come. Close its connection, or let it offer \
            anew when the peer is back.
            """)

    /// The glare guard kept a message back.
    public static let glareGuard = Rule(
        "glare-guard", .delivery, .information, title: "kept back by the glare guard",
        reference: "RFC 9429 §4.1.10.2",
        explanation: """
            Two plain clients offered at once, or were about to. The relay let one offer be the first and kept the \
            other with its candidates, as clients without perfect negotiation end without a connection otherwise. \
            Mend the clients, and take the guard away to see whether they cope by themselves.
            """)
}

/// What goes wrong on the way from one peer to another, whatever is said.
enum DeliveryRules {
    /// How soon after an answer a connection cannot be expected to stand.
    static let connectingSeconds = 5

    /// What is wrong with `transit`, of entry `entry`, by itself.
    static func check(_ transit: Delivery, _ reading: ParsedMessage, entry: Int) -> [Observation] {
        var observations: [Observation] = []
        switch transit.addressee {
        case .nobody(.noSuchPeer(let id)):
            observations.append(
                Observation(
                    .absentAddressee,
                    "\(peer: transit.author) speaks to \(Excerpt(id).description), who is not in the room: nobody heard it",
                    proof: [entry], subject: id))
        case .nobody(.fromNotYours):
            observations.append(
                Observation(
                    .forgedSender,
                    "\(peer: transit.author) names a sender itself, which is the relay's to say: nobody heard it",
                    proof: [entry]))
        case .nobody(.toNotAString), .room, .peers: break
        }
        if transit.message.opcode == .binary, reading.isText, reading.kind != .opaque, reading.kind != .other {
            observations.append(
                Observation(
                    .jsonInBinary,
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
            .unrecognizedContent,
            """
            \(entry: entry) of \(peer: author) says \(missing.kind.rawValue), but no \
            \(isCandidate ? "candidate" : "description") was found in it (\(list))\
            \(isCandidate ? "" : ": this call is not analysed")
            """,
            proof: [entry], subject: missing.kind.rawValue)
    }

    /// Nobody was there to hear a description.
    static func unheard(_ transit: Delivery, _ kind: Kind, entry: Int) -> Observation {
        Observation(
            .unheardDescription,
            "\(peer: transit.author) said its \(kind.rawValue) into an empty room (\(entry: entry))",
            proof: [entry])
    }

    /// The glare guard kept something back; `nil` if it was something else that did.
    static func guarded(_ interception: Interception, by author: PeerID, entry: Int) -> Observation? {
        switch interception.cause {
        case .guardedOffer:
            Observation(
                .glareGuard,
                "the glare guard held \(entry: entry) of \(peer: author) for a sign that the other side has begun",
                proof: [entry], subject: "held \(entry)")
        case .guardedCrossing(let offer):
            Observation(
                .glareGuard,
                "the glare guard dropped \(entry: entry) of \(peer: author), which crossed \(entry: offer)",
                proof: [offer, entry], subject: "dropped \(entry)")
        case .guardedCandidate(let offer):
            Observation(
                .glareGuard,
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
            .mixedDialects,
            "\(peer: one) writes \(Excerpt(shape).description) where \(peer: other) writes \(Excerpt(otherShape).description): they may not understand each other",
            proof: entries, subject: otherShape)
    }

    /// Two say that they are the same one.
    static func duplicate(_ name: String, by one: PeerID, and other: PeerID, entries: [Int]) -> Observation {
        Observation(
            // Who connects anew is there twice for a while, and some clients all go by one name.
            .duplicateIdentity,
            "\(peer: one) and \(peer: other) both call themselves \(Excerpt(name).description)",
            proof: entries, subject: "\(min(one, other)) \(max(one, other))")
    }

    /// `peer` went, in entry `entry`, in the middle of a negotiation; `nil` if it was not the middle, or the operator's
    /// doing.
    static func vanished(
        _ peer: PeerID, _ departure: DisconnectReason, in negotiation: Negotiation, entry: Int, at time: Instant
    )
        -> Observation?
    {
        guard !departure.isKick, let other = negotiation.id.pair.other(than: peer) else { return nil }
        if let offer = negotiation.outstanding(of: other), !negotiation.isTaken {
            return Observation(
                .peerVanished,
                "\(peer: peer) was gone (\(Excerpt(departure.words).description)) before it answered \(entry: offer.entry) of \(peer: other)",
                proof: [offer.entry, entry], subject: peer.description)
        }
        if let offer = negotiation.outstanding(of: peer), !negotiation.isTaken {
            return Observation(
                .peerVanished, severity: .information,
                "\(peer: peer) was gone (\(Excerpt(departure.words).description)) before \(peer: other) answered its offer \(entry: offer.entry)",
                proof: [offer.entry, entry], subject: peer.description)
        }
        guard let reply = negotiation.reply, let replied = negotiation.replied,
            time.seconds(since: replied) < connectingSeconds, let generation = negotiation[peer].generation,
            generation.gathering == .none
        else { return nil }
        return Observation(
            .peerVanished, severity: .warning,
            "\(peer: peer) was gone (\(Excerpt(departure.words).description)) before it had named a candidate for \(entry: reply.offer)",
            proof: [reply.offer, reply.answer, entry], subject: peer.description)
    }
}
