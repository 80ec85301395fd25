import ArgumentParser
import Comparison
import Drawing
import Glibc
import Terminal

/// `signal-console diff A B`: two recordings, step by step.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare the calls of two recordings, and print where they diverge.",
        discussion: """
            Random values, such as user names and addresses, are compared by the order in which they appear, so \
            that two good runs are equal. The exit code is 0 if all calls are equal, 1 if they diverge, and 3 if there is \
            nothing to compare.
            """)

    /// The exit codes, besides those for errors (sysexits.h).
    private enum Outcome {
        static let divergent: Int32 = 1
        static let empty: Int32 = 3
    }

    @Argument(help: ArgumentHelp("The first recording.", valueName: "A"), completion: .file()) var first: String
    @Argument(help: ArgumentHelp("The recording to compare it with.", valueName: "B"), completion: .file())
    var second: String
    @Option(help: ArgumentHelp("The width of the output.", valueName: "columns")) var width: Int?

    func run() throws {
        let charset = TerminalLocale.adopt()
        let recordings: (RecordedSession, RecordedSession)
        do throws(OpenError) {
            recordings = (try RecordedSession([first]), try RecordedSession([second]))
        } catch {
            StandardError.report("\(error)")
            throw ExitCode(error.exitCode)
        }
        for fault in [recordings.0.fault, recordings.1.fault] { fault.map { StandardError.report($0) } }
        let comparison = RecordingComparison(recordings.0.session, recordings.1.session)
        let lines = ComparisonText.lines(
            of: comparison, ComparisonText.Labels(first, second), width: width ?? Self.terminalWidth, charset: charset)
        guard StandardOutput.write(lines.joined(separator: "\n") + "\n") else { throw ExitCode(EX_IOERR) }
        if comparison.isEmpty { throw ExitCode(Outcome.empty) }
        if !comparison.isEqual { throw ExitCode(Outcome.divergent) }
    }

    /// The width of the terminal on standard output; 120 if it is none.
    private static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 120 }
        return Int(size.ws_col)
    }
}
