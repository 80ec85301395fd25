import Signaling

/// Why a command can do nothing now, in the words that its key then shows; nil where it can.
enum Obstacles {
    @Sendable static func zoomed(_ model: Model) -> String? {
        model.isZoomed ? "one thing has the whole screen: q goes back" : nil
    }

    @Sendable static func noDetailPane(_ model: Model) -> String? {
        model.areas.detail.rows == 0 ? "no room for the detail here: ⏎ opens it" : nil
    }

    @Sendable static func nothingToOpen(_ model: Model) -> String? {
        if model.isZoomed { return "open already: q goes back" }
        let isThere = model.subject == .peers ? model.selectedPeer != nil : model.selectedRecord != nil
        return isThere ? nil : "there is no line to open yet"
    }

    @Sendable static func nothingOpen(_ model: Model) -> String? {
        model.screen == nil && !model.isZoomed ? "nothing is open to go back from" : nil
    }

    @Sendable static func noNextFinding(_ model: Model) -> String? {
        zoomed(model) ?? (model.nextFinding == nil ? noFinding("after", model) : nil)
    }

    @Sendable static func noPreviousFinding(_ model: Model) -> String? {
        zoomed(model) ?? (model.previousFinding == nil ? noFinding("before", model) : nil)
    }

    private static func noFinding(_ way: String, _ model: Model) -> String {
        guard let cursor = model.log.cursor else { return FindingWords.nothing }
        return "no finding \(way) #\(cursor)"
    }

    @Sendable static func noProof(_ model: Model) -> String? {
        guard let finding = model.top(FindingsScreen.self)?.selected(model) else { return FindingWords.nothing }
        let isKept = finding.proof.last.map { model.journal[number: $0] != nil } == true
        return isKept ? nil : FindingWords.proofIsGone
    }

    @Sendable static func noKick(_ model: Model) -> String? {
        guard let peer = model.actionPeer else {
            return model.roster.present.isEmpty ? "nobody is here to kick" : "no peer is selected to kick"
        }
        return model.roster.isPresent(peer) ? nil : "\(model.roster.label(peer)) is gone already"
    }

    @Sendable static func noReplay(_ model: Model) -> String? {
        guard model.subject == .log else { return "a message is replayed from the log: 2 goes there" }
        guard let entry = model.selectedRecord?.entry else { return "there is no message to replay yet" }
        guard entry.transit != nil else { return "#\(entry.number) is a fact, not a message: nothing to replay" }
        return model.roster.present.isEmpty ? "nobody is here to hear a replay" : nil
    }
}
