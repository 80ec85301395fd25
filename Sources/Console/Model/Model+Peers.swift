import Signaling

/// The peers in the order in which they are shown.
extension Model {
    var shownPeers: [PeerID] {
        let present = roster.present
        guard settings.order != .join || settings.reverse else { return present }
        let sorted = present.enumerated().sorted { one, other in
            let (first, second) = (roster[one.element], roster[other.element])
            let isLess: Bool? =
                switch settings.order {
                case .join: nil
                case .name: Self.less(roster.label(one.element), roster.label(other.element))
                case .room: Self.less(first?.peer.room ?? "", second?.peer.room ?? "")
                // Who did most, and who did something last, comes first.
                case .said: Self.less(second?.said ?? 0, first?.said ?? 0)
                case .heard: Self.less(second?.heard ?? 0, first?.heard ?? 0)
                case .last: Self.less(second?.last ?? .start, first?.last ?? .start)
                }
            return isLess ?? (one.offset < other.offset)
        }.map(\.element)
        return settings.reverse ? sorted.reversed() : sorted
    }

    private static func less<Value: Comparable>(_ one: Value, _ other: Value) -> Bool? {
        one == other ? nil : one < other
    }
}
