import Analysis
import Events
import Sessions

/// The part of a recording that is compared: a call, or the peers that have none.
struct Scope {
    /// The peers, in order of arrival.
    let peers: [PeerID]
    /// The two peers of a call; `nil` for others.
    let pair: Pair?
    /// The numbers of the entries: two peers may have several calls with each other, one after the other.
    let entries: ClosedRange<Int>
    /// The entries of connections that were refused; empty for a call.
    let refusals: [Int]

    /// The scope of `call`, from the joining of its peers, or from the end of their call before it, to the beginning of
    /// their next one.
    init(_ call: Call, among calls: [Call]) {
        let others = calls.filter { $0.pair == call.pair && $0.number != call.number }
        let next = others.filter { $0.number > call.number }.map(\.first).min()
        let isFirst = !others.contains { $0.number < call.number }
        let start = isFirst ? 1 : call.first
        peers = [call.pair.first, call.pair.second]
        pair = call.pair
        entries = start...max(start, next.map { $0 - 1 } ?? .max)
        refusals = []
    }

    /// The scope of `peers` that have no call, and of the refused connections in `refusals`.
    init(peers: [PeerID], refusals: [Int]) {
        self.peers = peers
        pair = nil
        entries = 1...Int.max
        self.refusals = refusals
    }
}

/// The entries of each peer, so that a call is read without reading those of all others.
struct EntryIndex {
    /// The number of refused connections that are compared; default 1,000.
    static let refusalLimit = 1000

    private var entries: [PeerID: [Int]] = [:]
    /// The peers that joined or sent, in order of appearance, without the ends of an upstream server.
    private(set) var peers: [PeerID] = []
    /// The entries of refused connections, the first ``refusalLimit`` of them.
    private(set) var refusals: [Int] = []

    init(_ session: Session) {
        for index in 0..<session.journal.count {
            let entry = session.journal.outline(at: index).entry
            if case .refused = entry.content, refusals.count < Self.refusalLimit { refusals.append(entry.number) }
            guard let peer = entry.peer ?? entry.report.flatMap({ session.calls.peer(of: $0) }), peer != .relay else {
                continue
            }
            if case .noted = entry.content { continue }
            if entries[peer] == nil, !session.roster.isServer(peer) { peers.append(peer) }
            entries[peer, default: []].append(entry.number)
        }
    }

    /// Returns the numbers of the entries of `peers` in `scope`, in order, the first ``StepReader/entryLimit`` of them, and
    /// whether there are more.
    func numbers(of peers: [PeerID], _ scope: Scope) -> (numbers: [Int], isCut: Bool) {
        let all = peers.flatMap { entries[$0, default: []] }.filter(scope.entries.contains).sorted()
        return (Array(all.prefix(StepReader.entryLimit)), all.count > StepReader.entryLimit)
    }
}
