import Analysis
import Events
import Messages
import Routing

/// Entries as a relay writes them down, to be folded.
enum Traffic {
    /// How many pairs talk at a time.
    static let pairs = 50

    /// `count` entries of pairs that call each other again and again: so many candidates to each description.
    static func entries(_ count: Int, candidates: Int) -> [Entry] {
        var entries: [Entry] = []
        func append(_ content: Entry.Content, at time: Instant) {
            entries.append(Entry(number: entries.count + 1, time: time, content: content))
        }
        for number in 1...(2 * pairs) {
            let peer = Peer(id: PeerID(number), name: nil, room: "demo", isAware: false, address: "127.0.0.1:5000")
            append(.joined(peer), at: .start)
        }
        let callers = Message.text(Samples.candidate)
        let others = Message.text(Samples.candidate.replacing("4Pa2", with: "9xQz"))
        var turn = 0
        while entries.count < count {
            // Each pair has its turn: an offer, an answer, an offer …, with the candidates of their authors behind them.
            let (pair, round) = (turn % pairs, turn / pairs)
            let isOffer = round % 2 == 0
            let one = PeerID(2 * pair + (isOffer ? 1 : 2))
            let other = PeerID(2 * pair + (isOffer ? 2 : 1))
            let description = Samples.message(round, isOffer: isOffer)
            for index in 0...candidates {
                let message = index == 0 ? description : isOffer ? callers : others
                let transit = Delivery(message: message, sender: .peer(one), room: "demo", hearers: [other])
                let time = Instant(nanoseconds: Int64(entries.count) * 50_000)
                append(.message(transit), at: time)
            }
            turn += 1
        }
        return Array(entries.prefix(count))
    }

    /// What a console does with each entry, without a screen; a number that hangs on all of it.
    static func fold(_ entries: [Entry]) -> Int {
        var book = CallBook()
        var journal = Journal()
        var history = History()
        for entry in entries {
            let reading = entry.transit.map { ParsedMessage($0.message) }
            _ = journal.append(Journal.Record(entry, reading))
            book.fold(entry, reading)
            history.note(book)
        }
        return book.calls.count + journal.count
    }
}

/// A journal of 100,000 entries through which somebody steps.
struct Steps {
    private var journal = Journal()
    private var history = History()
    private var next: UInt64 = 1

    /// One description to nineteen candidates, as the budget has it.
    init() {
        var book = CallBook()
        for entry in Traffic.entries(100_000, candidates: 19) {
            let reading = entry.transit.map { ParsedMessage($0.message) }
            _ = journal.append(Journal.Record(entry, reading))
            book.fold(entry, reading)
            history.note(book)
        }
    }

    /// The state at any of the entries, by chance.
    mutating func step() -> Int {
        next = next &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let first = journal.first?.entry.number ?? 1
        let number = first + Int(next >> 33) % journal.count
        return history.state(at: number, in: journal)?.calls.count ?? 0
    }
}
