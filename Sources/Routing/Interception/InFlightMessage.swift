import Events
import Messages

extension InterceptPipeline {
    /// A message that is said, to be judged.
    ///
    /// What it says is read once at the most, and only if something asks for it.
    struct InFlightMessage {
        let entry: Int
        let message: Message
        let sender: Peer
        let addressee: Delivery.Addressee
        let time: Instant
        /// How a message is read: ``ParsedMessage/init(_:)``, but for tests that count.
        var read: (Message) -> ParsedMessage = { ParsedMessage($0) }
        private var content: ParsedMessage?
        private var records: (unread: Journal.Record?, read: Journal.Record?) = (nil, nil)

        init(entry: Int, message: Message, sender: Peer, addressee: Delivery.Addressee, time: Instant) {
            self.entry = entry
            self.message = message
            self.sender = sender
            self.addressee = addressee
            self.time = time
        }

        /// What the message says.
        mutating func reading() -> ParsedMessage {
            if let content { return content }
            let content = read(message)
            self.content = content
            return content
        }

        /// What a filter is asked about, without receivers: with what the message says, or without that.
        mutating func record(isRead: Bool) -> Journal.Record {
            if let record = isRead ? records.read : records.unread { return record }
            let transit = Delivery(
                message: message, sender: .peer(sender.id), room: sender.room, addressee: addressee, hearers: [])
            let entry = Entry(number: entry, time: time, content: .message(transit))
            let record = Journal.Record(entry, isRead ? reading() : nil)
            if isRead { records.read = record } else { records.unread = record }
            return record
        }
    }
}
