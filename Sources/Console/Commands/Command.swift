public import Drawing
import Panes
import Screens

/// A command of the operator: its keys, its texts, and what it does.
///
/// Dispatch, hint line, command line, help and docs/keys.md are all generated from ``CommandTable``.
public struct Command: Sendable {
    /// A section of the help.
    public enum Group: String, Sendable, CaseIterable {
        case move = "Move"
        case look = "Look"
        case act = "Act on peers and messages"
        case app = "App"
    }

    /// The argument of a command on the command line.
    public struct Parameter: Sendable {
        /// The placeholder in the help, such as `NUMBER`; an optional one is in brackets.
        public let name: String
        /// The values for completion.
        let values: @Sendable (Model) -> [String]
        let run: @Sendable (inout Model, String) -> [Effect]

        init(
            _ name: String, values: @escaping @Sendable (Model) -> [String] = { _ in [] },
            run: @escaping @Sendable (inout Model, String) -> [Effect]
        ) {
            (self.name, self.values, self.run) = (name, values, run)
        }
    }

    /// The name on the command line and in the configuration file: one word.
    public let name: String
    /// The default keys; empty for a command that only the command line has.
    public let keys: [Key]
    /// The section of the help that lists the command.
    public let group: Group
    /// A description in one line.
    public let help: String
    /// The word for the hint line; `nil` if the command has no hint.
    let hint: String?
    /// The argument on the command line; `nil` if the command takes none.
    public let parameter: Parameter?
    /// The panes and screens where the command can be used.
    let places: Set<FocusArea>
    /// Returns why the command cannot run now; `nil` if it can.
    let disabledReason: @Sendable (Model) -> String?
    let run: @Sendable (inout Model) -> [Effect]

    init(
        _ name: String, _ keys: [Key], _ group: Group, _ help: String, hint: String? = nil,
        in places: Set<FocusArea> = Set(FocusArea.allCases), taking parameter: Parameter? = nil,
        unless disabledReason: @escaping @Sendable (Model) -> String? = { _ in nil },
        run: @escaping @Sendable (inout Model) -> [Effect]
    ) {
        (self.name, self.keys, self.group, self.help, self.hint) = (name, keys, group, help, hint)
        (self.places, self.parameter, self.disabledReason, self.run) = (places, parameter, disabledReason, run)
    }

    /// The names of ``places``.
    var placeNames: [String] { FocusArea.allCases.filter(places.contains).map(\.rawValue) }

    /// ``places`` in short: `main, ladder`; `everywhere`.
    public var placeText: String {
        if places.count >= FocusArea.allCases.count - 2 { return "everywhere" }
        let isMain = places.isSuperset(of: CommandTable.panes)
        let others = FocusArea.allCases.filter { places.contains($0) && !(isMain && CommandTable.panes.contains($0)) }
        return ((isMain ? ["main"] : []) + others.map(\.rawValue)).joined(separator: ", ")
    }
}

extension Model {
    /// The open screen or the focused pane, which decides which commands can be used.
    var place: FocusArea {
        if let screen { return screen.place }
        switch focus {
        case .peers: return .peers
        case .log: return .log
        case .detail: return .detail
        case .events: return .events
        }
    }
}
