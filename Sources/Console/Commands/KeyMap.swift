public import Drawing

/// Which keys run which command: those of the table, but for those that the operator has bound otherwise.
public struct KeyMap: Hashable, Sendable {
    /// Two commands of one place that have one key.
    public struct Clash: Hashable, Sendable {
        /// The key.
        public let key: Key
        /// The command that was given it.
        public let command: String
        /// The command that has it too.
        public let other: String

        /// `key` was given to `command`, and `other` has it.
        public init(key: Key, command: String, other: String) {
            (self.key, self.command, self.other) = (key, command, other)
        }
    }

    private var bound: [String: [Key]] = [:]

    /// The keys of the table.
    public init() {}

    /// The keys of `command`, the first of which is shown in the hint line; none if they were taken away.
    public func keys(of command: Command) -> [Key] { bound[command.name] ?? command.keys }

    /// Gives the command `name` these keys instead of its own.
    public mutating func bind(_ name: String, to keys: [Key]) { bound[name] = keys }

    /// The commands that were given a key which another one has, where both are at hand.
    ///
    /// Keys that the table itself gives twice are no clash: there one command takes over where the other has nothing
    /// to do.
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

extension Model {
    /// Its keys as they are shown: `j ↓`.
    func keyLabels(of command: Command) -> String { keyMap.keys(of: command).map(\.label).joined(separator: " ") }
}
