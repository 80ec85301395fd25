import ArgumentParser
import Configuration

/// The command-line options that all commands have.
///
/// They are groups without exception, because a subcommand gets the options that were parsed for the command above it by
/// their groups.
struct ProgramOptions: ParsableArguments {
    @OptionGroup(title: OptionTable.Section.relay.title) private var relay: CommandLineOptions<RelaySection>
    @OptionGroup(title: OptionTable.Section.admission.title) private var admission: CommandLineOptions<AdmissionSection>
    @OptionGroup(title: OptionTable.Section.screen.title) private var screen: CommandLineOptions<ScreenSection>
    @OptionGroup(title: OptionTable.Section.tls.title) private var tls: CommandLineOptions<TLSSection>
    @OptionGroup(title: OptionTable.Section.limits.title) private var limits: CommandLineOptions<LimitSection>
    @OptionGroup private(set) var file: FileOptions

    /// The texts of the options of ``OptionTable`` that were given, by their names without `--`.
    var texts: [String: String] {
        [relay.texts, admission.texts, screen.texts, tls.texts, limits.texts].reduce(into: [:]) { texts, more in
            texts.merge(more) { $1 }
        }
    }
}

/// The command-line options for the configuration file.
struct FileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration file; environment and flags override it. (default: ~/.config/signal-console/config.yaml)",
            valueName: "file"))
    var config: String?

    @Flag(help: "Print all options, settings, keys and filters as a configuration file, and exit.")
    var printConfig = false
}
