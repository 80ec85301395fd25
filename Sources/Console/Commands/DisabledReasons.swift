import Analysis
import Connections
import Drawing
import Events
import Exports
import Findings
import Ladders
import Negotiations
import Panes
import Screens
import Sessions

/// The reasons why commands cannot run now; `nil` if they can.
///
/// The text is shown when the key is pressed.
enum DisabledReasons {
    @Sendable static func zoomed(_ model: Model) -> String? {
        model.isZoomed ? "one thing has the whole screen: q goes back" : nil
    }

    @Sendable static func nothingToOpen(_ model: Model) -> String? {
        if model.currentEntry != nil { return nil }
        return model.isPeersSelection ? noLadder(model) : "there is no line to open yet"
    }

    @Sendable static func nothingSelected(_ model: Model) -> String? {
        let hasSelection = model.subject == .peers ? model.selectedPeer != nil : model.selectedRecord != nil
        return hasSelection ? nil : "there is no line to filter by yet"
    }

    @Sendable static func noEntry(_ model: Model) -> String? {
        if model.currentEntry != nil { return nil }
        return model.isPeersSelection ? "entries have letters: 2 goes to the log" : "no entry is here"
    }

    @Sendable static func nothingToMark(_ model: Model) -> String? {
        model.isPeersSelection && model.selectedPeer != nil ? nil : noEntry(model)
    }

    @Sendable static func noReply(_ model: Model) -> String? {
        guard let number = model.currentEntry else { return "there is no entry to start from" }
        return model.reply == nil ? "#\(number) is no offer that was answered, and no answer" : nil
    }

    @Sendable static func noFilter(_ model: Model) -> String? {
        model.log.filtered == nil ? "there is no filter: / sets one" : nil
    }

    static func noMatch(_ step: Int, _ model: Model) -> String? {
        if let reason = noFilter(model) { return reason }
        return model.log.match(step, in: model.context) == nil
            ? "nothing \(step > 0 ? "below" : "above") passes the filter" : nil
    }

    @Sendable static func nothingOpen(_ model: Model) -> String? {
        model.screen == nil && !model.isZoomed ? "nothing is open to go back from" : nil
    }

    static func noFinding(_ step: Int, _ model: Model) -> String? {
        if let reason = zoomed(model) { return reason }
        if model.log.finding(step, in: model.context) != nil { return nil }
        guard let cursor = model.log.cursor else { return FindingText.noFindings }
        return "no finding \(step > 0 ? "after" : "before") #\(cursor)"
    }

    @Sendable static func noFindings(_ model: Model) -> String? {
        guard let list = model.top(FindingsScreen.self) else { return nil }
        return list.selected(model.context) == nil ? FindingText.noFindings : nil
    }

    @Sendable static func noProof(_ model: Model) -> String? {
        guard model.screen?.entry(model.context) == nil else { return nil }
        return noFindings(model) ?? FindingText.evidenceIsGone
    }

    /// The reason for all commands that affect peers.
    @Sendable static func readOnly(_ model: Model) -> String? {
        if model.recording != nil { return "nothing is done to the peers: this is a recording" }
        return model.isReadOnly ? "nothing is done to the peers: started with --read-only" : nil
    }

    @Sendable static func noKick(_ model: Model) -> String? {
        if let reason = readOnly(model) { return reason }
        if !model.targetPeers.isEmpty { return nil }
        guard let peer = model.actionPeer else {
            return model.context.session.roster.present.isEmpty
                ? "there is no peer to kick" : "no peer is selected to kick"
        }
        return "\(model.context.session.roster.label(peer)) has left already"
    }

    @Sendable static func noPlainPeer(_ model: Model) -> String? {
        if let reason = readOnly(model) { return reason }
        if !model.targetPlainPeers.isEmpty { return nil }
        guard let peer = model.targetPeers.first else { return "no peer is selected" }
        return "\(model.context.session.roster.label(peer)) is an aware client: its messages are never changed"
    }

    @Sendable static func noRoom(_ model: Model) -> String? {
        if let reason = readOnly(model) { return reason }
        guard let room = model.targetRoom else { return "no room is selected to close" }
        return model.context.session.roster.present(in: room).isEmpty ? "no peer is in room \(room) any more" : nil
    }

    @Sendable static func noReplay(_ model: Model) -> String? {
        if let reason = readOnly(model) { return reason }
        if model.playback != nil { return "a replay is under way: . stops it" }
        guard model.screen != nil || model.subject == .log else {
            return "a message is replayed from the log: 2 goes there"
        }
        guard let entry = model.currentRecord?.entry else { return "there is no message to replay yet" }
        if model.screen != nil || model.context.marks.isEmpty {
            guard entry.delivery != nil else { return "#\(entry.number) is a fact, not a message: nothing to replay" }
        }
        return model.context.session.roster.present.isEmpty ? "there is no peer to replay to" : nil
    }

    @Sendable static func nothingHeld(_ model: Model) -> String? {
        if let reason = readOnly(model) { return reason }
        if model.targetHeld != nil { return nil }
        if model.context.session.intercepts.held.isEmpty { return "nothing is held: i holds what passes a filter" }
        return model.currentEntry.map { "#\($0) is not held" } ?? "no held message is selected"
    }

    @Sendable static func nothingToTakeAway(_ model: Model) -> String? {
        if let reason = readOnly(model) { return reason }
        switch model.top(RulesScreen.self)?.selected(model.context) {
        case .rule, .ban, .guarded: return nil
        case .held: return "a held message is released by a and dropped by D"
        case nil: return "no rule or ban is selected"
        }
    }
}
