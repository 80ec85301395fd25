public import Events
public import Filtering

/// An intercept rule with its parsed filter.
public struct CompiledRule: Hashable, Sendable {
    /// The rule as the operator stated it.
    public let rule: InterceptRule
    /// The filter that messages are matched by.
    public let filter: Filter

    /// Creates a rule that applies `action` to the messages that match `filter`, in a direction.
    ///
    /// - Throws: ``CompiledRuleError`` if the filter has a term that cannot be evaluated for a message on its way.
    public init(
        _ filter: Filter, _ action: InterceptRule.Action,
        _ direction: InterceptRule.Direction = InterceptRule.Direction()
    ) throws(CompiledRuleError) {
        if let term = filter.unsupportedTerm { throw .notKnownYet(term) }
        self.filter = filter
        rule = InterceptRule(filter.text, action, direction)
    }
}

/// An error in the filter of an intercept rule.
public enum CompiledRuleError: Error, Hashable, CustomStringConvertible {
    /// The term depends on recorded entries, which a message on its way is not yet.
    case notKnownYet(String)

    /// The error, and its remedy.
    public var description: String {
        switch self {
        case .notKnownYet(let term):
            "'\(term)' is not known while a message is on its way: ask for kind, from, to, room, size or a text"
        }
    }
}

extension Filter {
    /// Whether the result depends on the recipient.
    var dependsOnRecipients: Bool {
        expression.terms.contains { term, _ in
            switch term {
            case .peer(let role, _, _): role != .author
            case .transport: true
            default: false
            }
        }
    }

    /// The name of the first term that depends on recorded entries; `nil` if there is none.
    fileprivate var unsupportedTerm: String? {
        for (term, _) in expression.terms {
            switch term {
            case .call: return "call:"
            case .connection: return "conn:"
            case .pair: return "pair:"
            case .interval: return "dt"
            case .age: return "age"
            case .trait: return "is:"
            case .source: return "src:"
            case .passed: return "via:"
            case .kind, .candidate, .peer, .room, .transport, .mid, .sdp, .size, .text, .expression: continue
            }
        }
        return nil
    }
}
