@testable import Configuration

/// Applies a file that contains `text` to the defaults; returns the configuration and the descriptions of the errors.
func read(_ text: String) -> (configuration: ProgramConfiguration, errors: [String]) {
    var configuration = ProgramConfiguration()
    let report = ConfigurationFile(name: "config.yaml", bytes: Array(text.utf8)).apply(to: &configuration)
    return (configuration, report.errors.map(\.description))
}
