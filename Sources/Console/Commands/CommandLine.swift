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
