import ArgumentParser
import CTerminalSignals
import Configuration
import Glibc
import Messages
import Recorder
import Relay
import Routing
import ServerTLS
import Terminal

/// A run of the program: reads its configuration, starts the relay or the proxy, and runs the console or the log.
struct Program {
    private let file: FileOptions
    /// The texts of the options that were given, by their names without `--`.
    private let flags: [String: String]
    /// The URL of the upstream server; `nil` for a relay.
    private let url: String?

    init(_ file: FileOptions, flags: [String: String], upstream url: String? = nil) {
        (self.file, self.flags, self.url) = (file, flags, url)
    }

    func run() throws {
        // A reload does not repeat warnings.
        var reported: Set<FormerName> = []
        func read() throws(InvalidConfiguration) -> ProgramConfiguration {
            let (configuration, warnings) = try readConfiguration()
            for warning in warnings where reported.insert(warning).inserted { StandardError.report("\(warning)") }
            return configuration
        }
        let configuration = try Self.valid(read)
        guard !file.printConfig else {
            guard StandardOutput.write(configuration.text) else { throw ExitCode(EX_IOERR) }
            return
        }
        let upstream: Upstream?
        do throws(UpstreamError) {
            upstream = try url.map { url throws(UpstreamError) in try Upstream(url, configuration.proxy) }
        } catch {
            StandardError.report("\(error)")
            throw ExitCode(EX_USAGE)
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
            var relayConfiguration = RelayConfiguration(configuration, token: token, upstream: upstream)
            relayConfiguration.tls = try CertificateSource(
                configuration.tls, environment: ProcessEnvironment.variables)
            let recorder = configuration.record.isEmpty ? nil : try Recorder(Recorder.Options(configuration))
            relay = try RunningRelay(
                relayConfiguration, isSelfSigned: configuration.tls.isSelfSigned,
                drainTimeout: configuration.drainTimeout, signals: signals, recorder: recorder)
        } catch let error as RecordingError {
            StandardError.report("\(error)")
            throw ExitCode(EX_IOERR)
        } catch {
            StandardError.report("\(error)")
            let isUsage =
                switch error as? RelayError {
                case .certificate, .upstreamAuthorities: true
                default: false
                }
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

    /// Returns the configuration, after its warnings and errors were reported.
    func configuration() throws -> ProgramConfiguration {
        try Self.valid { () throws(InvalidConfiguration) in
            let (configuration, warnings) = try readConfiguration()
            for warning in warnings { StandardError.report("\(warning)") }
            return configuration
        }
    }

    private static func valid(
        _ read: () throws(InvalidConfiguration) -> ProgramConfiguration
    ) throws -> ProgramConfiguration {
        do throws(InvalidConfiguration) {
            return try read()
        } catch {
            for message in error.messages { StandardError.report(message) }
            throw ExitCode(EX_USAGE)
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
        var report = ConfigurationSource(flag: file.config, environment: variables).apply(to: &configuration)
        report += configuration.apply(environment: variables)
        report += configuration.apply(flags: flags)
        guard report.errors.isEmpty else { throw InvalidConfiguration(messages: report.errors.map(\.description)) }
        if let conflict = configuration.conflict { throw InvalidConfiguration(messages: [conflict]) }
        return (configuration, report.warnings)
    }
}

extension Upstream {
    /// The server at `url`, with the options of the proxy.
    fileprivate init(_ url: String, _ options: ProxyOptions) throws(UpstreamError) {
        try self.init(url)
        (keepsHost, keepsOrigin) = (options.keepsHost, options.keepsOrigin)
        (logsRequests, injectsProbe) = (options.logsRequests, options.injectsProbe)
        if options.isInsecure { trust = .anyone }
        if !options.authorities.isEmpty { trust = .authorities(file: options.authorities) }
    }
}

extension Recorder.Options {
    /// The settings of the recording that the configuration asks for.
    fileprivate init(_ configuration: ProgramConfiguration) {
        self.init(
            path: configuration.record,
            limit: configuration.recordLimit == Limits.none ? nil : configuration.recordLimit)
    }
}
