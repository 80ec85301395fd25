import ArgumentParser
import Configuration

/// `signal-console proxy URL`: in front of a signaling server.
struct ProxyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy", abstract: "Stand in front of a signaling server and show what passes.",
        discussion: """
            Open this address instead of that of the server. All HTTP requests and WebSockets are forwarded unchanged, \
            and each message is shown, in both directions.
            """)

    @Argument(
        help: ArgumentHelp(
            "The URL of the server, such as http://localhost:3000 or wss://example.org.", valueName: "url"))
    var upstream: String

    @OptionGroup(title: OptionTable.Section.proxy.title) var proxy: CommandLineOptions<ProxySection>

    @OptionGroup var options: ProgramOptions

    func run() throws {
        let flags = options.texts.merging(proxy.texts) { $1 }
        try Program(options.file, flags: flags, upstream: upstream).run()
    }
}
