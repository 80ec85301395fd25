import Foundation
import Glibc
import TestSupport
import Testing

/// The arguments, output, signals and exit codes of the program.
@Suite struct ProgramTests {
    private func run(_ arguments: String...) async throws -> (exit: ChildProcess.Exit, output: String, errors: String) {
        let process = try Program.start([Program.path] + arguments)
        let exit = try await process.waitForExit()
        return (exit, process.output, process.errors)
    }

    @Test(arguments: [
        (["--port", "99999"], "invalid --port \"99999\": expected 0 to 65535\n"),
        (["--port", "http"], "invalid --port \"http\": expected 0 to 65535\n"),
        (["--prot", "1"], "Unknown option '--prot'. Did you mean '--port'?"),
        (["--log", "xml"], "invalid --log \"xml\": expected text, json or off\n"),
        (["--drain-timeout", "3601"], "invalid --drain-timeout \"3601\": expected 0 to 3600 seconds\n"),
        (["--host", ""], "invalid --host \"\": expected a name or an address\n"),
        (["extra"], "Unexpected argument 'extra'"),
    ])
    func invalidArgumentExitsWith64(arguments: [String], text: String) async throws {
        let process = try Program.start([Program.path] + arguments)
        #expect(try await process.waitForExit() == .code(64))
        #expect(process.errors.contains(text))
        #expect(process.output.isEmpty)
    }

    @Test func versionAndHelpArePrinted() async throws {
        let version = try await run("--version")
        #expect(version.exit == .code(0))
        #expect(version.output == "signal-console 0.1.0\n")
        let help = try await run("--help")
        #expect(help.exit == .code(0))
        #expect(help.output.contains("RELAY:") && help.output.contains("LIMITS, 0 FOR NONE:"))
    }

