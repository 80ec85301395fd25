@testable import Configuration

/// The defaults with what `text` says set in them, and what is wrong with it, in words.
func read(_ text: String) -> (configuration: Configuration, errors: [String]) {
    var configuration = Configuration()
    let errors = ConfigurationFile(name: "config.yaml", bytes: Array(text.utf8)).apply(to: &configuration)
    return (configuration, errors.map(\.description))
}
