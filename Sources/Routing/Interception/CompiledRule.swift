public import Events
public import Filtering

/// A rule with its filter, ready to be asked about messages.
public struct CompiledRule: Hashable, Sendable {
    /// What the operator has asked for.
    public let rule: InterceptRule
    /// Which messages it is about.
    public let filter: Filter

    /// The rule that does `action` to the messages that `filter` passes.
    ///
    /// - Throws: the first term of the filter that is not known of a message on its way.
    public init(
        _ filter: Filter, _ action: InterceptRule.Action,
        _ direction: InterceptRule.Direction = InterceptRule.Direction()
    ) throws(CompiledRuleError) {
        if let term = filter.lateTerm { throw .notKnownYet(term) }
        self.filter = filter
        rule = InterceptRule(filter.text, action, direction)
    }
}

/// Why a rule cannot be.
public enum CompiledRuleError: Error, Hashable, CustomStringConvertible {
    /// The filter asks this, which shows only once a message has been written down.
    case notKnownYet(String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notKnownYet(let term):
            "'\(term)' is not known while a message is on its way: ask for kind, from, to, room, size or a text"
        }
    }
}

extension Filter {
    /// Whether what it says of a message depends on who hears it.
    var asksForHearers: Bool {
        expression.terms.contains { term, _ in
            if case .peer(let role, _, _) = term { role != .author } else { false }
        }
    }

    /// The first thing it asks of an entry that is not known of a message on its way; `nil` if there is none.
    fileprivate var lateTerm: String? {
        for (term, _) in expression.terms {
            switch term {
            case .call: return "call:"
            case .interval: return "dt"
            case .age: return "age"
            case .trait: return "is:"
            case .source: return "src:"
            case .kind, .candidate, .peer, .room, .mid, .sdp, .size, .text, .expression: continue
            }
        }
        return nil
    }
}
