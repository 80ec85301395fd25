@testable import Configuration

/// The defaults with what `text` says set in them, and the errors in it, in words.
func read(_ text: String) -> (configuration: Configuration, errors: [String]) {
    var configuration = Configuration()
    let report = ConfigurationFile(name: "config.yaml", bytes: Array(text.utf8)).apply(to: &configuration)
    return (configuration, report.errors.map(\.description))
}
