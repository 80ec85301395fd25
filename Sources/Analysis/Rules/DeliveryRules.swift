import Connections
import Events
public import Findings
import Messages
import Negotiations
import Text

extension Rule {
    /// A message was addressed to a peer that is not in the room.
    public static let absentAddressee = Rule(
        "absent-addressee", .delivery, .error, title: "absent addressee",
        explanation: """
            The message was addressed to a peer that is not in the room, so nobody received it. The peer has left, or \
            its id is from before a reconnect.
            """,
        remedy: """
            When a peer leaves, close the connection to it.
            """)

    /// An aware peer set the sender of its message.
    public static let forgedSender = Rule(
        "forged-sender", .delivery, .error, title: "forged sender",
        explanation: """
            The message names its sender, and the relay did not deliver it: among aware peers only the relay sets the \
            sender, so that no peer can send messages in the name of another.
            """,
        remedy: """
            Do not set the member from in messages of the client. If it names another peer than the sender, find out \
            who wrote the message.
            """)

    /// Two peers in a room have the same name.
    public static let duplicateIdentity = Rule(
        "duplicate-identity", .delivery, .information, title: "duplicate identity",
        explanation: """
            Two peers in one room give themselves the same name in their messages, so that others cannot tell them \
            apart, and one may accept messages for the other.
            """,
        remedy: """
            A client that reconnects is in the room twice until its old connection is closed; otherwise give each \
            client an id of its own.
            """)

    /// Two peers of a room spell their messages differently.
    public static let mixedDialects = Rule(
        "mixed-dialects", .delivery, .warning, title: "mixed dialects",
        explanation: """
            Peers in this room spell their messages differently, so that one may not understand the other. They may be \
            based on different examples or versions.
            """,
        remedy: """
            Compare the candidates and descriptions of both sides, and use one form.
            """)

    /// JSON was sent in a binary frame.
    public static let jsonInBinary = Rule(
        "json-in-binary", .delivery, .warning, title: "JSON in a binary frame",
        reference: "RFC 6455 §5.6",
        explanation: """
            The text was sent in a binary frame, and the relay keeps the frame type. A browser delivers it as a Blob \
            or an ArrayBuffer, on which JSON.parse fails.
            """,
        remedy: """
            Send a string instead of a buffer or bytes.
            """)

    /// A message announces a description or candidate that was not found in it.
    public static let unrecognizedContent = Rule(
        "unrecognized-content", .delivery, .warning, title: "signaling not understood",
        explanation: """
            The message names its kind, but nothing in it looks like a session description or a candidate, so its call \
            cannot be analysed. It may be encrypted, compressed, or only a request.
            """,
        remedy: """
            If the text is there under another name, add that to the configuration file, under spellings.
            """)

    /// A description was sent into an empty room.
    public static let unheardDescription = Rule(
        "unheard-description", .delivery, .information, title: "description without a recipient",
        explanation: """
            No other peer was in the room when this was sent, so nobody received it. The relay keeps no messages for \
            peers that join later: a peer that joins needs a new offer.
            """,
        remedy: """
            Offer when a peer joins, not when the page is loaded.
            """)

    /// A peer left in the middle of a negotiation.
    public static let peerVanished = Rule(
        "peer-vanished", .delivery, .error, title: "peer left before the answer",
        presumesDelivery: true,
        explanation: """
            A peer left while an offer was outstanding, or right after the answer, before it had sent candidates. The \
            other side will wait for a connection that cannot be made.
            """,
        remedy: """
            Close the connection, or offer again when the peer is back.
            """)

    /// The glare guard held or dropped a message.
    public static let glareGuard = Rule(
        "glare-guard", .delivery, .information, title: "kept back by the glare guard",
        reference: "RFC 9429 §4.1.10.2",
        explanation: """
            Two plain clients offered at once, or were about to. The relay delivered one offer first and held or \
            dropped the other with its candidates, because clients without perfect negotiation fail to connect \
            otherwise.
            """,
        remedy: """
            Implement perfect negotiation in the clients, and turn the guard off to see whether they cope without it.
            """)
}

/// Checks of the delivery of messages, whatever their content.
enum DeliveryRules {
    /// The time after an answer in which a connection is not established yet, in seconds.
    static let connectingSeconds = 5

