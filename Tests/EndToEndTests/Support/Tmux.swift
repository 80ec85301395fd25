import Foundation
import TestSupport

/// A program in a real terminal: the only window of a tmux server of its own.
///
/// The terminal outlives its program, under a shell that notes how that ended: tmux 3.3a closes the terminal of a
/// program that ends at once before it has read all that was written, and sometimes does not hear of the end at all.
struct Tmux: Sendable {
    /// Runs a program with the terminal as it is, and keeps what the shell has to say about its end off the screen.
    private static let keeper = """
        exec 3>&2 2>/dev/null
        trap : INT QUIT
        sh -c 'echo $$ >"$0/process"; exec "$@"' "$0" "$@" 2>&3 3>&-
        echo $? >"$0/status"
        exec sleep infinity
        """

    /// Holds the server's socket, which tmux leaves behind, and the shell's notes.
    private let folder: ScratchFolder

    /// Starts a program in a terminal of that size.
    ///
    /// It has this process's environment, but for what is given here; the locale is C.UTF-8 unless given.
    static func start(
        command: [String],
        size: (columns: Int, rows: Int) = (80, 24),
        environment: [String: String] = [:]
    ) async throws -> Tmux {
        let tmux = Tmux(folder: try ScratchFolder())
        let variables = ["LC_ALL": "C.UTF-8"].merging(Program.noConfiguration) { _, new in new }
            .merging(environment) { _, new in new }
        let program = ["env"] + variables.map { "\($0.key)=\($0.value)" } + ["sh", "-c", keeper, tmux.folder.path]
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

    /// Presses keys by tmux's names for them: `x`, `Enter`, `C-c`, `F5`.
    func keys(_ keys: String...) async throws {
        try await run(["send-keys", "--"] + keys)
    }

    /// Types a text as it is.
    func type(_ text: String) async throws {
        try await run(["send-keys", "-l", "--", text])
    }

    /// Types a line and enters it.
    func enter(_ line: String) async throws {
        try await type(line)
        try await keys("Enter")
    }

    /// What stands on the screen, line by line, without the spaces at the ends of lines.
    func screen() async throws -> String {
        try await run(["capture-pane", "-p"])
    }

    /// Waits until a text stands on the screen, and returns that screen.
    @discardableResult
    func waitFor(_ text: String, limit: Duration = .seconds(10)) async throws -> String {
        try await waitUntil(limit: limit, what: "'\(text)' on the screen") { $0.contains(text) }
    }

    /// Waits until the screen fulfils a condition, and returns that screen.
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

    /// Gives tmux one of its commands.
    func command(_ arguments: String...) async throws {
        try await run(arguments)
    }

    /// What tmux knows of the terminal, by a format of its own: `#{cursor_flag}`.
    func ask(_ format: String) async throws -> String {
        try await run(["display-message", "-p", format]).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The id of the program's process.
    var paneProcess: Int32 {
        get async throws {
            try await eventually("the program's start") { noted("process").map { Int32($0) } }
        }
    }

    var isDead: Bool { exitStatus != nil }

    /// The program's exit code, as a shell counts: 128 and the signal's number for one that a signal ended.
    ///
    /// Nil while it runs.
    var exitStatus: Int? { noted("status") }

    /// Waits until the program has ended, and returns its exit code.
    ///
    /// What it wrote last may come to the screen a moment later.
    func waitForExit(limit: Duration = .seconds(10)) async throws -> Int {
        var last = ""
        return try await eventually("the program's end; the last screen:\n\(last)", within: limit) {
            last = try await screen()
            return exitStatus
        }
    }

    /// Ends the tmux server, and with it the terminal.
    func end() async {
        _ = try? await run(["kill-server"])
        folder.remove()
    }

    /// A number that the shell has noted; nil before that.
    private func noted(_ name: String) -> Int? {
        guard let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)") else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        return text.hasSuffix("\n") ? Int(text.dropLast()) : nil
    }

    /// Gives commands to the tmux server, which starts with the first of them.
    @discardableResult
    private func run(_ commands: [String]...) async throws -> String {
        let arguments = commands.map { command in command.map(Self.quoted) }.joined(separator: [";"])
        return try await ChildProcess.run(
            ["tmux", "-u", "-L", folder.name, "-f", "/dev/null"] + arguments,
            environment: ["TMUX_TMPDIR": folder.path]
        )
    }

    /// An argument that tmux takes as it is: a semicolon at its end would end the command.
    private static func quoted(_ argument: String) -> String {
        argument.hasSuffix(";") ? argument.dropLast() + "\\;" : argument
    }
}

/// Gives a program in a terminal to a test and ends it in any case.
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
