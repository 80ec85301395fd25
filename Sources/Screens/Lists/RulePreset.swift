public import Events

/// An intercept rule that is used often.
public struct RulePreset: Sendable {
    /// Its name on the command line.
    public let name: String
    /// What it does, in a line.
    public let help: String
    /// The filter of the messages that it is about.
    public let filter: String
    /// What is done to them.
    public let action: InterceptRule.Action

    /// All of them.
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
