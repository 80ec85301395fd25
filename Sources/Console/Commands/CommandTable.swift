public import Drawing
import Screens

/// All commands, in the order of the help.
public enum CommandTable {
    /// If several commands that can be used in one place have the same key, the first one that can run now does.
    public static let all: [Command] = move + look + message + ladder + diff + act + app

    /// The first command that `key` can run now; else the first one that is bound to `key`, and why it cannot run.
    static func command(for key: Key, in model: Model) -> (command: Command, disabledReason: String?)? {
        let place = model.place
        var disabled: (command: Command, disabledReason: String?)?
        for command in all where model.keyMap.keys(of: command).contains(key) && command.places.contains(place) {
            guard let reason = command.disabledReason(model) else { return (command, nil) }
            disabled = disabled ?? (command, reason)
        }
        return disabled
    }

    /// The panes of the main screen.
    static let panes: Set<FocusArea> = [.peers, .log, .detail, .events]
    /// The panes and screens with entries.
    static let entries = panes.union([.message, .ladder, .findings, .calls])
    /// The panes and screens that can scroll sideways.
    static let wide = panes.union([.message, .ladder, .diff, .draft])
}

extension KeyMap {
    /// The keys of `command`, the one for the hint line first; empty if the operator has removed them.
    public func keys(of command: Command) -> [Key] { bound[command.name] ?? command.keys }

    /// Two commands with the same key in the same place.
    public struct Clash: Hashable, Sendable {
        /// The key that both commands have.
        public let key: Key
        /// The name of the command that the operator has bound to the key.
        public let command: String
        /// The name of the other command with the key.
        public let other: String
    }

    /// The commands that were bound to a key of another command in the same place.
    ///
    /// Default keys that two commands share are no clash: at most one of the two can run at a time.
    public var clashes: [Clash] {
        CommandTable.all.flatMap { command -> [Clash] in
            guard let keys = bound[command.name] else { return [] }
            return CommandTable.all.flatMap { other -> [Clash] in
                guard other.name != command.name, !other.places.isDisjoint(with: command.places) else { return [] }
                let shared = keys.filter { key in
                    self.keys(of: other).contains(key) && !(command.keys.contains(key) && other.keys.contains(key))
                }
                return shared.map { Clash(key: $0, command: command.name, other: other.name) }
            }
        }
    }
}
