public import Events

/// A predefined intercept rule.
public struct RulePreset: Sendable {
    /// The argument of the command `:preset`.
    public let name: String
    /// A one-line description.
    public let help: String
    /// The filter of the intercept rule.
    public let filter: String
    /// The action of the intercept rule.
    public let action: InterceptRule.Action

    public static let all = [
        RulePreset(
            name: "forced-glare", help: "hold offers until both are there, then go", filter: "kind:offer",
            action: .holdUntilGlare(seconds: InterceptRule.holdSeconds)),
        RulePreset(
            name: "late-answer", help: "answers come 5 s later", filter: "kind:answer",
            action: .delay(milliseconds: 5000)),
        RulePreset(
            name: "no-candidates", help: "candidates do not go on", filter: "kind:candidate|end-of-candidates",
            action: .drop),
    ]
}
