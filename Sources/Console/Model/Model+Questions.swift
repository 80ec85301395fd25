import Drawing
import Events
import Routing
import Screens
import Sessions

/// What cannot be undone is asked first, on the last line: here the questions are put, and their answers carried out.
extension Model {
    mutating func askQuit() -> [Effect] {
        guard !context.session.roster.present.isEmpty || !context.session.interventions.held.isEmpty else {
            return [.quit]
        }
        question = .quit
        return []
    }

    mutating func askSuspend() -> [Effect] {
        guard !context.session.roster.present.isEmpty else { return [.suspend] }
        question = .suspend
        return []
    }

    /// Answers the question with `key`; any key that is no answer leaves it standing.
    mutating func answer(_ question: Question, with key: Key) -> [Effect] {
        if question.isDeclined(by: key) {
            self.question = nil
            return []
        }
        switch question {
        case .kick(let plan): return answer(plan, with: key)
        case .replay(let plan): return answer(plan, with: key)
        case .overtake(let entry, _):
            guard key == .character("y") else { return [] }
            self.question = nil
            return [.command(.release([entry], overtaking: true))]
        case .discard(let entry):
            guard key == .character("y") else { return [] }
            self.question = nil
            return [.command(.discard([entry]))]
        case .leaveDraft:
            guard key == .character("y") else { return [] }
            self.question = nil
            if top(DraftScreen.self) != nil { screens.removeLast() }
            return []
        case .quit where !context.session.interventions.held.isEmpty:
            guard [.character("r"), .character("d"), .control("c")].contains(key) else { return [] }
            self.question = nil
            let held = context.session.interventions.held.map(\.entry)
            return [.command(key == .character("d") ? .discard(held) : .releaseAll), .quit]
        case .quit, .suspend:
            guard key == .character("y") || key == .control("c") && question == .quit else { return [] }
            self.question = nil
            return [question == .quit ? .quit : .suspend]
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
            context.marks.name(entry, letter)
            return say("#\(entry) is mark \(letter) now: ' \(letter) goes back to it")
        case .goToMark:
            guard case .character(let letter) = key, letter.properties.isAlphabetic else { return [] }
            self.question = nil
            return context.marks.names[letter].map { go(to: $0) } ?? say("no entry is called \(letter)")
        }
    }

    /// Which of `count` things is chosen after `key`, when it was `choice` before.
    static func choice(_ choice: Int, of count: Int, _ key: Key) -> Int {
        switch key {
        case .down, .right, .tab, .character("j"): (choice + 1) % count
        case .up, .left, .backTab, .character("k"): (choice + count - 1) % count
        default: choice
        }
    }

    mutating func say(_ words: String) -> [Effect] {
        notice = words
        return []
    }
}
