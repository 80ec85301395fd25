import Foundation
import Glibc
import Synchronization

/// A program that a test started, with what it writes kept, to be read at any time.
///
/// Not Foundation's `Process`, which takes a program for running until all its grandchildren have ended, too
/// (it waits for the end of a socket that they inherit): tmux's server and a browser's parts live on.
final class ChildProcess: Sendable {
    enum Exit: Equatable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    let id: pid_t
    private let standardOutput: UnnamedFile
    private let standardError: UnnamedFile
    private let ended = Mutex<Exit?>(nil)

    /// Starts a program, found on the PATH, with nothing on its standard input.
    ///
    /// It has this process's environment, but for what is given here.
    init(_ command: [String], environment: [String: String] = [:]) throws {
        standardOutput = try UnnamedFile()
        standardError = try UnnamedFile()
        // A browser keeps things of its own there.
        let folder = command.contains { $0.contains(Program.path) } ? Program.noConfiguration : [:]
        let merged = ProcessInfo.processInfo.environment.merging(folder) { _, new in new }
            .merging(environment) { _, new in new }
        id = try spawn(
            command,
            environment: merged.map { "\($0.key)=\($0.value)" },
            output: standardOutput.descriptor,
            error: standardError.descriptor
        )
    }

    /// What it has written to its standard output so far.
    var output: String { standardOutput.text }

    /// What it has written to its standard error so far.
    var errors: String { standardError.text }

    /// How it ended; nil while it runs.
    var exit: Exit? {
        ended.withLock { ended in
            if ended == nil {
                var status: Int32 = 0
                guard waitpid(id, &status, WNOHANG) == id else { return nil }
                let signal = status & 0x7f
                ended = signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal)
            }
            return ended
        }
    }

    /// Waits for a line of standard output that contains a text, and returns that line.
    func line(containing text: String, within limit: Duration = .seconds(20)) async throws -> String {
        try await eventually(
            "a line with '\(text)' from process \(id), output: \(output), errors: \(errors)",
            within: limit
        ) {
            output.split(separator: "\n").first { $0.contains(text) }.map(String.init)
        }
    }

    /// Waits until it has ended by itself.
    func waitForExit(within limit: Duration = .seconds(20)) async throws -> Exit {
        try await eventually("the end of process \(id)", within: limit, every: .milliseconds(2)) { exit }
    }

    /// Sends a signal, unless it has ended.
    func signal(_ signal: Int32) {
        if exit == nil { kill(id, signal) }
    }

    /// Asks it to end and, where it does not, ends it.
    func end(within patience: Duration = .seconds(5)) async {
        signal(SIGTERM)
        guard (try? await waitForExit(within: patience)) == nil else { return }
        signal(SIGKILL)
        _ = try? await waitForExit(within: patience)
    }

    /// Runs a program to its end and returns what it wrote to its standard output.
    static func run(_ command: [String], environment: [String: String] = [:]) async throws -> String {
        let child = try ChildProcess(command, environment: environment)
        let exit = try await child.waitForExit()
        guard exit == .code(0) else {
            throw Failure(command: command, exit: exit, errors: child.errors)
        }
        return child.output
    }

    /// A program that was to run to its end did so with another exit code than 0.
    struct Failure: Error {
        let command: [String]
        let exit: Exit
        let errors: String
    }
}
