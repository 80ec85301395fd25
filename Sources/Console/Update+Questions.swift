import Drawing
import Events
import Routing
import Screens
import Sessions

extension Model {
    /// Answers the question with `key`; a key that is not an answer leaves the question open.
    mutating func answer(_ question: Question, with key: Key) -> [Effect] {
        if question.isDeclined(by: key) {
            self.question = nil
            return []
        }
        switch question {
        case .kick(var dialog):
            if key == .character("y") { return close { $0.kick(dialog) } }
            dialog.edit(key)
            self.question = .kick(dialog)
        case .replay(var dialog):
            guard !context.session.roster.present.isEmpty else {
                return close { $0.report("there is no peer to replay to") }
            }
            if key == .enter || key == .character("y") { return close { $0.replay(dialog) } }
            dialog.edit(key)
            self.question = .replay(dialog)
        case .overtake(let entry, _):
            if key == .character("y") { return close { _ in [.command(.release([entry], overtaking: true))] } }
        case .discard(let entry):
            if key == .character("y") { return close { _ in [.command(.discard([entry]))] } }
        case .leaveDraft:
            guard key == .character("y") else { return [] }
            return close {
                if $0.top(DraftScreen.self) != nil { $0.screens.removeLast() }
                return []
            }
        case .quit where !context.session.intercepts.held.isEmpty:
            guard [.character("r"), .character("d"), .control("c")].contains(key) else { return [] }
            let held = context.session.intercepts.held.map(\.entry)
            return close { _ in [.command(key == .character("d") ? .discard(held) : .releaseAll), .quit] }
        case .quit: if [.character("y"), .control("c")].contains(key) { return close { _ in [.quit] } }
        case .suspend: if key == .character("y") { return close { _ in [.suspend] } }
        case .filterBy(let terms, let choice):
            if [.enter, .character("=")].contains(key) { return close { $0.narrowFilter(by: terms[choice]) } }
            self.question = .filterBy(terms, choice: Question.choice(after: choice, count: terms.count, key))
        case .export(var dialog):
            if key == .enter { return close { $0.export(dialog.format, isRedacted: dialog.isRedacted) } }
            if key == .character("r") {
                dialog.toggleRedaction()
            } else {
                dialog.choice = Question.choice(after: dialog.choice, count: dialog.formats.count, key)
            }
            self.question = .export(dialog)
        case .nameMark(let entry):
            guard case .character(let letter) = key, letter.properties.isAlphabetic else { return [] }
            context.marks.name(entry, letter)
            return close { $0.report("#\(entry) is mark \(letter) now: ' \(letter) goes back to it") }
        case .goToMark:
            guard case .character(let letter) = key, letter.properties.isAlphabetic else { return [] }
            let entry = context.marks.names[letter]
            return close { model in entry.map { model.go(to: $0) } ?? model.report("no entry is called \(letter)") }
        }
        return []
    }

    /// Closes the question and performs its action.
    private mutating func close(_ action: (inout Model) -> [Effect]) -> [Effect] {
        question = nil
        return action(&self)
    }
}
