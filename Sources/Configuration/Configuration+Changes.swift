/// The consequences of a configuration that was read anew for a program that runs.
extension Configuration {
    /// The names of the options that differ in a new configuration.
    public struct Changes: Hashable, Sendable {
        /// Those that are applied at once.
        public let applied: [String]
        /// Those that are applied at the next start.
        public let postponed: [String]
    }

    /// The differences of `new`, in the order of ``OptionTable/all``.
    public func changes(to new: Configuration) -> Changes {
        let changed = OptionTable.all.filter { $0.text(self) != $0.text(new) }
        return Changes(
            applied: changed.filter(\.isReloadable).map(\.name),
            postponed: changed.filter { !$0.isReloadable }.map(\.name))
    }

    /// Takes from `new` the options that can be applied at once.
    public mutating func adopt(_ new: Configuration) {
        for option in OptionTable.all where option.isReloadable { _ = option.kind.set(&self, option.text(new)) }
    }
}

extension Configuration.Changes {
    /// `applied: max-peers, log; needs a restart: host`, or that nothing has changed.
    public var words: String {
        let parts = [("applied", applied), ("needs a restart", postponed)].filter { !$0.1.isEmpty }
        guard !parts.isEmpty else { return "nothing has changed" }
        return parts.map { "\($0): \($1.joined(separator: ", "))" }.joined(separator: "; ")
    }
}
