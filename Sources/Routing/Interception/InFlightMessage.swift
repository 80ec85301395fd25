import Events
import Filtering
import Messages

extension InterceptPipeline {
    /// A message that was received, before it is delivered.
    ///
    /// It is parsed at most once, and only if a rule or the glare guard depends on its content.
    struct InFlightMessage {
        let entry: Int
        let message: Message
        let sender: Peer
        let addressee: Delivery.Addressee
        let time: Instant
        /// The parser: ``ParsedMessage/init(_:)``, except in tests that count the calls.
        var parse: (Message) -> ParsedMessage = { ParsedMessage($0) }
        private var content: ParsedMessage?
        private var records: (unparsed: Journal.Record?, parsed: Journal.Record?) = (nil, nil)

        init(entry: Int, message: Message, sender: Peer, addressee: Delivery.Addressee, time: Instant) {
            self.entry = entry
            self.message = message
            self.sender = sender
            self.addressee = addressee
            self.time = time
        }

        /// The parsed message.
        mutating func parsed() -> ParsedMessage {
            if let content { return content }
            let content = parse(message)
            self.content = content
            return content
        }

        /// The record that filters are evaluated with: without recipients, with or without the parsed message.
        mutating func record(isParsed: Bool) -> Journal.Record {
            if let record = isParsed ? records.parsed : records.unparsed { return record }
            let delivery = Delivery(
                message: message, sender: .peer(sender.id), room: sender.room, addressee: addressee, recipients: [])
            let entry = Entry(number: entry, time: time, content: .message(delivery))
            let record = Journal.Record(entry, isParsed ? parsed() : nil)
            if isParsed { records.parsed = record } else { records.unparsed = record }
            return record
        }
    }
}

/// The facts that the filter of an intercept rule is evaluated with: the connected peers.
///
/// Facts that depend on recorded entries, such as findings, are not available to rules (``CompiledRuleError``).
struct RuleContext: FilterContext {
    private let peers: [PeerID: Peer]
    let now: Instant

    init(_ peers: [PeerID: Peer], at now: Instant) {
        self.peers = peers
        self.now = now
    }

    func names(of peer: PeerID) -> [String] { peers[peer]?.names ?? [peer.description] }
    func room(of peer: PeerID) -> String? { peers[peer]?.room }
    func transport(of peer: PeerID) -> Transport? { peers[peer]?.clientTransport }
    func hasFinding(_ number: Int) -> Bool { false }
    func isMarked(_ number: Int) -> Bool { false }
    func passage(of number: Int) -> ServerPassage? { nil }
    func previousTime(_ record: Journal.Record) -> Instant? { nil }
    func calls(of record: Journal.Record) -> [Int] { [] }
}
