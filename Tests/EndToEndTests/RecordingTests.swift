import Foundation
import Glibc
import TestSupport
import Testing

/// `--record`, and `signal-console open`.
@Suite(.serialized) struct RecordingTests {
    /// Prints a recording as a log; the process has ended.
    private func opened(_ arguments: String...) async throws -> ChildProcess {
        let process = try Program.start(
            [Program.path, "open", "--headless", "--log", "json", "--config", "/dev/null"] + arguments)
        _ = try await process.waitForExit()
        return process
    }

    private func lines(_ process: ChildProcess) throws -> [JSON] {
        try process.output.split(separator: "\n").map { try JSON(parsing: String($0)).withDerived }
    }

    /// The output of a relay and of its recording, without what each run has of its own.
    private func entries(_ lines: [JSON]) -> [JSON] {
        lines.filter { $0["n"] != .null }
    }

    @Test func aRecordingIsPrintedAsTheRelayPrintedIt() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = "\(folder.path)/calls.ndjson"
        var live: [JSON] = []
        try await withHeadless("--log", "json", "--log-payloads", "--record", file) { process, port in
            let alice = try await PlainClient.open("ws://localhost:\(port)/?room=demo&name=alice")
            let bob = try await PlainClient.open("ws://localhost:\(port)/?room=demo")
            try await alice.send(text: #"{"sdp":{"type":"offer","sdp":"v=0\r\nm=audio 9 RTP/AVP 0\r\n"}}"#)
            _ = try await bob.next()
            try await bob.send(binary: Array(#"{"sdp":{"type":"answer","sdp":"v=0\r\n"}}"#.utf8))
            _ = try await alice.next()
            try await bob.close(code: 4001, reason: "bye")
            _ = try await process.line(containing: "closed 4001 bye")
            await process.end()
            live = try lines(process)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let read = try await opened("--log-payloads", file)
        #expect(read.exit == .code(0))
        #expect(read.errors == "")
        #expect(entries(live).count >= 6)
        #expect(entries(try lines(read)) == entries(live))
        #expect(try lines(read).last?["type"] == "end")
    }

    /// The system keeps what was written, so that only the last batch is lost.
    @Test func aRecordingOfAKilledRelayLacksTheLastMomentAtMost() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        for run in 1...3 {
            let file = "\(folder.path)/killed-\(run).ndjson"
            let process = try Program.start(
                [Program.path] + ["--headless", "--port", "0", "--config", "/dev/null", "--max-message-rate", "0"]
                    + ["--max-byte-rate", "0", "--log", "off", "--record", file])
            let port = Program.port(in: try await process.line(containing: "ws://localhost:")) ?? 0
            let alice = try await PlainClient.open("ws://localhost:\(port)/")
            let bob = try await PlainClient.open("ws://localhost:\(port)/")
            // 5,000 messages a second, for a second, each batch after the one before has arrived.
            var arrivals: [ContinuousClock.Instant] = []
            let start = ContinuousClock.now
            while ContinuousClock.now - start < .seconds(1) {
                for number in arrivals.count..<arrivals.count + 50 {
                    try await alice.send(text: "{\"candidate\":\"message \(number)\"}")
                }
                for _ in 0..<50 {
                    _ = try await bob.next()
                    arrivals.append(.now)
                }
                // The load has a rate; no expectation depends on this pause.
                try await Task.sleep(until: start + .milliseconds(arrivals.count / 5))
            }
            let killed = ContinuousClock.now
            process.signal(SIGKILL)
            _ = try await process.waitForExit()
            let old = arrivals.count { killed - $0 > .milliseconds(250) }
            #expect(old > 1000)
            let read = try await opened(file)
            #expect(read.exit == .code(0))
            let messages = try lines(read).count { $0["type"] == "message" }
            #expect(messages >= old, "\(messages) of \(old) messages that were delivered 250 ms before the end")
        }
    }

    @Test func aFullDiskIsReportedAndRecordingResumes() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let disk = "\(folder.path)/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let mount = try ChildProcess(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk])
        #expect(try await mount.waitForExit() == .code(0), "\(mount.errors)")
        try await withCleanup {
            let unmount = try? ChildProcess(["umount", "-l", disk])
            _ = try? await unmount?.waitForExit()
        } _: {
            let filler = disk + "/filler"
            _ = FileManager.default.createFile(atPath: filler, contents: Data(count: 900_000))
            try await withHeadless("--log", "json", "--record", disk + "/calls.ndjson") { process, port in
                let alice = try await PlainClient.open("ws://localhost:\(port)/")
                let bob = try await PlainClient.open("ws://localhost:\(port)/")
                for _ in 0..<10 {
                    try await alice.send(text: String(repeating: "x", count: 20_000))
                    _ = try await bob.next()
                }
                _ = try await process.line(containing: "No space left on device")
                // The relay goes on.
                try await alice.send(text: "{\"bye\":1}")
                #expect(try await bob.next() == .text("{\"bye\":1}"))
                try FileManager.default.removeItem(atPath: filler)
                _ = try await process.line(containing: "\"event\":\"resumed\"")
                await process.end()
            }
            let read = try await opened(disk + "/calls.ndjson")
            #expect(read.exit == .code(0))
            #expect(read.errors == "")
            #expect(try lines(read).count { $0["type"] == "message" } == 11)
        }
    }

    @Test func aRemovedFileIsBegunAnew() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = "\(folder.path)/calls.ndjson"
        try await withHeadless("--log", "json", "--record", file) { process, port in
            try await eventually("a recording") {
                (try? String(contentsOfFile: file, encoding: .utf8))?.isEmpty == false
            }
            let alice = try await PlainClient.open("ws://localhost:\(port)/?name=alice")
            try await eventually("alice") {
                (try? String(contentsOfFile: file, encoding: .utf8))?.contains("\"name\":\"alice\"") == true
            }
            try FileManager.default.removeItem(atPath: file)
            let bob = try await PlainClient.open("ws://localhost:\(port)/?name=bob")
            _ = try await process.line(containing: "\"event\":\"reopened\"")
            await process.end()
            withExtendedLifetime((alice, bob)) {}
        }
        // A snapshot tells who was connected before.
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("\"name\":\"alice\"") && text.contains("\"type\":\"snapshot\""))
    }

    @Test func aLargeFileIsRotated() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = "\(folder.path)/calls.ndjson"
        try await withHeadless("--log", "json", "--record", file, "--record-limit", "64K") { process, port in
            let alice = try await PlainClient.open("ws://localhost:\(port)/?name=alice")
            let bob = try await PlainClient.open("ws://localhost:\(port)/")
            // Batches are written whole, so each is waited for.
            for round in 1...4 {
                try await alice.send(text: String(repeating: "x", count: 50_000))
                _ = try await bob.next()
                if round > 1 {
                    try await eventually("rotation \(round - 1)") {
                        process.output.components(separatedBy: "\"event\":\"rotated\"").count >= round
                    }
                }
            }
            await process.end()
        }
        for path in [file, file + ".1"] {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            #expect((50_000...70_000).contains(size), "\(path): \(size)")
            #expect(try await opened(path).exit == .code(0))
        }
        // The state at the beginning of the file is known all the same.
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("\"type\":\"snapshot\""))
    }

    /// A second relay with the same configuration must not take the file away.
    @Test func aFileInUseIsLeftAlone() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = "\(folder.path)/calls.ndjson"
        try await withHeadless("--log", "json", "--record", file) { process, port in
            _ = try await process.line(containing: "\"event\":\"started\"")
            let second = try Program.start([Program.path, "--headless", "--port", "0", "--record", file])
            #expect(try await second.waitForExit() == .code(74))
            #expect(second.errors.contains("another process is writing to it"))
            let alice = try await PlainClient.open("ws://localhost:\(port)/?name=alice")
            await process.end()
            withExtendedLifetime(alice) {}
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("\"name\":\"alice\""))
        #expect(!FileManager.default.fileExists(atPath: file + ".1"))
    }

    @Test func aFileThatIsThereBecomesPrivate() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = try folder.write("", to: "calls.ndjson")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        try await withHeadless("--log", "json", "--record", file) { process, _ in
            _ = try await process.line(containing: "\"event\":\"started\"")
        }
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    }

    @Test func aFileThatCannotBeWrittenExitsWith74() async throws {
        let process = try Program.start([Program.path, "--headless", "--port", "0", "--record", "/nonexistent/a"])
        #expect(try await process.waitForExit() == .code(74))
        #expect(process.errors.contains("cannot record to /nonexistent/a: No such file or directory"))
    }

    @Test(arguments: [
        ("", "unknown format"), ("{\"a\":{}}\n", "unknown format"), ("{\"log\":{}}\n", "is not a recording"),
        ("{\"format\":\"signal-console\",\"version\":9}\n", "version 9"),
    ])
    func anotherFileExitsWith65(contents: String, text: String) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let process = try await opened(try folder.write(contents, to: "other"))
        #expect(process.exit == .code(65))
        #expect(process.errors.contains(text), "\(process.errors)")
    }

    @Test func damagedLinesAreReportedAndTheRestIsShown() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let text = """
            {"format":"signal-console","version":1,"created":0,"source":"relay"}
            {"n":1,"t":0.5,"type":"joined","peer":"p1","room":"demo","address":"a"}
            garbage
            {"n":2,"t":0.6,"type":"left","peer":"p1","reason":"lost"}

            """
        let process = try await opened(try folder.write(text, to: "damaged"))
        #expect(process.exit == .code(0))
        #expect(process.errors.contains("line 3: a line is not JSON"))
        #expect(entries(try lines(process)).count == 2)
    }
}
