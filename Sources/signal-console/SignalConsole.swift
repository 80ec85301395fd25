import ArgumentParser
import Configuration
import Glibc
import Terminal

/// The command line: the relay, and its subcommands.
///
/// The options are those of ``ProgramOptions``, as if they were declared here. They are no `@OptionGroup`, because
/// ArgumentParser finds and, in debug builds, validates the options of a group again for each group around it: one more
/// level is four times the work at each start.
@main
struct SignalConsole: ParsableCommand, CustomReflectable {
    static let configuration = CommandConfiguration(
        commandName: "signal-console",
        abstract: "A WebRTC signaling relay with an operator's console.",
        discussion: """
            Open the page that it serves in two browser tabs, or connect your own client, and see each offer, answer \
            and candidate. Without a terminal, it runs headless.
            """,
        version: "signal-console \(Version.number)",
        subcommands: [ProxyCommand.self, OpenCommand.self, ExportCommand.self, DiffCommand.self]
    )

    private let options: ProgramOptions

    /// The maximum time to write the last lines on standard error, in milliseconds.
    private static let finalFlushTime: Int32 = 1000

    init() { options = ProgramOptions() }

    init(from decoder: any Decoder) throws { options = try ProgramOptions(from: decoder) }

    var customMirror: Mirror { Mirror(reflecting: options) }

    static func main() {
        ProgramStart.openStandardDescriptors()
        do {
            var command = try parseAsRoot(ProgramStart.arguments)
            try command.run()
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

    func run() throws { try Program(options.file, flags: options.texts).run() }
}
