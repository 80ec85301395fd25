import FoundationEssentials
public import Glibc
import Synchronization

/// A program that this process has started, and that does not outlive it.
///
/// Foundation's `Process` is of no use here: it takes a program for running until all of its descendants have ended, as
/// it waits for the end of a socket that they inherit, and the server of tmux and the parts of a browser live on.
public final class ChildProcess: Sendable {
    public enum Exit: Equatable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    /// What happens to a program's output.
    public enum Destination: Sendable {
        /// It is kept in a file and can be read at any time.
        case file
        /// It goes into a pipe that is read only on request.
        case pipe
    }

    /// What happens to a program's standard error.
    public enum ErrorDestination: Sendable {
        /// It is kept in a file of its own.
        case file
        /// It goes where the output goes.
        case output
        /// It is that of this process.
        case inherited
    }

    public let id: pid_t
    private let standardOutput: CapturedOutput?
    private let standardError: CapturedOutput?
    private let ended = Mutex<Exit?>(nil)

    /// Starts a program whose standard input is empty.
    ///
    /// - Parameters:
    ///   - command: The program, which is looked up in `PATH`, and its arguments.
    ///   - environment: The variables that differ from those of this process.
    ///   - output: What happens to its standard output.
    ///   - errors: What happens to its standard error.
    /// - Throws: The error of the call that failed.
    public init(
        _ command: [String], environment: [String: String] = [:], output: Destination = .file,
        errors: ErrorDestination = .file
    ) throws(SystemError) {
        let captured = output == .pipe ? try CapturedOutput.pipe() : try CapturedOutput.file()
        let capturedErrors = errors == .file ? try CapturedOutput.file() : nil
        let error = errors == .output ? captured.descriptor : capturedErrors?.descriptor ?? STDERR_FILENO
        defer { captured.closeAfterStart() }
        id = try spawn(
            command, environment: Self.variables(environment),
            StandardStreams(input: nil, output: captured.descriptor, error: error))
        (standardOutput, standardError) = (captured, capturedErrors)
        ChildGuard.add(id)
    }

    /// Starts a program on a terminal.
    ///
    /// - Parameters:
    ///   - command: The program, which is looked up in `PATH`, and its arguments.
    ///   - environment: The variables that differ from those of this process.
    ///   - terminal: All of its standard streams.
    ///   - leadsSession: Whether it leads a session of its own, which the terminal controls.
    /// - Throws: The error of the call that failed.
    public init(
        _ command: [String], environment: [String: String] = [:], on terminal: PseudoTerminal,
        leadsSession: Bool = false
    ) throws(SystemError) {
        let descriptor = terminal.terminal
        id = try spawn(
            command, environment: Self.variables(environment),
            StandardStreams(input: descriptor, output: descriptor, error: descriptor), leadsSession: leadsSession,
            terminalPath: leadsSession ? terminal.path : nil)
        (standardOutput, standardError) = (nil, nil)
        ChildGuard.add(id)
    }

    deinit { kill() }

    private static func variables(_ changes: [String: String]) -> [String] {
        ProcessInfo.processInfo.environment.merging(changes) { _, new in new }.map { "\($0.key)=\($0.value)" }
    }

    // MARK: Output

    /// What the program has written to its standard output so far; nothing if that is a terminal.
    public var output: String { standardOutput?.text ?? "" }

    /// What the program has written to its standard error so far, if that has a file of its own.
    public var errors: String { standardError?.text ?? "" }

    /// The number of bytes of its output that wait in a pipe.
    public var unreadBytes: Int { standardOutput?.unreadBytes ?? 0 }

    /// Waits for a line of output that contains `text`, and returns that line.
    public func line(containing text: String, within limit: Duration = .seconds(20)) async throws -> String {
        try await eventually(
            "a line with '\(text)' from process \(id), output: \(output), errors: \(errors)", within: limit
        ) {
            output.split(separator: "\n").first { $0.contains(text) }.map(String.init)
        }
    }

    // MARK: The end

    /// How the program ended; `nil` if it runs.
    public var exit: Exit? { ended.withLock { ended in wait(&ended, WNOHANG) } }

    /// Waits until the program has ended by itself.
    public func waitForExit(within limit: Duration = .seconds(20)) async throws -> Exit {
        try await eventually("the end of process \(id)", within: limit, every: .milliseconds(2)) { exit }
    }

    /// Sends a signal to the program, unless it has ended.
    public func signal(_ signal: Int32) {
        ended.withLock { ended in
            if wait(&ended, WNOHANG) == nil { Glibc.kill(id, signal) }
        }
    }

    /// Asks the program to end, and kills it if it has not done so within `limit`.
    public func end(within limit: Duration = .seconds(5)) async {
        signal(SIGTERM)
        if (try? await waitForExit(within: limit)) == nil { kill() }
    }

    /// Kills the program, unless it has ended, and waits for its end.
    public func kill() {
        ended.withLock { ended in
            guard wait(&ended, WNOHANG) == nil else { return }
            Glibc.kill(id, SIGKILL)
            _ = wait(&ended, 0)
        }
    }

    private func wait(_ ended: inout Exit?, _ options: Int32) -> Exit? {
        if let ended { return ended }
        var status: Int32 = 0
        guard waitpid(id, &status, options) == id else { return nil }
        ChildGuard.remove(id)
        let signal = status & 0x7F
        ended = signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal)
        return ended
    }

    // MARK: Short programs

    /// Runs a program to its end and returns its standard output.
    public static func run(_ command: [String], environment: [String: String] = [:]) async throws -> String {
        let child = try ChildProcess(command, environment: environment)
        let exit = try await child.waitForExit()
        guard exit == .code(0) else {
            throw Failure(command: command, exit: exit, errors: child.errors)
        }
        return child.output
    }

    /// The error of a program that ended with another exit code than 0.
    public struct Failure: Error {
        let command: [String]
        let exit: Exit
        let errors: String
    }
}
