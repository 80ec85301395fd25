import Filtering
import Screens

/// A line of the help: a command with its keys, or a part of the filter language.
struct HelpItem: Sendable {
    /// What the enter key does with it.
    enum Action: Sendable {
        case run(Command)
        /// Begins a filter with an example.
        case filter(String)
    }

    /// The heading that it stands under.
    let group: String
    /// Its keys, its name if it has none, or the example of a filter.
    let keys: String
    /// What it does, in a line.
    let help: String
    /// Why the command can do nothing now; `nil` if it can.
    let obstacle: String?
    let action: Action

    /// All items, for a model in the place that the help was asked for in: the commands of that place first in each
    /// group.
    static func all(_ model: Model) -> [HelpItem] {
        let place = model.commandPlace
        let commands = Command.Group.allCases.flatMap { group in
            let all = CommandTable.all.filter { $0.group == group }
            return all.filter { $0.places.contains(place) } + all.filter { !$0.places.contains(place) }
        }
        let filters =
            FilterField.allCases.map { ($0.example, $0.help) } + FilterSign.allCases.map { ($0.example, $0.help) }
        return commands.map { HelpItem($0, model) }
            + filters.map {
                HelpItem(
                    group: "The filter language: what stands side by side must hold together", keys: $0, help: $1,
                    obstacle: nil, action: .filter($0))
            }
    }

    private init(_ command: Command, _ model: Model) {
        let labels = model.keyLabels(of: command)
        group = command.group.rawValue
        keys = labels.isEmpty ? ":" + command.name : labels
        help = command.help
        obstacle =
            command.places.contains(model.commandPlace)
            ? command.obstacle(model)
            : "not here: it belongs to "
                + Place.allCases.filter(command.places.contains).map(\.rawValue).joined(separator: ", ")
        action = .run(command)
    }

    private init(group: String, keys: String, help: String, obstacle: String?, action: Action) {
        (self.group, self.keys, self.help, self.obstacle, self.action) = (group, keys, help, obstacle, action)
    }

    /// Whether `query` is part of its name, its help or its keys.
    func matches(_ query: String) -> Bool {
        var texts = [keys, help]
        if case .run(let command) = action { texts.append(command.name) }
        return query.isEmpty || texts.contains { $0.lowercased().contains(query.lowercased()) }
    }
}
