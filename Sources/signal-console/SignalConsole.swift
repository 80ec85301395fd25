import ArgumentParser
import CTerminalSignals
import Configuration
import Console
import Glibc
import Relay
import Terminal

/// The program: arguments and what they go over, and whether there is a screen.
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

    @Option(help: ArgumentHelp(OptionTable.host.helpWithDefault))
    var host: String?

    @Option(help: ArgumentHelp(OptionTable.port.helpWithDefault))
    var port: Int?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.headless.help))
    var headless: Bool?

    @Option(help: ArgumentHelp(OptionTable.log.helpWithDefault))
    var log: LogFormat?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.readOnly.help))
    var readOnly: Bool?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.loopback.help))
    var loopback: Bool?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.glareGuard.help))
    var glareGuard: Bool?

    @Option(help: ArgumentHelp(OptionTable.grace.helpWithDefault, valueName: "seconds"))
    var grace: Int?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.ascii.help))
    var ascii: Bool?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(OptionTable.mouse.help))
    var mouse: Bool?

    @Option(
        help: ArgumentHelp(
            "What is not said here or in the environment. (default: ~/.config/signal-console/config.yaml)",
            valueName: "file"))
    var config: String?

    @Flag(help: "Print all options, settings, keys and filters as such a file, and end.")
    var printConfig = false

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("port \(port) is no port; give one from 0 to 65535: --port 8080")
        }
        if let grace, !(0...OptionTable.graceLimit).contains(grace) {
            throw ValidationError("grace \(grace) is no such time; give \(OptionTable.grace.values) seconds: --grace 2")
        }
        if let host, host.isEmpty {
            throw ValidationError("host '' is empty; give a name or an address: --host localhost")
        }
    }

    func run() throws {
        let configuration = try configured()
        guard !printConfig else { return print(configuration.text, terminator: "") }
        let signals = ts_open()
        guard signals >= 0 else {
            Stderr.say("no signals: \(String(cString: strerror(errno)))")
            throw ExitCode(EX_OSERR)
        }
        let charset = TerminalLocale.adopt()
        let session: Session
        do throws(RelayError) {
            session = try Session(relay(configuration), grace: configuration.grace, signals: signals)
        } catch {
            Stderr.say(error.description)
            throw ExitCode(EX_UNAVAILABLE)
        }
        guard !configuration.headless else { return Headless(session, configuration.log).run() }
        do throws(TerminalError) {
            session.runConsole(try Terminal.open(), charset, configuration)
        } catch {
            Stderr.say("no screen: \(error); running headless")
            Headless(session, configuration.log).run()
        }
    }

    /// The file, the environment over it, and the flags over both.
    private func configured() throws -> Configuration {
        let variables = ProcessEnvironment.variables
        var configuration = Configuration()
        var errors = ConfigurationSource(flag: config, variables).apply(to: &configuration)
        errors += configuration.apply(environment: variables)
        guard errors.isEmpty else {
            for error in errors { Stderr.say(error.description) }
            throw ExitCode(EX_USAGE)
        }
        if let host { configuration.host = host }
        if let port { configuration.port = port }
        if let headless { configuration.headless = headless }
        if let log { configuration.log = log }
        if let readOnly { configuration.isReadOnly = readOnly }
        if let loopback { configuration.loopback = loopback }
        if let glareGuard { configuration.guardsGlare = glareGuard }
        if let grace { configuration.grace = grace }
        if let ascii { configuration.ascii = ascii }
        if let mouse { configuration.settings.mouse = mouse }
        if let conflict = configuration.conflict {
            Stderr.say(conflict)
            throw ExitCode(EX_USAGE)
        }
        return configuration
    }

    private func relay(_ configuration: Configuration) -> RelayConfiguration {
        var relay = RelayConfiguration()
        relay.host = configuration.host
        relay.port = configuration.port
        relay.loopback = configuration.loopback
        relay.guardsGlare = configuration.guardsGlare
        relay.files = Page.files
        relay.memory = { ResidentMemory.bytes }
        return relay
    }
}
