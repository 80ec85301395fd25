import Foundation
import Glibc
import TestSupport
import Testing

/// The program when standard output or standard error cannot be written to.
@Suite(.serialized) struct ProgramOutputTests {
    @Test func fullPipeDoesNotDelaySignals() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = try folder.write("before", to: "token")
        let pipe = try Program.start(
            [
                Program.path, "--headless", "--port", "0", "--drain-timeout", "1", "--max-message-rate", "0",
                "--max-byte-rate",
                "0", "--token-file", file,
            ], output: .pipe, errors: .output)
        let port = try await eventually("the first line") { Program.port(in: pipe.output) }
        let client = try await PlainClient.open("ws://localhost:\(port)/?token=before")
        let payload = String(repeating: "x", count: 200)
        for _ in 0..<2000 { try await client.send(text: payload) }
        // The pipe is full when its size no longer changes.
        var unread = 0
        try await eventually("a full pipe, and not \(unread) bytes", every: .milliseconds(300)) {
            defer { unread = pipe.unreadBytes }
            return unread > 30_000 && pipe.unreadBytes == unread
        }
        _ = try folder.write("after", to: "token")
        pipe.signal(SIGHUP)
        let second = try await eventually("the new token to be read") {
            try? await PlainClient.open("ws://localhost:\(port)/?token=after", within: .seconds(1))
        }
        // The message about the remaining peers does not fit into the pipe either.
        pipe.signal(SIGTERM)
        #expect(try await eventually("the end of the program", within: .seconds(10)) { pipe.exit } == .code(0))
        withExtendedLifetime(second) {}
    }

    @Test func closedStandardDescriptorsBecomeTheNullDevice() async throws {
        let command = "exec '\(Program.path)' --headless --port 0 --log json <&- >&- 2>&-"
        let process = try Program.start(["sh", "-c", command])
        try await eventually("the relay's loop in process \(process.id)") {
            let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.id)/task")) ?? []
            return tasks.contains { task in
                let name = try? String(contentsOfFile: "/proc/\(process.id)/task/\(task)/comm", encoding: .utf8)
                return name?.hasPrefix("NIO-ELT") == true
            }
        }
        let found = links(process.id)
        for number in 0...2 { #expect(found[number] == "/dev/null", "descriptor \(number)") }
        await process.end()
        #expect(process.exit == .code(0))
    }

    /// Returns the targets of a process's descriptors (proc(5), fd).
    private func links(_ id: pid_t) -> [Int: String] {
        let folder = "/proc/\(id)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let pairs = names.compactMap { name -> (Int, String)? in
            guard let number = Int(name) else { return nil }
            return (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")).map {
                (number, $0)
            }
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test(arguments: ["--print-config", "--version", "--help"])
    func unwritableOutputExitsWith74(argument: String) async throws {
        let process = try Program.start(["sh", "-c", "exec '\(Program.path)' \(argument) >/dev/full"])
        #expect(try await process.waitForExit() == .code(74))
        #expect(process.errors == "signal-console: cannot write to standard output: No space left on device\n")
    }

    @Test func fullDiskStopsOnlyTheLog() async throws {
        let command = "exec '\(Program.path)' --headless --port 0 --drain-timeout 0 --token x >/dev/full"
        let process = try Program.start(["sh", "-c", command])
        let text = "standard output: No space left on device; retrying every second"
        try await eventually("the message") { process.errors.contains(text) }
        await process.end()
        #expect(process.exit == .code(0))
        #expect(process.errors.hasSuffix("1 line was not written: standard output: No space left on device\n"))
    }

    /// Simulates a full disk by a limit of the file size, which can be lifted while the program runs.
    @Test func logResumesAndReportsLossesAfterAFullDisk() async throws {
        let command = """
            trap '' XFSZ; ulimit -S -f 8
            exec '\(Program.path)' --headless --port 0 --max-message-rate 0 --max-byte-rate 0 --drain-timeout 0
            """
        let process = try Program.start(["sh", "-c", command])
        let port = Program.port(in: try await process.line(containing: "listening on")) ?? 0
        let client = try await PlainClient.open("ws://localhost:\(port)/?name=alice")
        let other = try await PlainClient.open("ws://localhost:\(port)/?name=bob")
        for number in 0..<100 { try await client.send(text: "message \(number)") }
        let text = "standard output: File too large; retrying every second"
        try await eventually("the message") { process.errors.contains(text) }
        // 80 × 250 KB exceed the mailbox, so entries are lost while the log is blocked.
        let large = String(repeating: "x", count: 250_000)
        for _ in 0..<80 { try await client.send(text: large) }
        try await client.send(text: "the last one")
        while try await other.next() != .text("the last one") {}
        _ = try await ChildProcess.run(["prlimit", "--pid", "\(process.id)", "--fsize=unlimited"])
        _ = try await process.line(containing: "the last one")
        #expect(process.errors.contains("standard output can be written to again\n"))
        let lost = try #require(process.errors.firstMatch(of: /: (\d+) entries lost: standard output could not/))
        await process.end()
        #expect(process.exit == .code(0))
        // Each of the two joins and 181 messages is a line or lost.
        let lines = process.output.split(separator: "\n").dropFirst().filter { $0.contains("  #") }
        #expect(lines.count + (Int(lost.1) ?? 0) == 183)
    }
}
