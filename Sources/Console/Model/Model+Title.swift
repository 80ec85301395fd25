import Events
import Screens
import Sessions

/// What the console says outside its screen: the window's title, and a sound or a flash.
extension Model {
    /// Makes the title true again, if it is not.
    mutating func retitle() -> [Effect] {
        // An empty one is the terminal's own.
        let words = context.settings.title ? titleWords : ""
        guard words != title else { return [] }
        title = words
        return [.title(words)]
    }

    /// `signal-console demo: 2 peers, 1 finding`.
    private var titleWords: String {
        let rooms = Set(context.session.roster.present.compactMap { context.session.roster[$0]?.peer.room })
        let room = rooms.count == 1 ? rooms.first.map { " " + $0 } ?? "" : ""
        let findings = alarm.map { ", " + Format.count($0.count, "finding") } ?? ""
        return "signal-console\(room): \(Format.count(context.session.roster.present.count, "peer"))\(findings)"
    }

    /// What a new error does.
    var alertEffects: [Effect] {
        switch context.settings.alert {
        case .off: []
        case .bell: [.bell]
        case .flash: [.flash]
        }
    }
}
