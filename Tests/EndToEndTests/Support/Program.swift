import Foundation
import TestSupport
import Testing

/// The program under test.
enum Program {
    /// The path of the program: that of the variable `PROGRAM`, by default the one that is built with the tests.
    static let path =
        ProcessInfo.processInfo.environment["PROGRAM"]
        ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("signal-console").path

    /// An environment in which the program finds no configuration file of the user who runs the tests.
    static let noConfiguration = ["XDG_CONFIG_HOME": "/nonexistent"]

    /// Starts a command that runs the program.
    ///
    /// - Parameters:
    ///   - command: The command and its arguments.
    ///   - environment: The variables that differ from those of this process.
    ///   - output: The destination of its standard output.
    ///   - errors: The destination of its standard error.
    /// - Returns: The process.
    /// - Throws: The error of the call that failed.
    static func start(
        _ command: [String], environment: [String: String] = [:], output: ChildProcess.Destination = .file,
        errors: ChildProcess.ErrorDestination = .file
    ) throws -> ChildProcess {
        let variables = noConfiguration.merging(environment) { _, new in new }
        return try ChildProcess(command, environment: variables, output: output, errors: errors)
    }

    /// Starts a command that runs the program on a terminal of the given size, which is read only on request.
    static func onTerminal(
        _ command: [String], columns: Int, rows: Int, environment: [String: String] = [:]
    ) throws -> TerminalProcess {
        let variables = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"].merging(noConfiguration) { _, new in new }
            .merging(environment) { _, new in new }
        return try TerminalProcess(command, columns: columns, rows: rows, environment: variables)
    }

    /// Returns the port after `ws://localhost:` in `text`.
    static func port(in text: String) -> Int? {
        guard let range = text.range(of: "ws://localhost:") else { return nil }
        return Int(text[range.upperBound...].prefix(while: \.isNumber))
    }
}

private let headless = ["--headless", "--port", "0", "--drain-timeout", "0"]

/// Runs `body` with a headless relay on a free port, by default without a drain timeout, and ends it afterwards.
func withHeadless<Result>(
    _ arguments: String...,
    body: (ChildProcess, Int) async throws -> Result
) async throws -> Result {
    try await withHeadless(command: [Program.path] + headless + arguments, body: body)
}

/// Runs `body` with a headless proxy in front of the server at `url` on a free port, which prints JSON, and ends it
/// afterwards.
func withHeadlessProxy<Result>(
    _ url: String, _ arguments: String...,
    body: (ChildProcess, Int) async throws -> Result
) async throws -> Result {
    try await withHeadless(
        command: [Program.path, "proxy", url] + headless + ["--log", "json"] + arguments, body: body)
}

private func withHeadless<Result>(
    command: [String], body: (ChildProcess, Int) async throws -> Result
) async throws -> Result {
    let process = try Program.start(command)
    return try await withCleanup {
        await process.end()
    } _: {
        let line = try await process.line(containing: "ws://localhost:")
        return try await body(process, Program.port(in: line) ?? 0)
    }
}

/// Runs `body` with a relay and its console on a free port, by default without a drain timeout, and ends it afterwards.
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

extension TerminalProcess {
    /// Exchanges messages until the terminal, which is not read, is full.
    ///
    /// The kernel moves output between two buffers, so a full terminal may accept output again a moment later. It counts as
    /// full once it has been so after ten messages in succession.
    ///
    /// - Returns: The number of messages.
    func fill(from sender: PlainClient, to recipient: PlainClient) async throws -> Int {
        var (number, isFullSince) = (0, 0)
        try await eventually("a full terminal") {
            let text = "\(number) " + String(repeating: ["x", "y", "z"][number % 3], count: 120)
            try await sender.send(text: text)
            #expect(try await recipient.next() == .text(text))
            number += 1
            if !terminal.isFull { isFullSince = number }
            return number - isFullSince >= 10
        }
        return number
    }
}
