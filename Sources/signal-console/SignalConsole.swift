import ArgumentParser
import CTerminalSignals
import Configuration
import Glibc
import Messages
import Relay
import Terminal

/// The program: reads its configuration, starts the relay, and runs the console or the log.
@main
struct SignalConsole: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal-console",
        abstract: "A WebRTC signaling relay with an operator's console.",
        discussion: """
            Open the page that it serves in two browser tabs, or connect your own client, and see each offer, answer \
            and candidate. Without a terminal, it runs headless.
            """,
        version: "signal-console \(Version.number)"
    )

    @OptionGroup var table: TableOptions

    @Option(
        help: ArgumentHelp(
            "The configuration file; environment and flags override it. (default: ~/.config/signal-console/config.yaml)",
            valueName: "file"))
    var config: String?

    @Flag(help: "Print all options, settings, keys and filters as a configuration file, and exit.")
    var printConfig = false

    /// The maximum time to write the last lines on standard error, in milliseconds.
    private static let finalFlushTime: Int32 = 1000

    static func main() {
        ProgramStart.openStandardDescriptors()
        do {
            var program = try parseAsRoot(ProgramStart.arguments)
            try program.run()
        } catch {
            let (code, message) = (exitCode(for: error), fullMessage(for: error))
            if code == .success {
                guard StandardOutput.write(message + "\n") else { end(ExitCode(EX_IOERR)) }
            } else if !message.isEmpty {
                StandardError.write(message + "\n")
            }
            end(code)
        }
        end(.success)
    }

    private static func end(_ code: ExitCode) -> Never {
        StandardError.flush(wait: finalFlushTime)
        exit(withError: code)
    }

    func run() throws {
        // A reload does not repeat warnings.
        var reported: Set<FormerName> = []
        func read() throws(InvalidConfiguration) -> ProgramConfiguration {
            let (configuration, warnings) = try readConfiguration()
            for warning in warnings where reported.insert(warning).inserted { StandardError.report("\(warning)") }
            return configuration
        }
        let configuration: ProgramConfiguration
        do throws(InvalidConfiguration) {
            configuration = try read()
        } catch {
            for message in error.messages { StandardError.report(message) }
            throw ExitCode(EX_USAGE)
        }
        guard !printConfig else {
            guard StandardOutput.write(configuration.text) else { throw ExitCode(EX_IOERR) }
            return
        }
        TaughtSpellings.current = configuration.spellings
        let token = try TokenFile.token(of: configuration)
        let signals = ts_open()
        guard signals >= 0 else {
            StandardError.report("cannot receive signals: \(String(cString: strerror(errno)))")
            throw ExitCode(EX_OSERR)
        }
        let charset = TerminalLocale.adopt()
        let relay: RunningRelay
        do {
            var relayConfiguration = RelayConfiguration(configuration, token: token)
            relayConfiguration.tls = try CertificateSource(
                configuration.tls, environment: ProcessEnvironment.variables)
            relay = try RunningRelay(
                relayConfiguration, isSelfSigned: configuration.tls.isSelfSigned,
                drainTimeout: configuration.drainTimeout,
                signals: signals)
        } catch {
            StandardError.report("\(error)")
            let isUsage = if case .certificate? = error as? RelayError { true } else { false }
            throw ExitCode(isUsage ? EX_USAGE : EX_UNAVAILABLE)
        }
        func runHeadless() { Headless(relay, configuration, token: token, readConfiguration: read).run() }
        guard !configuration.headless else { return runHeadless() }
        do throws(TerminalError) {
            relay.runConsole(try CursesTerminal.open(), charset: charset, configuration: configuration)
        } catch {
            StandardError.report("no screen: \(error); running headless")
            runHeadless()
        }
    }

    /// The errors in the configuration.
    struct InvalidConfiguration: Error {
        let messages: [String]
    }

    /// Reads the configuration from file, environment and flags; returns it with the uses of former names.
    private func readConfiguration() throws(InvalidConfiguration) -> (ProgramConfiguration, [FormerName]) {
        let variables = ProcessEnvironment.variables
        var configuration = ProgramConfiguration()
        var report = ConfigurationSource(flag: config, environment: variables).apply(to: &configuration)
        report += configuration.apply(environment: variables)
        report += configuration.apply(flags: table.texts)
        guard report.errors.isEmpty else { throw InvalidConfiguration(messages: report.errors.map(\.description)) }
        if let conflict = configuration.conflict { throw InvalidConfiguration(messages: [conflict]) }
        return (configuration, report.warnings)
    }
}

/// The version of the program.
enum Version {
    /// The version number (Semantic Versioning 2.0.0).
    static let number = "0.1.0"
}
