import Analysis
import Connections
import Drawing
import Events
import Findings
import Ladders
import Negotiations
import Screens
import Sessions

/// The commands of the ladder.
extension CommandTable {
    static let ladder: [Command] = [
        Command(
            "ladder", [.character("l")], .look, "the messages of the selected line's peers, as arrows",
            hint: "ladder", in: [.peers, .log, .detail, .message, .calls], unless: DisabledReasons.noLadder
        ) { $0.showLadder() },
        Command(
            "ladder-follow", [.character("f")], .look, "follow the newest row of the ladder, or stop", hint: "follow",
            in: [.ladder]
        ) { $0.changeLadder { $0.toggleFollow() } },
        Command(
            "fold", [.character("v")], .look, "fold runs of candidates into one row, or show each", hint: "fold",
            in: [.ladder]
        ) { $0.changeOptions { $0.isFolded.toggle() } },
        Command(
            "squeeze", [.character("Z")], .look, "show idle time as a row of the ladder, or not at all", hint: "idle",
            in: [.ladder]
        ) { $0.changeOptions { $0.isSqueezed.toggle() } },
        Command("relay-lane", [.character("R")], .look, "a lane for the relay, or none", hint: "relay", in: [.ladder]) {
            $0.changeLadder { $0.toggleRelay() }
        },
        Command(
            "colours", [.character("C")], .look, "colour arrows by kind, by peer or not at all", hint: "colours",
            in: [.ladder]
        ) { $0.changeLadder { $0.nextColouring() } },
        Command(
            "ladder-next-finding", [.character("]")], .move, "to the next row with a finding", in: [.ladder],
            unless: { $0.ladderFinding(1) == nil ? "no row below has a finding" : nil }
        ) { $0.selectInLadder($0.ladderFinding(1)) },
        Command(
            "ladder-previous-finding", [.character("[")], .move, "to the previous row with a finding", in: [.ladder],
            unless: { $0.ladderFinding(-1) == nil ? "no row above has a finding" : nil }
        ) { $0.selectInLadder($0.ladderFinding(-1)) },
        Command(
            "ladder-reply", [.character("%")], .move, "from an answer to its offer, and back", in: [.ladder],
            unless: DisabledReasons.noLadderReply
        ) { $0.selectInLadder($0.ladderReply) },
    ]
}

extension DisabledReasons {
    @Sendable static func noLadder(_ model: Model) -> String? {
        if !model.ladderPeers.isEmpty { return nil }
        if model.isPeersSelection {
            guard let peer = model.selectedPeer else { return "there is no peer to draw a ladder of" }
            return "\(model.context.session.roster.label(peer)) has neither sent nor received a message yet"
        }
        guard let entry = model.currentRecord?.entry else { return "no message was sent yet that a ladder could show" }
        if case .noted = entry.content { return "#\(entry.number) is not a message of a peer" }
        if case .reported = entry.content { return "the connection of #\(entry.number) belongs to no call yet" }
        return "#\(entry.number) was refused: it sent nothing"
    }

    @Sendable static func noLadderReply(_ model: Model) -> String? {
        guard let entry = model.top(LadderScreen.self)?.entry(model.context) else { return "there is no row yet" }
        return model.ladderReply == nil ? "#\(entry) is neither an answer nor an offer that was answered here" : nil
    }
}
