import Analysis
import Connections
import Drawing
import Events
import Filtering
import Findings
import Messages
import Negotiations
import Panes
import Screens
import Sessions

/// The prompt: each key edits the line, and its result is shown at once.
extension Model {
    /// Opens the prompt with `text` in it.
    mutating func begin(_ purpose: Prompt.Purpose, _ text: String = "") -> [Effect] {
        prompt = Prompt(purpose, text)
        viewBeforePrompt = log.view(context)
        lineChanged()
        return []
    }

    /// Edits, completes, recalls, accepts or cancels the line by `key`.
    mutating func type(_ key: Key, into prompt: Prompt) -> [Effect] {
        switch key {
        case .escape, .control("c"), .control("g"): return cancel(prompt)
        case .enter: return accept(prompt)
        case .tab: self.prompt?.complete(by: 1)
        case .backTab: self.prompt?.complete(by: -1)
        case .up, .control("p"):
            self.prompt?.recall(by: 1, from: promptHistory[prompt.purpose])
            lineChanged()
            return []
        case .down, .control("n"):
            self.prompt?.recall(by: -1, from: promptHistory[prompt.purpose])
            lineChanged()
            return []
        case .control("t") where prompt.purpose == .filter:
            context.settings.filter = context.settings.filter == .hide ? .highlight : .hide
            return []
        case .control("t") where prompt.purpose == .rule:
            nextDirection()
            return []
        // As in vi and less, backspace in an empty line closes it.
        case .backspace where prompt.editor.isEmpty: return cancel(prompt)
        default:
            guard self.prompt?.edit(key) == true else {
                return report("\(key.label) does nothing in a line: esc cancels")
            }
            lineChanged()
            return []
        }
        preview()
        return []
    }

    /// Inserts a pasted text.
    mutating func paste(_ text: String) -> [Effect] {
        guard prompt != nil else { return report("paste into a line: / or : begins one") }
        prompt?.insert(text)
        lineChanged()
        return []
    }

    /// Updates the completions and the preview.
    private mutating func lineChanged() {
        guard let prompt else { return }
        let (completions, range) = completions(prompt)
        self.prompt?.offer(completions, for: range)
        preview()
    }

    /// Shows the result of the line as far as that changes the view only.
    private mutating func preview() {
        guard let prompt else { return }
        switch prompt.purpose {
        case .filter:
            let error = setFilter(prompt.text)
            self.prompt?.fault = error?.description
        case .rule:
            let fault = ruleFault(prompt.text)
            self.prompt?.fault = fault
        case .search: changeScreen { $0.find(prompt.text, in: $1) }
        case .command: break
        }
    }

    /// Turns the direction of a rule: both ways, from the selected peer, to the selected peer.
    private mutating func nextDirection() {
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
        promptHistory.append(prompt.text, for: prompt.purpose)
        switch prompt.purpose {
        case .command: return CommandLine(prompt.text).run(in: &self)
        case .filter:
            guard let fault = prompt.fault else {
                if prompt.text != viewBeforePrompt?.filter { log.viewBeforeFindings = nil }
                return applyFilter(prompt.text)
            }
            restoreView()
            return report("\(fault); the filter is as it was")
        case .rule:
            if let fault = prompt.fault { return report("\(fault); nothing is held") }
            return addRule(prompt.text, .hold(seconds: InterceptRule.holdSeconds), prompt.direction)
        case .search: return []
        }
    }

    private mutating func cancel(_ prompt: Prompt) -> [Effect] {
        self.prompt = nil
        switch prompt.purpose {
        case .filter: restoreView()
        case .search: changeScreen { $0.find("", in: $1) }
        case .command, .rule: break
        }
        return []
    }

    private mutating func restoreView() {
        if let viewBeforePrompt { restore(viewBeforePrompt) }
    }

    // MARK: Completion

    private func completions(_ prompt: Prompt) -> ([Prompt.Completion], Range<Int>) {
        switch prompt.purpose {
        case .command: CommandLine.completions(prompt.text, in: self)
        case .filter, .rule: filterCompletions(prompt)
        case .search: ([], 0..<0)
        }
    }

    private func filterCompletions(_ prompt: Prompt) -> ([Prompt.Completion], Range<Int>) {
        let completion = FilterCompletion(
            prompt.text, cursor: prompt.editor.cursor, saved: savedFilters, values: filterValues)
        let completions = completion.candidates.prefix(Self.completionLimit).map { candidate in
            Prompt.Completion(text: candidate.text, note: candidate.count.map(String.init) ?? candidate.help)
        }
        return (completions, completion.range)
    }

