import ArgumentParser
import Configuration

/// The options that say who is let in.
struct AdmissionOptions: ParsableArguments {
    @Option(help: ArgumentHelp(OptionTable.allowOrigin.help, valueName: "origin"))
    var allowOrigin: [String] = []

    @Option(help: ArgumentHelp(OptionTable.allowHost.help, valueName: "name"))
    var allowHost: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp(OptionTable.trustedProxy.help, valueName: "address"))
    var trustedProxy: [String] = []

    @Option(help: ArgumentHelp(OptionTable.token.help))
    var token: String?

    @Option(help: ArgumentHelp(OptionTable.tokenFile.help, valueName: "file"))
    var tokenFile: String?

    /// What is said of each.
    var flags: [(option: OptionTable.Entry, text: String?)] {
        [
            (OptionTable.allowOrigin, allowOrigin.isEmpty ? nil : allowOrigin.joined(separator: " ")),
            (OptionTable.allowHost, allowHost.isEmpty ? nil : allowHost.joined(separator: " ")),
            (OptionTable.trustedProxy, trustedProxy.isEmpty ? nil : trustedProxy.joined(separator: " ")),
            (OptionTable.token, token),
            (OptionTable.tokenFile, tokenFile),
        ]
    }
}
