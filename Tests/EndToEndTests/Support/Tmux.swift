import Foundation
import TestSupport

/// A program in a terminal: the only window of a tmux server.
///
/// The program runs under a shell that records its exit status and keeps the terminal open. Otherwise, tmux 3.3a may close
/// the terminal of a program before it has read all output, and sometimes misses the end of the program.
struct Tmux: Sendable {
    /// Runs the program, with the shell's own messages about its end suppressed.
    private static let wrapper = """
        exec 3>&2 2>/dev/null
        trap : INT QUIT
        sh -c 'echo $$ >"$0/process"; exec "$@"' "$0" "$@" 2>&3 3>&-
        echo $? >"$0/status"
        exec sleep infinity
        """

    /// The folder with the server's socket, which tmux does not remove, and the files that the shell writes.
    private let folder: ScratchFolder

    /// Starts a program in a terminal of the given size.
    ///
    /// `environment` contains the variables that differ from those of this process; the default locale is C.UTF-8.
    static func start(
        command: [String],
        size: (columns: Int, rows: Int) = (80, 24),
        environment: [String: String] = [:]
    ) async throws -> Tmux {
        let tmux = Tmux(folder: try ScratchFolder())
        let variables = ["LC_ALL": "C.UTF-8"].merging(Program.noConfiguration) { _, new in new }
            .merging(environment) { _, new in new }
        let program = ["env"] + variables.map { "\($0.key)=\($0.value)" } + ["sh", "-c", wrapper, tmux.folder.path]
        do {
            try await tmux.run(
                ["set-option", "-g", "default-terminal", "tmux-256color"],
                ["new-session", "-d", "-x", "\(size.columns)", "-y", "\(size.rows)", "--"] + program + command
            )
        } catch {
            await tmux.end()
            throw error
        }
        return tmux
    }

    /// Presses keys, given by their names in tmux: `x`, `Enter`, `C-c`, `F5`.
    func keys(_ keys: String...) async throws {
        try await run(["send-keys", "--"] + keys)
    }

    /// Types a text literally.
    func type(_ text: String) async throws {
        try await run(["send-keys", "-l", "--", text])
    }

    /// Types a line and presses Enter.
    func enter(_ line: String) async throws {
        try await type(line)
        try await keys("Enter")
    }

    /// Returns the text of the screen without trailing spaces.
    func screen() async throws -> String {
        try await run(["capture-pane", "-p"])
    }

    /// Waits until the screen contains `text`, and returns the screen.
    @discardableResult
    func waitFor(_ text: String, limit: Duration = .seconds(10)) async throws -> String {
        try await waitUntil(limit: limit, what: "'\(text)' on the screen") { $0.contains(text) }
    }

    /// Waits until the screen satisfies a condition, and returns the screen.
    @discardableResult
    func waitUntil(
        limit: Duration = .seconds(10),
        what: String,
        _ condition: (String) -> Bool
    ) async throws -> String {
        var last = ""
        return try await eventually("\(what); the last screen:\n\(last)", within: limit) {
            last = try await screen()
            return condition(last) ? last : nil
        }
    }

    func resize(columns: Int, rows: Int) async throws {
        try await run(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Runs a tmux command.
    func command(_ arguments: String...) async throws {
        try await run(arguments)
    }

    /// Expands a tmux format such as `#{cursor_flag}`.
    func expand(_ format: String) async throws -> String {
        try await run(["display-message", "-p", format]).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The process id of the program.
    var paneProcess: Int32 {
        get async throws {
            try await eventually("the program's start") { recordedNumber("process").map { Int32($0) } }
        }
    }

    var isDead: Bool { exitStatus != nil }

    /// The exit status of the program as in a shell: 128 plus the number of the signal that ended it.
    ///
    /// It is `nil` while the program runs.
    var exitStatus: Int? { recordedNumber("status") }

    /// Waits until the program has ended, and returns its exit status.
    ///
    /// Its last output may appear on the screen later.
    func waitForExit(limit: Duration = .seconds(10)) async throws -> Int {
        var last = ""
        return try await eventually("the program's end; the last screen:\n\(last)", within: limit) {
            last = try await screen()
            return exitStatus
        }
    }

    /// Ends the tmux server.
    func end() async {
        _ = try? await run(["kill-server"])
        folder.remove()
    }

    /// Returns the number in a file that the shell writes; `nil` if it has not been written.
    private func recordedNumber(_ name: String) -> Int? {
        guard let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)") else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        return text.hasSuffix("\n") ? Int(text.dropLast()) : nil
    }

    /// Runs tmux commands; the first one starts the server.
    @discardableResult
    private func run(_ commands: [String]...) async throws -> String {
        let arguments = commands.map { command in command.map(Self.quoted) }.joined(separator: [";"])
        return try await ChildProcess.run(
            ["tmux", "-u", "-L", folder.name, "-f", "/dev/null"] + arguments,
            environment: ["TMUX_TMPDIR": folder.path]
        )
    }

    /// Escapes a semicolon at the end of an argument, which would otherwise separate commands.
    private static func quoted(_ argument: String) -> String {
        argument.hasSuffix(";") ? argument.dropLast() + "\\;" : argument
    }
}

/// Runs `body` with a program in a terminal, and ends it afterwards.
func withTmux<Result>(
    command: [String],
    size: (columns: Int, rows: Int) = (80, 24),
    environment: [String: String] = [:],
    _ body: (Tmux) async throws -> Result
) async throws -> Result {
    let tmux = try await Tmux.start(command: command, size: size, environment: environment)
    return try await withCleanup {
        await tmux.end()
    } _: {
        try await body(tmux)
    }
}
