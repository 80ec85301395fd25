/// The short id of a peer, numbered in order of arrival: `p1`, `p2`, … An id is never reused.
public struct PeerID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number, counted from 1; 0 for ``relay``.
    public let number: Int

    public init(_ number: Int) {
        self.number = number
    }

    /// Parses an id such as `p3`; returns `nil` for any other text, `p03` and `p0` included.
    public init?(_ text: String) {
        guard text.first == "p", let number = Int(text.dropFirst()), number > 0, "p\(number)" == text else {
            return nil
        }
        self.number = number
    }

    /// The id of the relay itself, as the author of its own messages and of those that the operator sends in its name.
    public static let relay = PeerID(0)

    /// `p3`; `relay` for ``relay``.
    public var description: String { self == .relay ? "relay" : "p\(number)" }

    public static func < (left: PeerID, right: PeerID) -> Bool {
        left.number < right.number
    }
}

/// Two peers, in order of arrival.
public struct Pair: Hashable, Sendable {
    /// The peer that connected first.
    public let first: PeerID
    /// The peer that connected later.
    public let second: PeerID

    public init(_ one: PeerID, _ other: PeerID) {
        first = min(one, other)
        second = max(one, other)
    }

    /// Returns the other peer of the pair; `nil` if `peer` is neither of them.
    public func other(than peer: PeerID) -> PeerID? {
        peer == first ? second : peer == second ? first : nil
    }
}

/// The identity of a negotiation: its two peers, and a key if their clients have several connections with each other.
public struct NegotiationID: Hashable, Sendable {
    /// The peers that negotiate.
    public let pair: Pair
    /// The connection's key, such as the `connectionId` of PeerJS; `nil` if the clients have one connection with each peer.
    public let key: String?

    public init(_ pair: Pair, key: String? = nil) {
        self.pair = pair
        self.key = key
    }
}
