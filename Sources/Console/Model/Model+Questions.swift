import Signaling

/// What cannot be undone is asked first, on the last line: here the questions are put, and their answers carried out.
extension Model {
    mutating func askKick() -> [Effect] {
        question = actionPeer.map(Question.kick)
        return []
    }

    mutating func askQuit() -> [Effect] {
        guard !roster.present.isEmpty else { return [.quit] }
        question = .quit
        return []
    }

    mutating func askSuspend() -> [Effect] {
        guard !roster.present.isEmpty else { return [.suspend] }
        question = .suspend
        return []
    }

    /// To those who heard it; where nobody did, or they are gone, to somebody to be chosen.
    mutating func askReplay() -> [Effect] {
        guard let entry = selectedRecord?.entry, let transit = entry.transit else { return [] }
        let targets = transit.hearers.filter(roster.isPresent)
        ask(targets.isEmpty ? chooseTarget(of: entry.number, transit) : .replay(entry: entry.number, targets: targets))
        return []
    }

    /// Puts a question; one that has nobody to choose from is answered already.
    private mutating func ask(_ question: Question?) {
        self.question = question
        if question == nil { notice = "nobody is here to hear a replay" }
    }

    /// Those of the room the message was said in, its author last; where nobody is left there, all who are here.
    private func chooseTarget(of entry: Int, _ transit: Transit) -> Question? {
        let inRoom = roster.present(in: transit.room)
        let candidates = inRoom.isEmpty ? roster.present : inRoom
        guard !candidates.isEmpty else { return nil }
        let others = candidates.filter { $0 != transit.author }
        return .replayTo(
            entry: entry,
            targets: others + candidates.filter { $0 == transit.author },
            choice: 0
        )
    }

    /// Answers the question with `key`; any key that is no answer leaves it standing.
    mutating func answer(_ question: Question, with key: Key) -> [Effect] {
        if [.escape, .character("n"), .character("q"), .control("c")].contains(key),
            question != .quit || key != .control("c")
        {
            self.question = nil
            return []
        }
        switch question {
        case .kick(let peer):
            guard key == .character("y") else { return [] }
            self.question = nil
            guard roster.isPresent(peer) else { return say("\(roster.label(peer)) is gone already") }
            return [.command(.kick(peer))]
        case .quit, .suspend:
            guard key == .character("y") || key == .control("c") && question == .quit else { return [] }
            self.question = nil
            return [question == .quit ? .quit : .suspend]
        case .replay(let entry, let targets):
            if key == .tab, let transit = journal[number: entry]?.entry.transit {
                ask(chooseTarget(of: entry, transit))
            }
            guard key == .enter || key == .character("y") else { return [] }
            return replay(entry, to: targets)
        case .replayTo(let entry, let targets, let choice):
            switch key {
            case .down, .right, .tab, .character("j"):
                self.question = .replayTo(entry: entry, targets: targets, choice: (choice + 1) % targets.count)
            case .up, .left, .backTab, .character("k"):
                let previous = (choice + targets.count - 1) % targets.count
                self.question = .replayTo(entry: entry, targets: targets, choice: previous)
            case .enter: return replay(entry, to: [targets[choice]])
            default: break
            }
            return []
        }
    }

    private mutating func replay(_ entry: Int, to targets: [PeerID]) -> [Effect] {
        question = nil
        guard let transit = journal[number: entry]?.entry.transit else {
            return say("#\(entry) is no longer in the journal")
        }
        let present = targets.filter(roster.isPresent)
        guard !present.isEmpty else {
            return say("\(targets.map(roster.label).joined(separator: ", ")) is gone already")
        }
        return [
            .command(
                .replay(entry: entry, transit.message, author: transit.author, room: transit.room, targets: present)
            )
        ]
    }

    mutating func say(_ words: String) -> [Effect] {
        notice = words
        return []
    }
}
