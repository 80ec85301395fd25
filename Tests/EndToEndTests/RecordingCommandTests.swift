import Foundation
import TestSupport
import Testing

/// `signal-console open` on a terminal, `export` and `diff`, with recordings of browsers.
@Suite(.serialized) struct RecordingCommandTests {
    private static let recordings = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("ImportersTests/Recordings").path

    private static func path(_ name: String) -> String { "\(recordings)/\(name)" }

    private func run(_ arguments: String...) async throws -> ChildProcess {
        let process = try Program.start([Program.path] + arguments)
        _ = try await process.waitForExit()
        return process
    }

    /// An event log of a call between two clients, whose texts are `offer` and `answer`.
    private func log(_ folder: ScratchFolder, _ name: String, answers: Bool = true, port: Int = 5000) throws -> String {
        let sdp = """
            v=0\\r\\no=- \(port) 1 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\nc=IN IP4 0.0.0.0\\r\\n\
            a=ice-ufrag:u\(port)\\r\\na=ice-pwd:secretsecretsecretsec\(port)\\r\\na=fingerprint:sha-256 \
            \(Array(repeating: "AB", count: 32).joined(separator: ":"))\\r\\na=setup:SETUP\\r\\na=mid:0\\r\\na=rtpmap:111 opus/48000/2\\r\\n
            """
        func message(_ number: Int, _ from: String, _ to: String, _ kind: String, _ setup: String) -> String {
            let text = sdp.replacingOccurrences(of: "SETUP", with: setup)
            let payload = "{\"type\":\"\(kind)\",\"sdp\":\"\(text)\"}".replacingOccurrences(of: "\\", with: "\\\\")
                .replacingOccurrences(of: "\"", with: "\\\"")
            return """
                {"n":\(number),"t":\(number),"type":"message","from":"\(from)","to":["\(to)"],"room":"demo","opcode":"text",\
                "text":"\(payload)"}
                """
        }
        let lines = [
            #"{"format":"signal-console","version":1,"created":1750000000000,"source":"relay","payloads":true}"#,
            #"{"n":1,"t":0.5,"type":"joined","peer":"p1","name":"alice","room":"demo","address":"192.0.2.4:1"}"#,
            #"{"n":2,"t":0.6,"type":"joined","peer":"p2","name":"bob","room":"demo","address":"192.0.2.5:1"}"#,
            message(3, "p1", "p2", "offer", "actpass"),
        ]
        let answer = answers ? [message(4, "p2", "p1", "answer", "active")] : []
        return try folder.write((lines + answer + [#"{"t":9,"type":"end"}"#]).joined(separator: "\n") + "\n", to: name)
    }

    private func withFolder(_ body: (ScratchFolder) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        try await body(folder)
    }

    // MARK: open

    @Test func theRecordingsOfTwoBrowsersAreOneSessionOnTheScreen() async throws {
        let files = ["chromium-websocket-1.har", "chromium-websocket-2.har"].map(Self.path)
        try await withTmux(command: [Program.path, "open"] + files, size: (160, 45)) { tmux in
            try await tmux.waitFor("recording")
            let screen = try await tmux.waitFor("answer")
            #expect(screen.contains("chromium-websocket-1.har + chromium-websocket-2.har") && screen.contains("offer"))
            try await tmux.keys("C")
            try await tmux.waitFor("answered")
            try await tmux.type("qq")
            #expect(try await tmux.waitForExit() == 0)
        }
    }

    @Test func aDumpIsShownWithItsConnection() async throws {
        try await withTmux(command: [Program.path, "open", Self.path("video-call.json")], size: (160, 45)) { tmux in
            try await tmux.waitFor("setRemoteDescription")
            try await tmux.keys("P")
            try await tmux.waitFor("Connection")
        }
    }

    @Test func aFileThatGrowsIsFollowed() async throws {
        try await withFolder { folder in
            let file = try log(folder, "calls.ndjson", answers: false)
            try await withTmux(command: [Program.path, "open", "--follow", file]) { tmux in
                try await tmux.waitFor("following")
                let handle = try #require(FileHandle(forWritingAtPath: file))
                try handle.seekToEnd()
                try handle.write(contentsOf: Data(#"{"n":9,"t":10,"type":"joined","peer":"p9","name":"carol","#.utf8))
                try handle.write(contentsOf: Data("\"room\":\"demo\",\"address\":\"192.0.2.9:1\"}\n".utf8))
                try await tmux.waitFor("carol")
            }
        }
    }

    @Test func aCompressedFileIsRead() async throws {
        try await withFolder { folder in
            let file = try log(folder, "calls.ndjson")
            let gzip = try ChildProcess(["gzip", file])
            #expect(try await gzip.waitForExit() == .code(0))
            let process = try await run("open", "--headless", "--log", "json", "--config", "/dev/null", file + ".gz")
            #expect(process.exit == .code(0))
            #expect(process.output.contains("\"name\":\"alice\"") && process.output.contains("\"answer\""))
        }
    }

    /// A recorder begins a new file when the limit is reached.
    @Test func aFileThatIsReplacedIsFollowed() async throws {
        try await withFolder { folder in
            let file = try log(folder, "calls.ndjson", answers: false)
            try await withTmux(command: [Program.path, "open", "--follow", file]) { tmux in
                try await tmux.waitFor("following")
                try FileManager.default.moveItem(atPath: file, toPath: file + ".1")
                let lines = [
                    #"{"format":"signal-console","version":1,"created":1750000000000,"source":"relay","payloads":true}"#,
                    #"{"n":9,"t":10,"type":"joined","peer":"p9","name":"carol","room":"demo","address":"192.0.2.9:1"}"#,
                    "",
                ]
                _ = try folder.write(lines.joined(separator: "\n"), to: "calls.ndjson")
                try await tmux.waitFor("carol")
            }
        }
    }

    @Test func filesAreJoinedWithOffsets() async throws {
        try await withFolder { folder in
            let (one, other) = (try log(folder, "one"), try log(folder, "other", port: 6000))
            let process = try await run(
                "open", "--headless", "--log", "json", "--config", "/dev/null", "--offset", "0", "--offset", "-1.5",
                one, other)
            #expect(process.exit == .code(0))
            // The second recording begins 1.5 s before the first.
            #expect(process.output.contains("\"t\":2.000000000,\"type\":\"joined\""))
            #expect(process.output.split(separator: "\n").count { $0.contains("\"joined\"") } == 4)
        }
    }

    @Test(arguments: [["nan", "1"], ["0", "1e30"], ["1"], ["1", "2", "3"]])
    func anInvalidOffsetExitsWith64(offsets: [String]) async throws {
        try await withFolder { folder in
            let files = [try log(folder, "one"), try log(folder, "other")]
            let process = try Program.start(
                [Program.path, "open"] + offsets.flatMap { ["--offset", $0] }
                    + (offsets.count == 1 ? [files[0]] : files))
            #expect(try await process.waitForExit() == .code(64))
        }
    }

    /// Numbers at the ends of what JSON can say, in every member that is added to another.
    @Test func aHostileFileIsShown() async throws {
        try await withFolder { folder in
            let huge = [
                "9223372036854775807", "-9223372036854775808", "9223372036.854775807", "1e308", "-1", "9000000000",
            ]
            let lines = huge.enumerated().flatMap { index, number in
                [
                    #"{"n":\#(number),"t":1,"type":"joined","peer":"p1","room":"r","address":"a"}"#,
                    #"{"n":\#(3 * index + 1),"t":\#(number),"type":"joined","peer":"p1","room":"r","address":"a"}"#,
                    #"{"n":\#(3 * index + 2),"t":\#(number),"type":"joined","peer":"p2","room":"r","address":"b"}"#,
                    // An offer that waits for an answer.
                    #"{"n":\#(3 * index + 3),"t":\#(number),"type":"message","from":"p1","to":["p2"],"room":"r","#
                        + #""opcode":"text","text":"{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"}"}"#,
                    #"{"t":\#(number),"type":"lost","count":\#(number)}"#, #"{"t":1,"type":"lost","count":\#(number)}"#,
                    #"{"t":\#(number),"type":"end"}"#, #"{"t":3,"type":"future"}"#,
                    #"{"t":1,"type":"gauges","memory":\#(number),"peers":[{"peer":"p1","queued":\#(number)}]}"#,
                ]
            }
            var ends = Array(repeating: #"{"t":2,"type":"end"}"#, count: 100_000)
            for created in huge {
                defer { ends = [] }
                let header = "{\"format\":\"signal-console\",\"version\":1,\"created\":\(created),\"source\":\"relay\"}"
                let text = ([header] + lines + ends + [""]).joined(separator: "\n")
                let process = try await run(
                    "open", "--headless", "--config", "/dev/null", try folder.write(text, to: "hostile"))
                #expect(process.exit == .code(0), "\(created): \(process.errors)")
            }
        }
    }

    @Test func aCompressedFileOfSeveralPartsThatEndsEarlyIsShownAsFarAsItGoes() async throws {
        try await withFolder { folder in
            let file = try log(folder, "calls.ndjson")
            let script =
                "gzip -c \(file) > \(file).gz; tail -c 30 \(file) | gzip -c >> \(file).gz; truncate -s -9 \(file).gz"
            #expect(try await ChildProcess(["sh", "-c", script]).waitForExit() == .code(0))
            let process = try await run("open", "--headless", "--log", "json", "--config", "/dev/null", file + ".gz")
            #expect(process.exit == .code(0))
            #expect(process.output.contains("\"answer\""))
            #expect(process.errors.contains("the file ends early"))
        }
    }

    @Test func aFileThatIsMissingExitsWith66() async throws {
        for command in ["open", "export"] {
            let process = try await run(command, "/nonexistent/a")
            #expect(process.exit == .code(66))
            #expect(process.errors.contains("cannot read /nonexistent/a: No such file or directory"))
        }
    }

    // MARK: export

    @Test func aReportOfAnArchiveHasNoSecrets() async throws {
        let file = Self.path("chromium-websocket-2.har")
        let process = try await run("export", file)
        #expect(process.exit == .code(0))
        #expect(process.output.hasPrefix("# Call of ") && process.output.contains("## Findings"))
        let open = try await run("export", "--no-redact", "--format", "event-log", file)
        let address = try #require(open.output.firstMatch(of: #/udp \d+ (\d+\.\d+\.\d+\.\d+) /#)?.output.1)
        #expect(!process.output.contains(address))
    }

    @Test func anEventLogIsExportedAsItIs() async throws {
        try await withFolder { folder in
            let file = try log(folder, "calls.ndjson")
            let first = try await run("export", "--format", "event-log", file)
            #expect(first.exit == .code(0) && first.output.contains("secretsecret"))
            let again = try await run("export", "--format", "event-log", try folder.write(first.output, to: "again"))
            #expect(again.output == first.output)
            let redacted = try await run("export", "--redact", "--redact-names", "--format", "event-log", file)
            for secret in ["secretsecret", "192.0.2.4", "alice", "AB:AB:AB"] {
                #expect(!redacted.output.contains(secret), "\(secret)")
            }
            #expect(redacted.output.count { $0 == "\n" } == first.output.count { $0 == "\n" })
        }
    }

    /// Two calls at the same time, in rooms of their own.
    private func twoCalls(_ folder: ScratchFolder) throws -> String {
        let text = try String(contentsOfFile: try log(folder, "one"), encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        let others = lines[1...4].enumerated().map { index, line in
            line.replacingOccurrences(of: "\"n\":\(index + 1),", with: "\"n\":\(index + 5),")
                .replacingOccurrences(of: "\"t\":\(index + 1)", with: "\"t\":4.\(index)")
                .replacingOccurrences(of: "p1", with: "p7").replacingOccurrences(of: "p2", with: "p8")
                .replacingOccurrences(of: "demo", with: "other").replacingOccurrences(
                    of: "\"alice\"", with: "\"carol\""
                )
                .replacingOccurrences(of: "\"bob\"", with: "\"dave\"")
        }
        // The first call is answered only after the second one.
        let answer = lines[4].replacingOccurrences(of: "\"n\":4,\"t\":4", with: "\"n\":9,\"t\":8")
        return try folder.write(
            (lines[0...3] + others + [answer, lines[5]]).joined(separator: "\n") + "\n", to: "calls.ndjson")
    }

    @Test func partsAreExported() async throws {
        try await withFolder { folder in
            let file = try twoCalls(folder)
            let all = try await run("export", "--format", "csv", file)
            #expect(all.output.contains("alice") && all.output.contains("carol"))
            let offers = try await run("export", "--format", "csv", "--filter", "kind:offer", file)
            #expect(offers.output.split(separator: "\r\n").count == 3)
            let first = try await run("export", "--format", "csv", "--call", "1", file)
            #expect(first.output.contains("alice,bob,") && !first.output.contains("carol,dave,"))
            for format in ["ladder", "mermaid", "ladder-svg", "report"] {
                let process = try await run("export", "--call", "2", "--format", format, file)
                #expect(process.exit == .code(0), "\(format)")
                #expect(process.output.contains("carol") && !process.output.contains("alice"), "\(format)")
            }
        }
    }

    @Test(arguments: [
        (["--format", "screen"], "unknown --format 'screen'"),
        (["--format", "csv", "--filter", "kind:xyzzy"], "no kind is called 'xyzzy'"),
        (["--filter", "kind:offer"], "--filter with --format report"),
    ])
    func aWrongArgumentOfExportExitsWith64(arguments: [String], text: String) async throws {
        try await withFolder { folder in
            let file = try log(folder, "calls.ndjson")
            let process = try Program.start([Program.path, "export"] + arguments + [file])
            #expect(try await process.waitForExit() == .code(64))
            #expect(process.errors.contains(text), "\(process.errors)")
        }
    }

    @Test func aRecordingWithoutThatCallExitsWith3() async throws {
        try await withFolder { folder in
            let file = try log(folder, "calls.ndjson")
            for format in ["report", "ladder", "mermaid"] {
                let process = try await run("export", "--format", format, "--call", "7", file)
                #expect(process.exit == .code(3))
                #expect(process.errors.contains("the recording has no call 7"))
            }
        }
    }

    // MARK: diff

    @Test func twoGoodRunsAreEqual() async throws {
        try await withFolder { folder in
            let (one, other) = (try log(folder, "one"), try log(folder, "other", port: 6000))
            let process = try await run("diff", one, other)
            #expect(process.exit == .code(0))
            #expect(process.output.contains("equal: "), "\(process.output)")
        }
    }

    @Test func theFirstDivergenceIsPrinted() async throws {
        try await withFolder { folder in
            let (good, bad) = (try log(folder, "good"), try log(folder, "bad", answers: false))
            let process = try await run("diff", "--width", "100", good, bad)
            #expect(process.exit == .code(1))
            #expect(process.output.contains("only the first has bob→alice answer"), "\(process.output)")
        }
    }

    @Test func nothingToCompareExitsWith3() async throws {
        try await withFolder { folder in
            let header = #"{"format":"signal-console","version":1,"created":0,"source":"relay"}"# + "\n"
            let (one, other) = (try folder.write(header, to: "one"), try folder.write(header, to: "other"))
            #expect(try await run("diff", one, other).exit == .code(3))
        }
    }
}
