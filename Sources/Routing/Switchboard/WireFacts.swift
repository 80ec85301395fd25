import Events
import Filtering

/// The facts that the filter of an intercept rule is evaluated with: the connected peers.
///
/// Facts that depend on recorded entries, such as findings, are not available to rules (``CompiledRuleError``).
struct WireFacts: FilterContext {
    private let peers: [PeerID: Peer]
    let now: Instant

    init(_ peers: [PeerID: Peer], at now: Instant) {
        self.peers = peers
        self.now = now
    }

    func names(of peer: PeerID) -> [String] { [peer.description, peers[peer]?.name].compactMap(\.self) }
    func room(of peer: PeerID) -> String? { peers[peer]?.room }
    func hasFinding(_ number: Int) -> Bool { false }
    func isMarked(_ number: Int) -> Bool { false }
    func previousTime(_ record: Journal.Record) -> Instant? { nil }
    func calls(of record: Journal.Record) -> [Int] { [] }
}
