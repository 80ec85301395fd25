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

    /// The other of the two; nil where `peer` is neither.
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

/// An answer and the offer it belongs to.
public struct Reply: Hashable, Sendable {
    /// The entry of the offer.
    public let offer: Int
    /// The entry of the answer.
    public let answer: Int
    /// From offer to answer, as they passed the relay, in nanoseconds.
    public let nanoseconds: Int64
}

/// The offer/answer state between two peers, folded from what each said to the other (RFC 9429 §3.2).
///
/// ```
///   alice                bob
///     ├──── offer ────────▶│     alice have-local-offer, bob have-remote-offer
///     │◀─── answer ────────┤     both stable
///     ├──── offer ────────▶│ ╮
///     │◀─── offer ─────────┤ ╯   glare: both have-local-offer, until one answers and so gives its own up
/// ```
public struct Negotiation: Hashable, Sendable {
    /// An offer that waits for its answer.
    public struct Offer: Hashable, Sendable {
        /// The entry it stands in.
        public let entry: Int
        /// When it passed the relay.
        public let time: Instant
    }

    /// The outstanding offer of each side.
    private var offers: [PeerID: Offer] = [:]
    /// Who made the offer that was last made.
    public private(set) var offerer: PeerID?
    /// The last answer that belonged to an offer.
    public private(set) var reply: Reply?

    public init() {}

    /// Whether both sides have an offer outstanding.
    public var isGlare: Bool { offers.count == 2 }

    /// The offer of `peer` that waits for its answer.
    public func outstanding(of peer: PeerID) -> Offer? { offers[peer] }

    /// The inferred state of `peer`, one of the two.
    public func state(of peer: PeerID) -> SignalingState {
        if offers[peer] != nil { return .haveLocalOffer }
        return offers.isEmpty ? .stable : .haveRemoteOffer
    }

    /// `peer` offered: in place of what it may have offered before.
    mutating func offer(by peer: PeerID, entry: Int, at time: Instant) {
        offers[peer] = Offer(entry: entry, time: time)
        offerer = peer
    }

    /// A peer answered `other`; nil where `other` has no offer outstanding.
    ///
    /// An answer also gives up what the answerer had offered: it could not have been given otherwise.
    mutating func answer(to other: PeerID, entry: Int, at time: Instant) -> Reply? {
        guard let offer = offers[other] else { return nil }
        offers = [:]
        offerer = other
        let reply = Reply(offer: offer.entry, answer: entry, nanoseconds: time.nanoseconds - offer.time.nanoseconds)
        self.reply = reply
        return reply
    }

    /// `peer` took its offer back.
    mutating func rollback(by peer: PeerID) {
        offers[peer] = nil
    }
}
