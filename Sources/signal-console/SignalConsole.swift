import ArgumentParser
import CTerminalSignals
import Configuration
import Glibc
import Messages
import Relay
import Terminal

/// The program: its arguments, the configuration that they override, and whether there is a screen.
@main
struct SignalConsole: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal-console",
        abstract: "A WebRTC signaling relay with an operator's console.",
        discussion: """
            Open the page it serves in two browser tabs, or point your own client at it, and see every offer, answer \
            and candidate as it passes. Without a terminal it runs headless.
            """,
        version: "signal-console \(Version.number)"
    )

    @OptionGroup var table: TableOptions

    @Option(
        help: ArgumentHelp(
            "The configuration file, which the environment and flags override. (default: ~/.config/signal-console/config.yaml)",
            valueName: "file"))
    var config: String?

    @Flag(help: "Print all options, settings, keys and filters as such a file, and exit.")
    var printConfig = false

    /// How long the last lines on standard error may take at the end, in milliseconds.
    private static let farewellTime: Int32 = 1000

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
        StandardError.flush(wait: farewellTime)
        exit(withError: code)
    }

    func run() throws {
        var told: Set<FormerName> = []
        func read() throws(WrongConfiguration) -> Configuration {
            let (configuration, warnings) = try configured()
            for warning in warnings where told.insert(warning).inserted { StandardError.say("\(warning)") }
            return configuration
        }
        let configuration: Configuration
        do throws(WrongConfiguration) {
            configuration = try read()
        } catch {
            for line in error.lines { StandardError.say(line) }
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
            StandardError.say("no signals: \(String(cString: strerror(errno)))")
            throw ExitCode(EX_OSERR)
        }
        let charset = TerminalLocale.adopt()
        let session: Session
        do {
            var relay = RelayConfiguration(configuration, token: token)
            relay.tls = try CertificateSource(configuration.tls, ProcessEnvironment.variables)
            session = try Session(
                relay, isSelfSigned: configuration.tls.isSelfSigned, drainTimeout: configuration.drainTimeout,
                signals: signals)
        } catch {
            StandardError.say("\(error)")
            let isUsage = if case .certificate? = error as? RelayError { true } else { false }
            throw ExitCode(isUsage ? EX_USAGE : EX_UNAVAILABLE)
        }
        func runHeadless() { Headless(session, configuration, token: token, reread: read).run() }
        guard !configuration.headless else { return runHeadless() }
        do throws(TerminalError) {
            session.runConsole(try CursesTerminal.open(), charset, configuration)
        } catch {
            StandardError.say("no screen: \(error); running headless")
            runHeadless()
        }
    }

    /// The errors in the configuration, a line each.
    struct WrongConfiguration: Error {
        let lines: [String]
    }

    /// The configuration of file, environment and flags, and the former names that they use.
    private func configured() throws(WrongConfiguration) -> (Configuration, [FormerName]) {
        let variables = ProcessEnvironment.variables
        var configuration = Configuration()
        var report = ConfigurationSource(flag: config, variables).apply(to: &configuration)
        report += configuration.apply(environment: variables)
        report += configuration.apply(flags: table.texts)
        guard report.errors.isEmpty else { throw WrongConfiguration(lines: report.errors.map(\.description)) }
        if let conflict = configuration.conflict { throw WrongConfiguration(lines: [conflict]) }
        return (configuration, report.warnings)
    }
}
