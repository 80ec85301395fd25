import Foundation
import TestSupport

/// The program under test, as it was built with the tests.
enum Program {
    /// Beside the tests' own executable.
    static let path = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("signal-console").path

    /// A folder that is none, so that no test finds the configuration of whoever runs it.
    static let noConfiguration = ["XDG_CONFIG_HOME": "/nonexistent"]

    /// Starts a command that runs the program.
    ///
    /// - Parameters:
    ///   - command: The command and its arguments.
    ///   - environment: The variables that differ from those of this process.
    ///   - output: What happens to its standard output.
    ///   - errors: What happens to its standard error.
    /// - Returns: The process.
    /// - Throws: The error of the call that failed.
    static func start(
        _ command: [String], environment: [String: String] = [:], output: ChildProcess.Destination = .file,
        errors: ChildProcess.ErrorDestination = .file
    ) throws -> ChildProcess {
        let variables = noConfiguration.merging(environment) { _, new in new }
        return try ChildProcess(command, environment: variables, output: output, errors: errors)
    }

    /// Starts a command that runs the program on a terminal of this size, which is read only on request.
    static func onTerminal(
        _ command: [String], columns: Int, rows: Int, environment: [String: String] = [:]
    ) throws -> TerminalProcess {
        let variables = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"].merging(noConfiguration) { _, new in new }
            .merging(environment) { _, new in new }
        return try TerminalProcess(command, columns: columns, rows: rows, environment: variables)
    }

    /// The port in `text`, where it stands behind `ws://localhost:`.
    static func port(in text: String) -> Int? {
        guard let range = text.range(of: "ws://localhost:") else { return nil }
        return Int(text[range.upperBound...].prefix(while: \.isNumber))
    }
}

/// A relay without a screen on a free port, ended in any case, without a drain timeout unless one is asked for.
func withHeadless<Result>(
    _ arguments: String...,
    body: (ChildProcess, Int) async throws -> Result
) async throws -> Result {
    let process = try Program.start([Program.path, "--headless", "--port", "0", "--drain-timeout", "0"] + arguments)
    return try await withCleanup {
        await process.end()
    } _: {
        let line = try await process.line(containing: "ws://localhost:")
        return try await body(process, Program.port(in: line) ?? 0)
    }
}

/// A relay with its console in a terminal, on a free port, ended in any case, and as soon.
func withConsole<Result>(
    _ arguments: String...,
    size: (columns: Int, rows: Int) = (80, 24),
    environment: [String: String] = [:],
    body: (Tmux, Int) async throws -> Result
) async throws -> Result {
    let command = [Program.path, "--port", "0", "--drain-timeout", "0"] + arguments
    return try await withTmux(command: command, size: size, environment: environment) { tmux in
        let screen = try await tmux.waitFor("ws://localhost:")
        return try await body(tmux, Program.port(in: screen) ?? 0)
    }
}
