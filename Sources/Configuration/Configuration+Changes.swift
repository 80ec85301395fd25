/// What a configuration that was read anew means for a program that runs.
extension Configuration {
    /// The names of the options that `new` has otherwise.
    public struct Changes: Hashable, Sendable {
        /// Those that can be applied at once.
        public let applied: [String]
        /// Those that hold only from the next start on.
        public let postponed: [String]
    }

    /// What is otherwise in `new`, in the order of ``OptionTable/all``.
    public func changes(to new: Configuration) -> Changes {
        let changed = OptionTable.all.filter { $0.value(self) != $0.value(new) }
        return Changes(
            applied: changed.filter { OptionTable.appliedAtOnce.contains($0.name) }.map(\.name),
            postponed: changed.filter { !OptionTable.appliedAtOnce.contains($0.name) }.map(\.name))
    }

    /// Takes from `new` what can be applied at once.
    public mutating func adopt(_ new: Configuration) {
        for option in OptionTable.all where OptionTable.appliedAtOnce.contains(option.name) {
            _ = option.set(&self, option.value(new))
        }
    }
}

extension OptionTable {
    /// Those that a relay takes while it runs: what is asked of each peer, request or entry anew.
    static let appliedAtOnce: Set<String> = Set(
        [
            log, iceServer, allowOrigin, allowHost, trustedProxy, token, tokenFile, maxMessageRate, maxByteRate,
            maxMessageSize, maxQueueSize,
            maxRequestSize, maxPeers, roomLimit, requestTime,
        ].map(\.name))
}

extension Configuration.Changes {
    /// `applied: max-peers, log; needs a restart: host`, or that there is nothing.
    public var words: String {
        let parts = [("applied", applied), ("needs a restart", postponed)].filter { !$0.1.isEmpty }
        guard !parts.isEmpty else { return "nothing has changed" }
        return parts.map { "\($0): \($1.joined(separator: ", "))" }.joined(separator: "; ")
    }
}