    /// The number of completions that are offered; another letter narrows a longer list.
    private static let completionLimit = 64

    /// The values of `field` in the session, the most frequent first.
    private func filterValues(_ field: FilterField) -> [FilterCompletion.Value] {
        let values: [FilterCompletion.Value]
        let members = context.session.roster.present.compactMap { context.session.roster[$0] }
        switch field {
        case .from: values = peerValues(\.sent)
        case .to: values = peerValues(\.received)
        case .peer: values = peerValues { $0.sent + $0.received }
        case .room:
            let rooms = Dictionary(grouping: members, by: \.peer.room)
            values = rooms.map { .init($0.key, count: $0.value.reduce(0) { $0 + $1.sent }) }
        case .call:
            let calls = context.session.calls
            return (0..<min(calls.callCount, Self.completionLimit)).compactMap { calls.call(at: $0) }
                .map { .init(String($0.number), count: $0.negotiations.count) }
        case .transport:
            let transports = members.map(\.peer.transport)
            let names = transports.flatMap { [$0.carrier.rawValue, $0.framing?.rawValue].compactMap(\.self) }
            return Dictionary(grouping: names) { $0 }.map { .init($0.key, count: $0.value.count) }
        case .kind: return context.session.statistics.kinds.map { .init($0.key.rawValue, count: $0.value.messages) }
        default: return []
        }
        return values.sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    }

    /// The connected clients, and in a proxy the server, with their counts.
    private func peerValues(_ count: (Roster.Member) -> Int) -> [FilterCompletion.Value] {
        let roster = context.session.roster
        let clients = roster.present.compactMap { roster[$0] }.map { member in
            FilterCompletion.Value(member.peer.name ?? member.peer.id.description, count: count(member))
        }
        guard context.session.endpoint.upstream != nil else { return clients }
        let server = roster.serverEnds.compactMap { roster[$0] }.reduce(0) { $0 + count($1) }
        return clients + [FilterCompletion.Value(Peer.serverName, count: server)]
    }
}

/// A line of the command line: the name of a command and its argument.
///
/// ```
/// :kick            :set theme light           :at 120
/// ```
struct CommandLine: Hashable, Sendable {
    let name: String
    /// The text after the name; `nil` if there is none.
    let argument: String?

    init(_ text: String) {
        let trimmed = text.drop { $0 == " " || $0 == ":" }
        let name = trimmed.prefix { $0 != " " }
        var rest = trimmed.dropFirst(name.count).drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        self.name = String(name)
        argument = rest.isEmpty ? nil : String(rest)
    }

    /// Runs the command.
    func run(in model: inout Model) -> [Effect] {
        guard !name.isEmpty else { return [] }
        guard let command = CommandTable.all.first(where: { $0.name == name }) else {
            let similar = CommandTable.all.filter { $0.name.hasPrefix(name) }.map(\.name)
            return model.report(
                "no command is called '\(name)'"
                    + (similar.isEmpty ? ": tab shows them" : ": \(similar.prefix(4).joined(separator: ", "))?"))
        }
        guard command.places.contains(model.place) else {
            return model.report("\(name) does nothing here: ? shows what does")
        }
        if let disabledReason = command.disabledReason(model) { return model.report(disabledReason) }
        guard let argument else { return command.run(&model) }
        guard let parameter = command.parameter else { return model.report("\(name) takes nothing: '\(argument)'") }
        return parameter.run(&model, argument)
    }

    /// The completions of the end of `text`, and the range of scalars that they replace.
    static func completions(_ text: String, in model: Model) -> (completions: [Prompt.Completion], range: Range<Int>) {
        let scalars = Array(text.unicodeScalars)
        guard let space = scalars.firstIndex(of: " ") else {
            let commands = CommandTable.all.filter {
                $0.name.hasPrefix(text) && $0.places.contains(model.place)
            }
            let completions = commands.map { command in
                Prompt.Completion(text: command.name, note: command.disabledReason(model) ?? command.help)
            }
            return (completions, 0..<scalars.count)
        }
        let line = CommandLine(text)
        guard let parameter = CommandTable.all.first(where: { $0.name == line.name })?.parameter else {
            return ([], 0..<0)
        }
        let argument = String(String.UnicodeScalarView(scalars[(space + 1)...]))
        let values = parameter.values(model).filter { $0.hasPrefix(argument) && $0 != argument }
        return (values.map { Prompt.Completion(text: $0, note: "") }, space + 1..<scalars.count)
    }
}
