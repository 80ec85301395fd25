import Foundation
import Glibc
import TestSupport
import Testing

/// The configuration of the program by file, environment and flags.
@Suite struct ProgramConfigurationTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Writes a file and returns its path.
    private func write(_ text: String, _ name: String = "config.yaml") throws -> String {
        let file = URL(fileURLWithPath: folder.path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: false, encoding: .utf8)
        return file.path
    }

    private func run(
        _ arguments: [String], _ environment: [String: String] = [:]
    ) async throws -> (exit: ChildProcess.Exit, output: String, errors: String) {
        let process = try Program.start([Program.path] + arguments, environment: environment)
        let exit = try await process.waitForExit()
        return (exit, process.output, process.errors)
    }

    @Test func defaultFileIsUsed() async throws {
        defer { folder.remove() }
        _ = try write("headless: on\nport: 0\nlog: json\n", "signal-console/config.yaml")
        let process = try Program.start([Program.path], environment: ["XDG_CONFIG_HOME": folder.path])
        let line = try await process.line(containing: "ws://localhost:")
        #expect(line.hasPrefix("{\"format\":\"signal-console\""))
        await process.end()
        #expect(process.errors.isEmpty)
    }

    @Test func defaultFileIsBelowHOMEWithoutXDGConfigHome() async throws {
        defer { folder.remove() }
        _ = try write("port: 9000\n", ".config/signal-console/config.yaml")
        for base in ["", "not/absolute"] {
            let outcome = try await run(["--print-config"], ["XDG_CONFIG_HOME": base, "HOME": folder.path])
            #expect(outcome.exit == .code(0) && outcome.output.contains("\nport: 9000\n"))
        }
    }

    @Test func flagsOverrideTheEnvironmentAndThatTheFile() async throws {
        defer { folder.remove() }
        let file = try write("port: 9001\nhost: \"::1\"\nlog: json\nmouse: on\nloopback: on\n")
        let outcome = try await run(
            ["--port", "9003", "--no-mouse", "--print-config"],
            ["SIGNAL_CONSOLE_CONFIG": file, "SIGNAL_CONSOLE_PORT": "9002", "SIGNAL_CONSOLE_LOG": "off"]
        )
        #expect(outcome.exit == .code(0) && outcome.errors.isEmpty)
        for line in ["port: 9003", "host: \"::1\"", "log: off", "  #mouse: off", "loopback: on", "#ascii: off"] {
            #expect(outcome.output.contains("\n\(line)\n"), "\(line)")
        }
    }

    @Test func configFlagReplacesOtherFiles() async throws {
        defer { folder.remove() }
        let (one, other) = (try write("port: 1", "one.yaml"), try write("log: off", "other.yaml"))
        let outcome = try await run(["--config", other, "--print-config"], ["SIGNAL_CONSOLE_CONFIG": one])
        #expect(outcome.output.contains("\nlog: off\n") && outcome.output.contains("\n#port: 8080\n"))
    }

    @Test func printedConfigurationCanBeUsed() async throws {
        defer { folder.remove() }
        let file = try write(
            """
            settings: {theme: contrast}
            keys: {help: ["B", "?"]}
            filters: {offers: "kind:offer -\\"x: #\\""}
            """)
        let first = try await run(["--config", file, "--read-only", "--port", "0", "--print-config"])
        #expect(first.exit == .code(0) && first.errors.isEmpty)
        #expect(first.output.contains("\n  help: [B, \"?\"]\n"))
        let saved = try write(first.output, "saved.yaml")
        let second = try await run(["--config", saved, "--print-config"])
        #expect(second.output == first.output)
        try await withConsole("--config", saved, size: (160, 45)) { tmux, _ in
            try await tmux.waitFor("read-only")
            try await tmux.keys("B")
            try await tmux.waitFor("next line")
        }
    }

    @Test func allErrorsArePrintedWithExitCode64() async throws {
        defer { folder.remove() }
        let file = try write("port: http\nkeys:\n  foloww: f\n")
        let outcome = try await run(["--config", file], ["SIGNAL_CONSOLE_LOG": "xml"])
        #expect(outcome.exit == .code(64) && outcome.output.isEmpty)
        #expect(
            outcome.errors == """
                signal-console: \(file):1:7: invalid port "http": expected 0 to 65535
                signal-console: \(file):3:3: keys: unknown command "foloww": did you mean "follow"?
                signal-console: invalid SIGNAL_CONSOLE_LOG "xml": expected text, json or off

                """)
    }

    @Test func unreadableFileIsAnError() async throws {
        defer { folder.remove() }
        let missing = try await run(["--config", "/nonexistent.yaml"])
        #expect(missing.exit == .code(64))
        #expect(missing.errors == "signal-console: /nonexistent.yaml: cannot be read: No such file or directory\n")
        let directory = try await run(["--config", folder.path])
        #expect(directory.exit == .code(64))
        #expect(directory.errors == "signal-console: \(folder.path): cannot be read: Is a directory\n")
        // The default file need not exist, but must be readable if it does.
        _ = try write("", "signal-console/config.yaml/x")
        let usual = try await run(["--print-config"], ["XDG_CONFIG_HOME": folder.path])
        #expect(usual.exit == .code(64) && usual.errors.contains("config.yaml: cannot be read: Is a directory"))
    }

    @Test func endlessFileIsRejected() async throws {
        defer { folder.remove() }
        let outcome = try await run(["--config", "/dev/zero"])
        #expect(outcome.exit == .code(64))
        #expect(outcome.errors == "signal-console: /dev/zero: is larger than 1024 KiB\n")
    }

    @Test func pipeWithoutWriterDoesNotBlock() async throws {
        defer { folder.remove() }
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(try await run(["--config", pipe, "--print-config"]).exit == .code(0))
        let token = try await run(["--token-file", pipe])
        #expect(token.exit == .code(64))
        #expect(token.errors == "signal-console: token-file \(pipe): is empty: expected a token\n")
    }

    @Test func tokenCanBeReadFromAPipe() async throws {
        defer { folder.remove() }
        let command = "exec \(Program.path) --headless --port 0 --token-file <(sleep 0.2; echo sesame)"
        let process = try Program.start(["/bin/bash", "-c", command])
        _ = try await process.line(containing: "listening on")
        await process.end()
        #expect(process.errors.isEmpty)
    }

    @Test func formerNamePrintsAWarning() async throws {
        defer { folder.remove() }
        let file = try write("room-limit: 7\n")
        let outcome = try await run(
            ["--config", file, "--grace", "5", "--print-config"], ["SIGNAL_CONSOLE_PING_TIME": "8"])
        #expect(outcome.exit == .code(0))
        for line in ["drain-timeout: 5", "max-room-peers: 7", "ping-interval: 8"] {
            #expect(outcome.output.contains("\n\(line)\n"), "\(line)")
        }
        #expect(
            outcome.errors == """
                signal-console: warning: \(file):1:1: room-limit is now called max-room-peers
                signal-console: warning: SIGNAL_CONSOLE_PING_TIME is now called SIGNAL_CONSOLE_PING_INTERVAL
                signal-console: warning: --grace is now called --drain-timeout

                """)
        let help = try await run(["--help"]).output + run(["--help-hidden"]).output
        for name in ["--grace", "--request-time", "--ping-time", "--silence-time", "--room-limit"] {
            #expect(!help.contains(name), "\(name)")
        }
    }

    @Test func formerNameIsReportedOnceDespiteReloads() async throws {
        defer { folder.remove() }
        let file = try write("room-limit: 7\n")
        try await withHeadless("--config", file) { process, _ in
            for reload in 1...2 {
                process.signal(SIGHUP)
                try await eventually("reload \(reload)") {
                    process.errors.components(separatedBy: "configuration reloaded").count == reload + 1
                }
            }
            #expect(process.errors.components(separatedBy: " is now called ").count == 2)
        }
    }

    @Test func everyCommandLineOptionIsPrinted() async throws {
        defer { folder.remove() }
        let help = try await run(["--help"]).output
        let printed = try await run(["--print-config"]).output
        let names = help.matches(of: /\n {2}--([a-z-]+)/).map { String($0.1) }
        #expect(names.count > 8)
        for name in names where !["config", "print-config", "version"].contains(name) {
            #expect(printed.contains("#\(name): "), "--\(name)")
        }
    }
}
