import Glibc
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    @Test func outputAndErrorsAreSeparate() async throws {
        let script = "echo out; echo $WORD >&2; exit 7"
        let child = try ChildProcess(["sh", "-c", script], environment: ["WORD": "err"])
        #expect(try await child.waitForExit() == .code(7))
        #expect(child.output == "out\n" && child.errors == "err\n")
    }

    @Test func pipesAreReadOnRequestAndMayReceiveErrors() async throws {
        let child = try ChildProcess(["sh", "-c", "echo out; echo err >&2"], output: .pipe, errors: .output)
        #expect(try await child.waitForExit() == .code(0))
        #expect(child.unreadBytes == 8)
        #expect(child.output == "out\nerr\n" && child.unreadBytes == 0)
    }

    @Test func processThatIgnoresSIGTERMIsKilled() async throws {
        let child = try ChildProcess(["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"])
        _ = try await child.line(containing: "ready")
        await child.end(within: .zero)
        #expect(child.exit == .signal(SIGKILL))
    }

    @Test func processEndsWithItsOwner() throws {
        var child: ChildProcess? = try ChildProcess(["sleep", "1000"])
        let id = try #require(child?.id)
        #expect(kill(id, 0) == 0)
        child = nil
        #expect(kill(id, 0) == -1 && errno == ESRCH)
    }

    @Test func missingProgramIsAnError() {
        #expect(throws: SystemError("start no-such-program", code: ENOENT)) { try ChildProcess(["no-such-program"]) }
    }

    @Test func terminalsAreWrittenAndRead() async throws {
        let program = try TerminalProcess(["cat"], columns: 80, rows: 24)
        program.type("one\r")
        try await eventually("the echo and the output of cat") { program.text == "one\r\none\r\n" }
        program.type("\u{4}")
        #expect(try await program.process.waitForExit() == .code(0))
        #expect(program.terminal.read(within: .seconds(20)) == nil)
    }

    @Test func sessionLeaderReceivesSIGINTFromItsTerminal() async throws {
        let program = try TerminalProcess(["cat"], columns: 80, rows: 24, leadsSession: true)
        // Only the program itself repeats the line, so it runs by then.
        program.type("one\r")
        try await eventually("the output of cat") { program.text == "one\r\none\r\n" }
        program.type("\u{3}")
        #expect(try await program.process.waitForExit() == .signal(SIGINT))
    }
}
