package import Events
package import Messages

/// A message on a leg: a client sent it to the upstream server, or the server sent it to a client.
package struct LegMessage: Sendable {
    /// The direction of a message.
    package enum Direction: Sendable {
        /// From a client to the server.
        case inbound
        /// From the server to a client.
        case outbound
    }

    /// The number of its entry.
    package let number: Int
    /// The time of its entry.
    package let time: Instant
    /// The delivery in its entry.
    package let delivery: Delivery
    /// The parsed message.
    package let parsed: ParsedMessage
    /// The client of the leg.
    package let client: PeerID
    /// The server's end of the leg.
    package let server: PeerID
    /// The direction.
    package let direction: Direction

    /// Whether the operator sent the message in the name of its author.
    package var isOperated: Bool {
        if case .operated = delivery.sender { return true }
        return false
    }

    /// Whether the operator changed the message before its delivery.
    package var isEdited: Bool { delivery.release?.isEdited == true }

    /// Whether both have the same bytes.
    func hasPayload(of other: LegMessage) -> Bool {
        delivery.message.payload == other.delivery.message.payload
    }

    /// The memory that the message takes, in bytes.
    var size: Int { delivery.message.payload.count + parsed.size }

    /// The difference between this message of a client and `outbound`, which the server made of it.
    func change(to outbound: LegMessage) -> Exchange.Change {
        guard let before = parsed.descriptionText, let after = outbound.parsed.descriptionText, before != after else {
            return hasPayload(of: outbound) ? .none : .other
        }
        return LegKey(text: before) == LegKey(text: after) ? .lineEndings : .description
    }
}

extension Kind {
    /// The groups of messages that are limited in number separately.
    enum PendingGroup: Int, Hashable, Sendable, CaseIterable {
        case descriptions, candidates, others

        /// The number of messages of the group that are pending on a leg.
        ///
        /// A client in a call with many others sends some dozen descriptions at a time, and a few candidates with each.
        var limit: Int {
            switch self {
            case .descriptions: 64
            case .candidates: 256
            case .others: 64
            }
        }
    }

    /// The group of the messages of this kind.
    var pendingGroup: PendingGroup {
        switch self {
        case .offer, .answer, .pranswer: .descriptions
        case .candidate: .candidates
        default: .others
        }
    }
}
