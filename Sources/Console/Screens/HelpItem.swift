import Filtering

/// A line of the help that can be selected: a command, or a part of the filter language.
enum HelpItem: Sendable {
    case command(Command)
    case filter(example: String, help: String)

    /// All of them, by group, those commands first that belong to `place`.
    static func all(from place: Command.Place) -> [HelpItem] {
        let commands = Command.Group.allCases.flatMap { group in
            let all = CommandTable.all.filter { $0.group == group }
            return all.filter { $0.places.contains(place) } + all.filter { !$0.places.contains(place) }
        }
        return commands.map(HelpItem.command)
            + FilterField.allCases.map { .filter(example: $0.example, help: $0.help) }
            + FilterSign.allCases.map { .filter(example: $0.example, help: $0.help) }
    }

    /// The part of the help it stands in.
    var group: String {
        switch self {
        case .command(let command): command.group.rawValue
        case .filter: "The filter language: what stands side by side must hold together"
        }
    }

    var help: String {
        switch self {
        case .command(let command): command.help
        case .filter(_, let help): help
        }
    }

    /// What is pressed or written for it.
    func keys(_ model: Model) -> String {
        switch self {
        case .filter(let example, _): return example
        case .command(let command):
            let labels = model.keyLabels(of: command)
            return labels.isEmpty ? ":" + command.name : labels
        }
    }

    /// Whether `query` is in its name, its keys or its help.
    func matches(_ query: String, _ model: Model) -> Bool {
        let texts: [String] =
            switch self {
            case .command(let command):
                [command.name, command.help, model.keyLabels(of: command)]
            case .filter(let example, let help): [example, help]
            }
        return query.isEmpty || texts.contains { $0.lowercased().contains(query.lowercased()) }
    }
}
