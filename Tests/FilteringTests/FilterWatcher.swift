import Connections
import Findings
import Negotiations
import SignalingSupport

@testable import Analysis
@testable import Events
@testable import Filtering

/// A filter context that is folded from entries: it knows the names of peers and the evidence of findings.
struct FilterWatcher: FilterContext {
    let records: [Journal.Record]
    var marked: Set<Int> = []
    var now = Instant.start
    var passages: [Int: ServerPassage] = [:]
    private var peers: [PeerID: Peer] = [:]
    private let book: CallBook

    init(_ entries: [Entry], _ book: CallBook = CallBook()) {
        records = entries.map { Journal.Record($0) }
        self.book = book
        for case .joined(let peer) in entries.map(\.content) { peers[peer.id] = peer }
    }

    init(_ scene: Scene) { self.init(scene.entries, scene.book) }

    /// The numbers of the entries that `filter` matches.
    func passing(_ filter: Filter) -> [Int] {
        var compiled = Filter.CompiledFilter(filter)
        return records.filter { compiled.passes($0, self) }.map(\.entry.number)
    }

    func names(of peer: PeerID) -> [String] { peers[peer]?.names ?? [peer.description] }

    func transport(of peer: PeerID) -> Transport? { peers[peer]?.clientTransport }

    func room(of peer: PeerID) -> String? { peers[peer]?.room }

    func hasFinding(_ number: Int) -> Bool { book.findings.isEvidence(entry: number) }

    func isMarked(_ number: Int) -> Bool { marked.contains(number) }

    func passage(of number: Int) -> ServerPassage? { passages[number] }

    func previousTime(_ record: Journal.Record) -> Instant? {
        records.last { $0.entry.number < record.entry.number }?.entry.time
    }

    func calls(of record: Journal.Record) -> [Int] {
        guard let delivery = record.entry.delivery else { return [] }
        let pairs = delivery.recipients.map { Pair(delivery.author, $0) }
        return book.calls.indices.filter { index in
            let call = book.calls[index]
            return pairs.contains(call.pair) && (call.first...call.last).contains(record.entry.number)
        }.map { $0 + 1 }
    }
}
