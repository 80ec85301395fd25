package import Events
import HashTreeCollections
package import SDP

/// The candidates that were delivered to each peer, by what identifies them.
///
/// It is not yet known whose pages report when the first of them are delivered.
package struct DeliveredCandidates: Sendable {
    /// The number of candidates of one recipient: 512, those of many ICE generations; beyond it, its candidates are forgotten.
    package static let limit = 512
    /// The number of recipients: 1024, as many as there are connections; candidates for further ones are not recorded.
    package static let peerLimit = ConnectionBook.limit

    /// A candidate without its extensions, which differ between what was sent and what a page passes on.
    private struct Key: Hashable, Sendable {
        let foundation: String
        let address: String
        let port: Int
        let transport: String
        let priority: Int

        init(_ candidate: Candidate) {
            (foundation, address, port) = (candidate.foundation, candidate.address, Int(candidate.port))
            (transport, priority) = (candidate.transport, Int(candidate.priority))
        }
    }

    /// The entry of a delivered candidate.
    private struct Delivery: Sendable {
        let entry: Int
        let time: Instant
    }

    private var deliveries = TreeDictionary<PeerID, TreeDictionary<Key, Delivery>>()

    /// The entry and the time at which a candidate was delivered to a peer last; `nil` if it was not.
    package subscript(candidate: Candidate, to recipient: PeerID) -> (entry: Int, time: Instant)? {
        deliveries[recipient]?[Key(candidate)].map { ($0.entry, $0.time) }
    }

    /// Records that a candidate was delivered to a peer.
    package mutating func record(_ candidate: Candidate, to recipient: PeerID, entry: Int, at time: Instant) {
        let count = deliveries[recipient]?.count
        if count == nil, deliveries.count >= Self.peerLimit { return }
        if let count, count >= Self.limit { deliveries[recipient] = nil }
        deliveries[recipient, default: [:]][Key(candidate)] = Delivery(entry: entry, time: time)
    }

    /// Forgets the candidates of a peer.
    package mutating func forget(_ recipient: PeerID) { deliveries[recipient] = nil }
}
