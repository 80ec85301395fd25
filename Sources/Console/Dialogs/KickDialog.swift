import Drawing
import Events
import Routing
import Sessions

/// The question before peers are disconnected: which peers, with which close reason, and whether they are banned.
struct KickDialog: Hashable, Sendable {
    /// The duration of a ban; the raw value is in seconds.
    enum BanTime: Int, CaseIterable, Hashable, Sendable {
        case none = 0
        case minute = 60
        case tenMinutes = 600
        case hour = 3600
        /// Until the relay ends.
        case unlimited = -1

        var text: String {
            switch self {
            case .none: "not banned"
            case .minute: "banned for 1 min"
            case .tenMinutes: "banned for 10 min"
            case .hour: "banned for 1 h"
            case .unlimited: "banned until the relay ends"
            }
        }

        /// The duration; `nil` if it is unlimited.
        var seconds: Int? { self == .unlimited ? nil : rawValue }
    }

    /// The peers in order of arrival.
    let peers: [PeerID]
    /// The room whose peers these are; `nil` if single peers were chosen.
    var room: String?
    var reason = KickReason.standard
    var banTime = BanTime.none
    /// Whether addresses are banned even if the peers have names.
    var isByAddress = false

    /// The close reasons to choose from, besides one that the operator has typed.
    static let reasons = [KickReason.standard, .reconnect, roomClosed]
    static let roomClosed = KickReason(.kicked, reason: "the room was closed by the operator")

    /// Changes the dialog by `key`.
    mutating func edit(_ key: Key) {
        switch key {
        case .tab:
            let index = Self.reasons.firstIndex(of: reason).map { $0 + 1 } ?? 0
            reason = Self.reasons[index % Self.reasons.count]
        case .character("b"):
            let times = BanTime.allCases
            let index = times.firstIndex(of: banTime) ?? 0
            banTime = times[(index + 1) % times.count]
        case .character("a") where banTime != .none: isByAddress.toggle()
        default: break
        }
    }

    /// The subjects to ban: each peer's name if it has one and names are wanted, else its address.
    ///
    /// Empty if there is no ban.
    func bans(_ roster: Roster) -> [Ban.Subject] {
        guard banTime != .none else { return [] }
        var subjects: [Ban.Subject] = []
        for peer in peers.compactMap({ roster[$0]?.peer }) {
            let name = isByAddress ? nil : peer.name.map(Ban.Subject.name)
            guard let subject = name ?? Ban.Subject(address: peer.address) else { continue }
            if !subjects.contains(subject) { subjects.append(subject) }
        }
        return subjects
    }
}
