import Analysis
import Connections
import Events
import Findings
import Messages
import Negotiations
import Routing

/// Generates the entries of a relay under load, and folds them.
enum Traffic {
    /// The number of pairs that exchange messages.
    static let pairs = 50

    /// Returns `count` entries of pairs that repeatedly negotiate, with the given number of candidates after each
    /// description.
    static func entries(_ count: Int, candidates: Int) -> [Entry] {
        var entries: [Entry] = []
        func append(_ content: Entry.Content, at time: Instant) {
            entries.append(Entry(number: entries.count + 1, time: time, content: content))
        }
        for number in 1...(2 * pairs) {
            let peer = Peer(id: PeerID(number), name: nil, room: "demo", isAware: false, address: "127.0.0.1:5000")
            append(.joined(peer), at: .start)
        }
        let callerCandidate = Message.text(Samples.candidate)
        let calleeCandidate = Message.text(Samples.candidate.replacing("4Pa2", with: "9xQz"))
        var turn = 0
        while entries.count < count {
            // The pairs take turns: an offer, an answer, an offer and so on, each followed by candidates of its sender.
            let (pair, round) = (turn % pairs, turn / pairs)
            let isOffer = round % 2 == 0
            let sender = PeerID(2 * pair + (isOffer ? 1 : 2))
            let recipient = PeerID(2 * pair + (isOffer ? 2 : 1))
            let description = Samples.message(round, isOffer: isOffer)
            for index in 0...candidates {
                let message = index == 0 ? description : isOffer ? callerCandidate : calleeCandidate
                let delivery = Delivery(
                    message: message, sender: .peer(sender), room: "demo", recipients: [recipient])
                let time = Instant(nanoseconds: Int64(entries.count) * 50_000)
                append(.message(delivery), at: time)
            }
            turn += 1
        }
        return Array(entries.prefix(count))
    }

    /// Folds the entries as a session does; returns a number that depends on the result.
    static func fold(_ entries: [Entry]) -> Int {
        var book = CallBook()
        var journal = Journal()
        var history = History()
        for entry in entries {
            let parsed = entry.delivery.map { ParsedMessage($0.message) }
            _ = journal.append(Journal.Record(entry, parsed))
            book.fold(entry, parsed)
            history.record(book)
        }
        return book.calls.count + journal.count
    }
}

/// A journal of 100,000 entries in which an operator steps through earlier states.
struct Steps {
    private var journal = Journal()
    private var history = History()
    private var next: UInt64 = 1

    /// Creates a journal with 19 candidates per description.
    init() {
        var book = CallBook()
        for entry in Traffic.entries(100_000, candidates: 19) {
            let parsed = entry.delivery.map { ParsedMessage($0.message) }
            _ = journal.append(Journal.Record(entry, parsed))
            book.fold(entry, parsed)
            history.record(book)
        }
    }

    /// Restores the state at a pseudo-random entry.
    mutating func step() -> Int {
        next = next &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let first = journal.firstNumber ?? 1
        let number = first + Int(next >> 33) % journal.count
        return history.state(at: number, in: journal)?.calls.count ?? 0
    }
}
