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

    /// The marked messages, or the current one: to those who heard it; where nobody did, or they are gone, to somebody to be chosen.
    mutating func askReplay() -> [Effect] {
        guard marks.isEmpty else {
            let entries = marks.numbers.filter { !(hearersPresent(of: $0) ?? []).isEmpty }
            guard !entries.isEmpty else { return say("nobody is here who heard a marked message: u takes marks away") }
            question = .replayMarked(entries)
            return []
        }
        guard let entry = currentRecord?.entry, let transit = entry.transit else { return [] }
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
        if question.isDeclined(by: key) {
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
            if key == .enter { return replay(entry, to: [targets[choice]]) }
            self.question = .replayTo(
                entry: entry, targets: targets, choice: Self.choice(choice, of: targets.count, key))
            return []
        case .replayMarked(let entries):
            guard key == .enter || key == .character("y") else { return [] }
            self.question = nil
            return entries.flatMap { replay($0, to: hearersPresent(of: $0) ?? []) }
        case .filterBy(let terms, let choice):
            if [.enter, .character("=")].contains(key) {
                self.question = nil
                return filterFurther(by: terms[choice])
            }
            self.question = .filterBy(terms, choice: Self.choice(choice, of: terms.count, key))
            return []
        case .export(let formats, let choice):
            if key == .enter {
                self.question = nil
                return export(formats[choice])
            }
            self.question = .export(formats, choice: Self.choice(choice, of: formats.count, key))
            return []
        case .nameMark(let entry):
            guard case .character(let letter) = key, letter.properties.isAlphabetic else { return [] }
            self.question = nil
            marks.name(entry, letter)
            return say("#\(entry) is mark \(letter) now: ' \(letter) goes back to it")
        case .goToMark:
            guard case .character(let letter) = key, letter.properties.isAlphabetic else { return [] }
            self.question = nil
            return marks.names[letter].map { go(to: $0) } ?? say("no entry is called \(letter)")
        }
    }

    /// Those who heard the message in `entry` and are here; nil where it is no message, or gone.
    private func hearersPresent(of entry: Int) -> [PeerID]? {
        journal[number: entry]?.entry.transit?.hearers.filter(roster.isPresent)
    }

    /// Which of `count` things is chosen after `key`, when it was `choice` before.
    private static func choice(_ choice: Int, of count: Int, _ key: Key) -> Int {
        switch key {
        case .down, .right, .tab, .character("j"): (choice + 1) % count
        case .up, .left, .backTab, .character("k"): (choice + count - 1) % count
        default: choice
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
