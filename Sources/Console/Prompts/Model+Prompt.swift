import Drawing
import Events
import Filtering
import Screens
import Sessions

/// Typing a line: each key changes it, and what it stands for at once.
extension Model {
    /// Begins a line.
    mutating func begin(_ purpose: Prompt.Purpose, _ text: String = "") -> [Effect] {
        prompt = Prompt(purpose, text)
        before = logView
        edited()
        return []
    }

    /// Does what `key` does to the line being typed.
    mutating func type(_ key: Key, into prompt: Prompt) -> [Effect] {
        switch key {
        case .escape, .control("c"), .control("g"): return cancel(prompt)
        case .enter: return accept(prompt)
        case .tab: self.prompt?.complete(by: 1)
        case .backTab: self.prompt?.complete(by: -1)
        case .up, .control("p"):
            self.prompt?.recall(by: 1, from: lines[prompt.purpose])
            edited()
            return []
        case .down, .control("n"):
            self.prompt?.recall(by: -1, from: lines[prompt.purpose])
            edited()
            return []
        case .control("t") where prompt.purpose == .filter:
            context.settings.filter = context.settings.filter == .hide ? .highlight : .hide
            return []
        case .control("t") where prompt.purpose == .rule:
            turnDirection()
            return []
        // Who rubs out more than there is wants to be gone.
        case .backspace where prompt.editor.isEmpty: return cancel(prompt)
        default:
            guard self.prompt?.edit(key) == true else { return say("\(key.label) does nothing in a line: esc cancels") }
            edited()
            return []
        }
        preview()
        return []
    }

    /// Writes what was pasted into the line being typed.
    mutating func paste(_ text: String) -> [Effect] {
        guard prompt != nil else { return say("paste into a line: / or : begins one") }
        prompt?.insert(text)
        edited()
        return []
    }

    /// Looks for what may stand where the cursor is now, and shows what the line stands for.
    private mutating func edited() {
        guard let prompt else { return }
        let (completions, range) = completions(prompt)
        self.prompt?.offer(completions, for: range)
        preview()
    }

    private func completions(_ prompt: Prompt) -> ([Prompt.Completion], Range<Int>) {
        switch prompt.purpose {
        case .command: CommandLine.completions(prompt.text, in: self)
        case .filter, .rule: filterCompletions(prompt)
        case .search: ([], 0..<0)
        }
    }

    /// What the line would do, as far as that changes nothing but the view.
    private mutating func preview() {
        guard let prompt else { return }
        switch prompt.purpose {
        case .filter:
            let error = filter(by: prompt.text)
            self.prompt?.fault = error?.description
        case .rule:
            let fault = ruleFault(prompt.text)
            self.prompt?.fault = fault
        case .search: changeScreen { $0.find(prompt.text, in: $1) }
        case .command: break
        }
    }

    /// Goes on to the next direction of a rule: both ways, from the selected peer, to it.
    private mutating func turnDirection() {
        guard let direction = prompt?.direction else { return }
        let peer = actionPeer.flatMap { context.session.roster.isPresent($0) ? $0 : nil }
        prompt?.direction =
            switch (direction.from, direction.to) {
            case (nil, nil): InterceptRule.Direction(from: peer)
            case (let from?, _): InterceptRule.Direction(to: from)
            default: InterceptRule.Direction()
            }
    }

    private mutating func accept(_ prompt: Prompt) -> [Effect] {
        self.prompt = nil
        lines.keep(prompt.text, of: prompt.purpose)
        switch prompt.purpose {
        case .command: return CommandLine(prompt.text).run(in: &self)
        case .filter:
            guard let fault = prompt.fault else {
                if prompt.text != before.filter { unfinding = nil }
                return acceptFilter(prompt.text)
            }
            show(before)
            return say("\(fault); the filter is as it was")
        case .rule:
            if let fault = prompt.fault { return say("\(fault); nothing is held") }
            return arm(prompt.text, .hold(seconds: InterceptRule.holdSeconds), prompt.direction)
        case .search: return []
        }
    }

    private mutating func cancel(_ prompt: Prompt) -> [Effect] {
        self.prompt = nil
        switch prompt.purpose {
        case .filter: show(before)
        case .search: changeScreen { $0.find("", in: $1) }
        case .command, .rule: break
        }
        return []
    }
}