    /// Swift's runtime locates the arguments relative to the environment, which a library may have moved while it was
    /// loaded.
    @Test func argumentsAreReadAfterALibraryChangedTheEnvironment() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let source = try folder.write(
            """
            #include <stdlib.h>
            __attribute__((constructor)) static void change(void) { setenv("CHANGED", "1", 1); }
            """, to: "early.c")
        let library = folder.path + "/early.so"
        _ = try await ChildProcess.run(["clang", "-shared", "-fPIC", "-o", library, source])
        let environment = ["LD_PRELOAD": library]
        let version = try Program.start([Program.path, "--version"], environment: environment)
        let exit = try? await version.waitForExit(within: .seconds(10))
        await version.end()
        #expect(exit == .code(0))
        #expect(version.output == "signal-console 0.1.0\n")
        let wrong = try Program.start([Program.path, "--log", "", "--port", "x y"], environment: environment)
        #expect(try await wrong.waitForExit() == .code(64))
        #expect(wrong.errors.contains("invalid --log \"\": expected text, json or off"))
    }

    @Test func theDocumentedOptionsAreThoseOfTheHelp() async throws {
        var help = ""
        for command in [[Program.path], [Program.path, "proxy"]] {
            let process = try Program.start(command + ["--help"], environment: ["COLUMNS": "100"])
            #expect(try await process.waitForExit() == .code(0))
            help += process.output
        }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appendingPathComponent("docs/options.md"), encoding: .utf8)
        func options(_ text: String, at start: some RegexComponent<(Substring, Substring)>) -> Set<String> {
            Set(text.matches(of: start).map { String($0.output.1) })
        }
        let inHelp = options(help, at: /(?m)^ +(?:-h, )?--([a-z-]+)/)
        let inDocument = options(document, at: /(?m)^\| `(?:-h, )?--([a-z-]+)/)
        #expect(inHelp.count > 30 && inHelp == inDocument)
    }

    @Test func portInUseExitsWith69() async throws {
        try await withHeadless { _, port in
            let second = try await run("--headless", "--port", "\(port)")
            #expect(second.exit == .code(69))
            #expect(
                second.errors.hasPrefix("signal-console: port \(port) is in use on 127.0.0.1; see by which program")
            )
            #expect(second.output.isEmpty)
        }
    }

    @Test func unknownHostExitsWith69() async throws {
        let outcome = try await run("--headless", "--port", "0", "--host", "no.such.host.invalid")
        #expect(outcome.exit == .code(69))
        #expect(outcome.errors.hasPrefix("signal-console: host 'no.such.host.invalid' is not known;"))
    }

    @Test func headlessPrintsALinePerEntry() async throws {
        try await withHeadless { process, port in
            let alice = try await PlainClient.open("ws://localhost:\(port)/?room=demo&name=alice")
            let bob = try await PlainClient.open("ws://localhost:\(port)/?room=demo&name=%1b%5b2Jbob")
            try await alice.send(text: #"{"candidate":null}"#)
            _ = try await bob.next()
            try await alice.close(code: 4001, reason: "tired")
            _ = try await process.line(containing: "#4")
            let lines = process.output.split(separator: "\n").map(String.init)
            #expect(lines.first == "listening on ws://localhost:\(port)")
            let entries = lines.dropFirst().map { $0.components(separatedBy: "  ").dropFirst().joined(separator: "  ") }
            #expect(
                entries == [
                    "#1  alice  joined  room demo · plain client", "#2  ␛[2Jbob  joined  room demo · plain client",
                    "#3  alice→␛[2Jbob  end-of-candidates  18  all candidates sent",
                    "#4  alice  left  closed 4001 tired",
                ]
            )
        }
    }

    @Test func headlessPrintsJSON() async throws {
        try await withHeadless("--log", "json") { process, port in
            let alice = try await PlainClient.open("ws://localhost:\(port)/?room=demo&name=%1b%22alice")
            let bob = try await PlainClient.open("ws://localhost:\(port)/?room=demo")
            let payload = Array(#"{"sdp":{"type":"offer","sdp":"v=0\r\nm=audio 9 RTP/AVP 0\r\n"}}"#.utf8)
            try await alice.send(binary: payload)
            _ = try await bob.next()
            _ = try await process.line(containing: "\"n\":3")
            let lines = try process.output.split(separator: "\n").map { try JSON(parsing: String($0)).withDerived }
            #expect(lines[0]["listening"] == .string("ws://localhost:\(port)"))
            #expect(lines[1]["kind"] == "joined")
            #expect(lines[1]["name"] == "\u{1B}\"alice")
            let offer = lines[3]
            #expect(
                offer["kind"] == "offer" && offer["from"] == "p1" && offer["to"] == ["p2"] && offer["room"] == "demo"
            )
            #expect(
                offer["bytes"] == .number(Double(payload.count)) && offer["base64"] == .null
                    && offer["summary"] == "audio"
            )
            try await bob.send(text: #"{"sdp":{"type":"answer","sdp":"v=0\r\n"}}"#)
            let answer = try JSON(parsing: try await process.line(containing: "\"kind\":\"answer\"")).withDerived
            #expect(answer["replyTo"] == 3 && (answer["replyMilliseconds"].number ?? -1) >= 0)
            #expect(!process.output.contains("\u{1B}"))
        }
    }

    @Test func headlessCanBeSilent() async throws {
        let process = try Program.start([Program.path, "--headless", "--log", "off", "--port", "0"])
        let port = Program.port(in: try await process.line(containing: "listening on")) ?? 0
        let client = try await PlainClient.open("ws://localhost:\(port)/")
        try await client.send(text: "x")
        try await client.close()
        await process.end()
        #expect(process.output == "listening on ws://localhost:\(port)\n")
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func signalClosesPeersAndExitsWith0(signal: Int32) async throws {
        try await withHeadless { process, port in
            let client = try await PlainClient.open("ws://localhost:\(port)/")
            process.signal(signal)
            #expect(try await client.next() == .close(1001, "the relay is closing"))
            #expect(try await process.waitForExit(within: .seconds(5)) == .code(0))
        }
    }

    @Test func drainingForwardsMessagesAndRefusesPeers() async throws {
        try await withHeadless("--drain-timeout", "60") { process, port in
            let alice = try await PlainClient.open("ws://localhost:\(port)/?name=alice")
            let bob = try await PlainClient.open("ws://localhost:\(port)/?name=bob")
            _ = try await process.line(containing: "bob  joined")
            process.signal(SIGTERM)
            try await eventually("the message") { process.errors.hasSuffix("\n") }
            #expect(process.errors == "signal-console: waiting up to 60 s for 2 peers to leave; ^C ends immediately\n")
            let refused = await #expect(throws: UpgradeRefused.self) {
                try await PlainClient.open("ws://localhost:\(port)/?name=carol")
            }
            #expect(refused?.status == 503)
            // Entries are printed during the drain timeout.
            _ = try await process.line(containing: "refused  the relay is closing")
            try await alice.send(text: "still here")
            #expect(try await bob.next() == .text("still here"))
            _ = try await process.line(containing: "alice→bob")
            try await alice.close()
            try await bob.close()
            #expect(try await process.waitForExit(within: .seconds(5)) == .code(0))
            #expect(process.output.contains("bob  left"))
        }
    }

    @Test func drainTimeoutClosesRemainingPeers() async throws {
        try await withHeadless("--drain-timeout", "1") { process, port in
            let client = try await PlainClient.open("ws://localhost:\(port)/")
            let start = ContinuousClock.now
            process.signal(SIGTERM)
            #expect(try await client.next() == .close(1001, "the relay is closing"))
            #expect(ContinuousClock.now - start >= .seconds(1))
            #expect(try await process.waitForExit(within: .seconds(5)) == .code(0))
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func secondSignalEndsTheDrainTimeout(signal: Int32) async throws {
        try await withHeadless("--drain-timeout", "60") { process, port in
            let client = try await PlainClient.open("ws://localhost:\(port)/")
            process.signal(SIGTERM)
            try await eventually("the message") { process.errors.contains("waiting up to 60 s for 1 peer to leave") }
            process.signal(signal)
            #expect(try await process.waitForExit(within: .seconds(5)) == .code(130))
            withExtendedLifetime(client) {}
        }
    }

    @Test func runsHeadlessWithoutATerminal() async throws {
        let process = try Program.start([Program.path, "--port", "0"])
        _ = try await process.line(containing: "listening on ws://localhost:")
        #expect(
            process.errors
                == "signal-console: no screen: standard input and output are not a terminal; running headless\n"
        )
        await process.end()
        #expect(process.exit == .code(0))
    }

    @Test func garbageFromAPeerDoesNotAffectOthers() async throws {
        try await withHeadless { process, port in
            let (a, b) = (
                try await PlainClient.open("ws://localhost:\(port)/"),
                try await PlainClient.open("ws://localhost:\(port)/")
            )
            for length in 0..<300 {
                // Multiplication by an odd number permutes the byte values.
                let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* (2 * length + 1) &+ length) }
                try await a.send(binary: bytes)
                let received = try await b.next()
                #expect(received == .binary(bytes))
            }
            for text in [
                "{", "{\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\\r\\nm=\\r\\na=\\r\\nm=x\"}}", "[[[[[[", "\u{0}",
            ] {
                try await a.send(text: text)
                #expect(try await b.next() == .text(text))
            }
            #expect(process.exit == nil)
        }
    }

    @Test func slowReaderReceivesLinesAgain() async throws {
        let pipe = try Program.start(
            [Program.path, "--headless", "--port", "0", "--max-message-rate", "0"], output: .pipe, errors: .inherited)
        let port = try await eventually("the first line") { Program.port(in: pipe.output) }
        let client = try await PlainClient.open("ws://localhost:\(port)/")
        // These lines exceed the size of the pipe.
        for number in 0..<2000 { try await client.send(text: "message \(number) " + String(repeating: "x", count: 80)) }
        try await eventually("all lines") { pipe.output.contains("message 1999 ") }
        try await client.send(text: "one more")
        try await eventually("a line after them") { pipe.output.contains("one more") }
        #expect(pipe.output.split(separator: "\n").count == 2003)
        pipe.signal(SIGTERM)
        _ = try await eventually("the end of the program") { pipe.exit }
    }

    @Test func relayRecoversFromFileDescriptorExhaustion() async throws {
        let process = try Program.start(["sh", "-c", "ulimit -n 40; exec '\(Program.path)' --headless --port 0"])
        let port = Program.port(in: try await process.line(containing: "listening on")) ?? 0
        var clients: [PlainClient] = []
        while let client = try? await PlainClient.open("ws://localhost:\(port)/", within: .seconds(1)) {
            clients.append(client)
        }
        #expect((5...40).contains(clients.count))
        let (busy, clock) = (try cpuTime(process.id), ContinuousClock.now)
        try await eventually("two seconds") { ContinuousClock.now > clock + .seconds(2) }
        // A busy loop would use all of the time.
        #expect(try cpuTime(process.id) - busy < .seconds(1))
        for client in clients { client.cut() }
        try await eventually("a place") {
            (try? await PlainClient.open("ws://localhost:\(port)/", within: .seconds(1))) != nil
        }
        await process.end()
        #expect(process.exit == .code(0))
    }

    /// Returns the processor time of a process (proc(5), stat).
    private func cpuTime(_ id: pid_t) throws -> Duration {
        let stat = try String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        let fields = stat.components(separatedBy: ") ").last?.split(separator: " ") ?? []
        let ticks = (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
        return .milliseconds(ticks * 1000 / sysconf(Int32(_SC_CLK_TCK)))
    }
}
