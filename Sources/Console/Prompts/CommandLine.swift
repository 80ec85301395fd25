/// A line of the command line: the name of a command, and what it is given.
///
/// ```
/// :kick            :set theme light           :at 120
/// ```
struct CommandLine: Hashable, Sendable {
    let name: String
    /// What stands behind the name; `nil` if there is nothing.
    let argument: String?

    init(_ text: String) {
        let trimmed = text.drop { $0 == " " || $0 == ":" }
        let name = trimmed.prefix { $0 != " " }
        let rest = trimmed.dropFirst(name.count).drop { $0 == " " }
        self.name = String(name)
        argument = rest.isEmpty ? nil : String(rest).trimmingEnd()
    }

    /// Runs it in `model`.
    func run(in model: inout Model) -> [Effect] {
        guard !name.isEmpty else { return [] }
        guard let command = CommandTable.all.first(where: { $0.name == name }) else {
            let near = CommandTable.all.filter { $0.name.hasPrefix(name) }.map(\.name)
            return model.say(
                "no command is called '\(name)'"
                    + (near.isEmpty ? ": tab shows them" : ": \(near.prefix(4).joined(separator: ", "))?"))
        }
        guard command.places.contains(model.commandPlace) else {
            return model.say("\(name) does nothing here: ? shows what does")
        }
        if let obstacle = command.obstacle(model) { return model.say(obstacle) }
        guard let argument else { return command.run(&model) }
        guard let parameter = command.parameter else { return model.say("\(name) takes nothing: '\(argument)'") }
        return parameter.run(&model, argument)
    }

    /// What may stand at the end of `text`, and in place of which of its scalars.
    static func completions(_ text: String, in model: Model) -> (completions: [Prompt.Completion], range: Range<Int>) {
        let scalars = Array(text.unicodeScalars)
        guard let space = scalars.firstIndex(of: " ") else {
            let names = CommandTable.all.filter {
                $0.name.hasPrefix(text) && $0.places.contains(model.commandPlace)
            }
            let completions = names.map { command in
                Prompt.Completion(text: command.name, note: command.obstacle(model) ?? command.help)
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

extension String {
    /// Without the blanks at its end.
    fileprivate func trimmingEnd() -> String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
