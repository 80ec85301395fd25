import ArgumentParser
import Configuration
import Console

/// The options that say what one sees.
struct ScreenOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.headless.help))
    var headless: Bool?

    @Option(help: ArgumentHelp(OptionTable.log.helpWithDefault))
    var log: LogFormat?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.readOnly.help))
    var readOnly: Bool?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.ascii.help))
    var ascii: Bool?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.mouse.help))
    var mouse: Bool?

    func apply(to configuration: inout Configuration) {
        if let headless { configuration.headless = headless }
        if let log { configuration.log = log }
        if let readOnly { configuration.isReadOnly = readOnly }
        if let ascii { configuration.ascii = ascii }
        if let mouse { configuration.settings.mouse = mouse }
    }
}
