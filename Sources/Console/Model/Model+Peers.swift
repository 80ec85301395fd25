import Events
import Routing
import Screens
import Sessions

/// The peers in the order in which they are shown.
extension Model {
    var shownPeers: [PeerID] {
        let present = context.session.roster.present
        guard context.settings.order != .join || context.settings.reverse else { return present }
        let sorted = present.enumerated().sorted { one, other in
            let (first, second) = (context.session.roster[one.element], context.session.roster[other.element])
            let isLess: Bool? =
                switch context.settings.order {
                case .join: nil
                case .name:
                    Self.less(context.session.roster.label(one.element), context.session.roster.label(other.element))
                case .room: Self.less(first?.peer.room ?? "", second?.peer.room ?? "")
                // Who did most, and who did something last, comes first.
                case .said: Self.less(second?.said ?? 0, first?.said ?? 0)
                case .heard: Self.less(second?.heard ?? 0, first?.heard ?? 0)
                case .last: Self.less(second?.last ?? .start, first?.last ?? .start)
                }
            return isLess ?? (one.offset < other.offset)
        }.map(\.element)
        return context.settings.reverse ? sorted.reversed() : sorted
    }

    private static func less<Value: Comparable>(_ one: Value, _ other: Value) -> Bool? {
        one == other ? nil : one < other
    }
}

/// In which frames plain peers get text.
extension Model {
    /// The plain ones of those that are meant.
    var meantPlainPeers: [PeerID] { meantPeers.filter { context.session.roster[$0]?.peer.isAware == false } }

    mutating func deliver(_ text: String) -> [Effect] {
        guard let delivery = PlainDelivery(rawValue: text) else {
            return say("deliver how? :deliver binary or :deliver verbatim")
        }
        return [.command(.deliver(meantPlainPeers, delivery))]
    }

    /// Binary for those that do not all get that yet.
    mutating func toggleDelivery() -> [Effect] {
        let isBinary = meantPlainPeers.allSatisfy {
            (context.session.interventions.delivery[$0] ?? plainDelivery) == .binary
        }
        return [.command(.deliver(meantPlainPeers, isBinary ? .verbatim : .binary))]
    }
}
