/// A peer's short id, in order of arrival: `p1`, `p2`, … An id is never given twice.
public struct PeerID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    public let number: Int

    public init(_ number: Int) {
        self.number = number
    }

    /// The peer that `text` names, such as `p3`; nil for anything else, `p03` and `p0` included.
    public init?(_ text: String) {
        guard text.first == "p", let number = Int(text.dropFirst()), number > 0, "p\(number)" == text else {
            return nil
        }
        self.number = number
    }

    /// Nobody's id: of what the relay says itself, or the operator in its place.
    public static let relay = PeerID(0)

    /// `p3`; `relay` for ``relay``.
    public var description: String { self == .relay ? "relay" : "p\(number)" }

    public static func < (left: PeerID, right: PeerID) -> Bool {
        left.number < right.number
    }
}
