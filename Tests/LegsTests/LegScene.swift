import Routing
import SignalingSupport
import Testing

@testable import Events
@testable import Legs
@testable import Messages

/// A conversation through an upstream server, in the language of ``EventScript``, whose legs are joined.
///
/// The clients are p1, p3, p5 …; the server's ends of their sockets are p2, p4, p6 …
struct LegScene {
    private(set) var book = LegBook()
    private(set) var entries: [Entry] = []
    /// The origins of the messages of the server: `#9 clients`, `#10 server`.
    private(set) var origins: [String] = []
    private var switchboard = Switchboard()
    private var script = EventScript()

    init(clients: Int, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for client in 1...clients {
            let (near, far) = (2 * client - 1, 2 * client)
            _ = play("0 p\(near) joins s\(client) partner=p\(far)")
            _ = play("0 p\(far) joins s\(client) partner=p\(near) server")
        }
        for line in text.split(separator: "\n") where !play(line) {
            Issue.record("not understood: \(line)", sourceLocation: sourceLocation)
        }
    }

    /// The exchanges of all entries: `#5 → #6 p1→p3 12 ms`, with the change if there is one.
    var exchanges: [String] {
        entries.flatMap { book.exchanges(ofInbound: $0.number) }.map { exchange in
            let change = exchange.change == .none ? "" : " \(exchange.change)"
            let milliseconds = exchange.elapsed / 1_000_000
            return
                "#\(exchange.inbound) → #\(exchange.outbound) \(exchange.sender)→\(exchange.recipient) \(milliseconds) ms\(change)"
        }
    }

    /// The fates of the messages of clients: `#5 joined`.
    var fates: [String] {
        entries.compactMap { entry in book.fate(of: entry.number).map { "#\(entry.number) \($0)" } }
    }

    private mutating func play(_ line: some StringProtocol) -> Bool {
        let words = line.split(separator: " ", maxSplits: 1)
        guard let seconds = Double(words[0]), words.count == 2 else { return false }
        let entries = entries
        let event = script.event(Substring(words[1])) { number in entries.first { $0.number == number }?.delivery }
        guard let event else { return false }
        for case .record(let entry) in switchboard.receive(event, at: .seconds(seconds)) { fold(entry) }
        return true
    }

    private mutating func fold(_ entry: Entry) {
        entries.append(entry)
        switch entry.content {
        case .joined(let peer) where peer.role == .server:
            book.open(PeerID(peer.id.number - 1), server: peer.id, entry: entry.number)
        case .left(let peer, _): book.close(peer)
        case .message(let delivery):
            guard let message = book.message(entry, delivery, ParsedMessage(delivery.message)) else { return }
            switch message.direction {
            case .inbound: if !delivery.isKept { _ = book.add(message) }
            case .outbound: origins.append("#\(entry.number) \(Self.name(book.join(message) { _, _ in false }))")
            }
        case .joined, .refused, .noted, .reported: break
        }
    }

    private static func name(_ origin: LegBook.Origin) -> String {
        switch origin {
        case .clients: "clients"
        case .recipient: "recipient"
        case .unknown: "unknown"
        case .server: "server"
        }
    }
}
