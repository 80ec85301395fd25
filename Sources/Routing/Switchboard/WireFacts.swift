import Events
import Filtering

/// What a rule's filter asks about a message that is on its way, answered by who is here.
///
/// What shows only once a message has been written down no rule may ask for.
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
