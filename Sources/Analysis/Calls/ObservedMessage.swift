import Connections
import Events
import Findings
import Legs
import Messages
import Negotiations

extension CallBook {
    /// A message that a peer sent.
    struct ObservedMessage {
        let number: Int
        let time: Instant
        let delivery: Delivery
        let author: PeerID
        /// The peers that received it and that it is for, without its author.
        let recipients: [PeerID]
        /// Whether it names an addressee that no recipient is known as, so that its negotiation is not known.
        let isAmbiguous: Bool
        let parsed: ParsedMessage
        /// Whether the operator changed it on its way.
        let isEdited: Bool

        init(_ entry: Entry, _ delivery: Delivery, by author: PeerID, _ parsed: ParsedMessage, _ addressees: Addressees)
        {
            (number, time) = (entry.number, entry.time)
            (self.delivery, self.author, self.parsed) = (delivery, author, parsed)
            isEdited = delivery.release?.isEdited == true
            switch addressees {
            case .allRecipients(let peers), .named(let peers): (recipients, isAmbiguous) = (peers, false)
            case .unknown: (recipients, isAmbiguous) = ([], true)
            }
        }

        /// A message between a client and the upstream server.
        init(_ message: LegMessage) {
            let isInbound = message.direction == .inbound
            (number, time, delivery, parsed) = (message.number, message.time, message.delivery, message.parsed)
            author = isInbound ? message.client : message.server
            recipients = delivery.recipients.isEmpty ? [] : [isInbound ? message.server : message.client]
            (isAmbiguous, isEdited) = (false, message.isEdited)
        }

        /// A message of a client to another one, as the upstream server sent it on in `outbound`.
        ///
        /// It has the number of its inbound entry, which is the same for all recipients of a broadcast, and the time and
        /// the content with which it was delivered.
        init(_ join: LegBook.Join, _ outbound: LegMessage) {
            (number, time) = (join.exchange.inbound, outbound.time)
            (delivery, parsed) = (outbound.delivery, outbound.parsed)
            (author, recipients) = (join.exchange.sender, [join.exchange.recipient])
            (isAmbiguous, isEdited) = (false, join.message.isEdited || outbound.isEdited)
        }
    }
}
