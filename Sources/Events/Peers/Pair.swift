/// Two peers, whichever spoke first.
public struct Pair: Hashable, Sendable {
    /// The one that came first.
    public let first: PeerID
    /// The one that came later.
    public let second: PeerID

    public init(_ one: PeerID, _ other: PeerID) {
        first = min(one, other)
        second = max(one, other)
    }

    /// The other of the two; `nil` if `peer` is neither.
    public func other(than peer: PeerID) -> PeerID? {
        peer == first ? second : peer == second ? first : nil
    }
}

/// Which negotiation: that of two peers, or one of several where their clients tell them apart by a key.
public struct NegotiationID: Hashable, Sendable {
    /// Between whom it is.
    public let pair: Pair
    /// PeerJS's `connectionId`, say; nil for clients that have one connection with each peer.
    public let key: String?

    public init(_ pair: Pair, key: String? = nil) {
        self.pair = pair
        self.key = key
    }
}