    /// Checks the addressee and the frame type of a delivery.
    static func check(_ delivery: Delivery, _ parsed: ParsedMessage, entry: Int) -> [Observation] {
        var observations: [Observation] = []
        switch delivery.addressee {
        case .nobody(.noSuchPeer(let id)):
            observations.append(
                Observation(
                    .absentAddressee,
                    "\(peer: delivery.author) addresses \(Excerpt(id).description), who is not in the room: not delivered",
                    proof: [entry], subject: id))
        case .nobody(.fromNotYours):
            observations.append(
                Observation(
                    .forgedSender,
                    "\(peer: delivery.author) names a sender itself, which only the relay may do: not delivered",
                    proof: [entry]))
        case .nobody(.toNotAString), .room, .peers: break
        }
        if delivery.message.opcode == .binary, parsed.isText, parsed.kind != .opaque, parsed.kind != .other {
            observations.append(
                Observation(
                    .jsonInBinary,
                    "\(peer: delivery.author) sends text in a binary frame: a browser gets a Blob, and JSON.parse fails on it",
                    proof: [entry]))
        }
        return observations
    }

    /// The observation that a message announces a description or candidate that was not found in it.
    static func unrecognizedContent(_ missing: MissingContent, of author: PeerID, entry: Int) -> Observation {
        let isCandidate = missing.kind == .candidate
        let members = missing.members.map { Excerpt($0).description }
        let list = members.isEmpty ? "no members" : "members " + members.joined(separator: ", ")
        return Observation(
            .unrecognizedContent,
            """
            \(entry: entry) of \(peer: author) has the kind \(missing.kind.rawValue), but no \
            \(isCandidate ? "candidate" : "description") was found in it (\(list))\
            \(isCandidate ? "" : ": this call is not analysed")
            """,
            proof: [entry], subject: missing.kind.rawValue)
    }

    /// The observation that nobody received a description.
    static func unheardDescription(_ delivery: Delivery, _ kind: Kind, entry: Int) -> Observation {
        Observation(
            .unheardDescription,
            "\(peer: delivery.author) sent its \(kind.rawValue) to an empty room (\(entry: entry))",
            proof: [entry])
    }

    /// The observation that the glare guard held or dropped a message; `nil` if another rule did.
    static func glareGuard(_ interception: Interception, by author: PeerID, entry: Int) -> Observation? {
        switch interception.cause {
        case .guardedOffer:
            Observation(
                .glareGuard,
                "the glare guard held \(entry: entry) of \(peer: author) until the recipient has sent a candidate",
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

    /// The observation that two peers in a room spell descriptions or candidates differently.
    static func mixedDialects(
        _ one: PeerID, _ shape: String, _ other: PeerID, _ otherShape: String, entries: [Int]
    ) -> Observation {
        Observation(
            .mixedDialects,
            "\(peer: one) writes \(Excerpt(shape).description) where \(peer: other) writes \(Excerpt(otherShape).description): they may not understand each other",
            proof: entries, subject: otherShape)
    }

    /// The observation that two peers give themselves the same name.
    static func duplicateIdentity(_ name: String, by one: PeerID, and other: PeerID, entries: [Int]) -> Observation {
        Observation(
            // No error: a client that reconnects is there twice for a while, and some clients all have one name.
            .duplicateIdentity,
            "\(peer: one) and \(peer: other) both call themselves \(Excerpt(name).description)",
            proof: entries, subject: "\(min(one, other)) \(max(one, other))")
    }

    /// Checks whether `peer` left in the middle of a negotiation, without being kicked by the operator.
    static func peerVanished(
        _ peer: PeerID, _ reason: DisconnectReason, in negotiation: Negotiation, entry: Int, at time: Instant
    ) -> Observation? {
        guard !reason.isKick, let other = negotiation.id.pair.other(than: peer) else { return nil }
        if let offer = negotiation.outstanding(of: other), !negotiation.isAnsweredElsewhere {
            return Observation(
                .peerVanished,
                "\(peer: peer) left (\(Excerpt(reason.text).description)) before it answered \(entry: offer.entry) of \(peer: other)",
                proof: [offer.entry, entry], subject: peer.description)
        }
        if let offer = negotiation.outstanding(of: peer), !negotiation.isAnsweredElsewhere {
            return Observation(
                .peerVanished, severity: .information,
                "\(peer: peer) left (\(Excerpt(reason.text).description)) before \(peer: other) answered its offer \(entry: offer.entry)",
                proof: [offer.entry, entry], subject: peer.description)
        }
        guard let reply = negotiation.reply, let replied = negotiation.replied,
            time.seconds(since: replied) < connectingSeconds, let generation = negotiation[peer].generation,
            generation.gathering == .none
        else { return nil }
        return Observation(
            .peerVanished, severity: .warning,
            "\(peer: peer) left (\(Excerpt(reason.text).description)) before it had named a candidate for \(entry: reply.offer)",
            proof: [reply.offer, reply.answer, entry], subject: peer.description)
    }
}
