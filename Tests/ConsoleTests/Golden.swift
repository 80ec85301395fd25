import Testing

/// Expects that the screen is `expected`, and shows it where it is not.
func check(_ console: ConsoleScript, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(console.screen == expected, "\n\(console.screen)\n", sourceLocation: sourceLocation)
}
