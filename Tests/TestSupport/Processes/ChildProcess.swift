import FoundationEssentials
public import Glibc
import Synchronization

/// A process that does not outlive the process that has started it.
///
/// Foundation's `Process` reports the end of a process only when all of its descendants have ended, because it waits for
/// the end of a socket that they inherit. The tmux server and browser processes outlive their parents.
public final class ChildProcess: Sendable {
    /// How a process ended.
    public enum Exit: Equatable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    /// The destination of standard output.
    public enum Destination: Sendable {
        /// A file that can be read at any time.
        case file
        /// A pipe that is read only on request.
        case pipe
    }

    /// The destination of standard error.
    public enum ErrorDestination: Sendable {
        /// A file of its own.
        case file
        /// The destination of standard output.
        case output
        /// The standard error of this process.
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
    ///   - output: The destination of its standard output.
    ///   - errors: The destination of its standard error.
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
    ///   - terminal: The terminal that becomes its standard streams.
    ///   - leadsSession: Whether it leads a session of its own, of which this is the controlling terminal.
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

    /// The standard output so far; empty if it is a terminal.
    public var output: String { standardOutput?.text ?? "" }

    /// The standard error so far; empty unless it is a file of its own.
    public var errors: String { standardError?.text ?? "" }

    /// The number of unread bytes in the pipe of its standard output.
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

    /// How the process ended; `nil` if it is running.
    public var exit: Exit? { ended.withLock { ended in wait(&ended, WNOHANG) } }

    /// Waits until the process has ended.
    public func waitForExit(within limit: Duration = .seconds(20)) async throws -> Exit {
        try await eventually("the end of process \(id)", within: limit, every: .milliseconds(2)) { exit }
    }

    /// Sends a signal to the process, unless it has ended.
    public func signal(_ signal: Int32) {
        ended.withLock { ended in
            if wait(&ended, WNOHANG) == nil { Glibc.kill(id, signal) }
        }
    }

    /// Sends SIGTERM, and kills the process if it has not ended within `limit`.
    public func end(within limit: Duration = .seconds(5)) async {
        signal(SIGTERM)
        if (try? await waitForExit(within: limit)) == nil { kill() }
    }

    /// Kills the process, unless it has ended, and waits for its end.
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

    /// Runs a program and returns its standard output; throws ``Failure`` if its exit code is not 0.
    public static func run(_ command: [String], environment: [String: String] = [:]) async throws -> String {
        let child = try ChildProcess(command, environment: environment)
        let exit = try await child.waitForExit()
        guard exit == .code(0) else {
            throw Failure(command: command, exit: exit, errors: child.errors)
        }
        return child.output
    }

    /// The error of a program that did not exit with code 0.
    public struct Failure: Error {
        let command: [String]
        let exit: Exit
        let errors: String
    }
}
