import Foundation
import TestSupport
import Testing

/// The admission options of the program.
@Suite(.serialized) struct ProgramAdmissionTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Writes a file and returns its path.
    private func write(_ text: String) throws -> String {
        let file = URL(fileURLWithPath: folder.path).appendingPathComponent("token")
        try text.write(to: file, atomically: false, encoding: .utf8)
        return file.path
    }

    private func status(_ url: String, _ headers: [(String, String)] = []) async throws -> Int {
        do {
            try await PlainClient.open(url, headers: headers).close()
            return 101
        } catch let refused as UpgradeRefused {
            return refused.status
        }
    }

    @Test func tokenOfAFileIsRequiredAndNeverShown() async throws {
        defer { folder.remove() }
        let file = try write("\n  open+sesame \n")
        let process = try Program.start([
            Program.path, "--headless", "--port", "0", "--log", "json", "--token-file", file,
        ])
        let port = Program.port(in: try await process.line(containing: "ws://localhost:")) ?? 0
        #expect(try await status("ws://localhost:\(port)/?name=a") == 401)
        #expect(try await status("ws://localhost:\(port)/?token=almost") == 401)
        #expect(try await status("ws://localhost:\(port)/?token=open%2Bsesame") == 101)
        #expect(try await status("ws://localhost:\(port)/", [("Authorization", "Bearer open+sesame")]) == 101)
        let missing = try await process.line(containing: "a token is needed")
        #expect(missing.contains("\"type\":\"refused\",\"name\":\"a\",\"address\":\""))
        #expect(missing.contains("\"refusal\":{\"kind\":\"token-missing\"}"))
        _ = try await process.line(containing: "\"what\":\"the token is wrong\"")
        await process.end()
        #expect(!(process.output + process.errors).contains("sesame"))
        #expect(!(process.output + process.errors).contains("almost"))
    }

    @Test func invalidTokenFileExitsWith64() async throws {
        defer { folder.remove() }
        let file = folder.path + "/token"
        for (contents, problem) in [
            (nil, "cannot be read: No such file or directory"), (" \n", "is empty: expected a token"),
            ("a b", "does not contain a token: expected 1 to 256 printable ASCII characters without a space"),
            (String(repeating: "x", count: 5000), "is larger than 4096 bytes"),
        ] as [(String?, String)] {
            if let contents { _ = try write(contents) }
            let process = try Program.start([Program.path, "--headless", "--port", "0", "--token-file", file])
            #expect(try await process.waitForExit() == .code(64))
            #expect(process.errors == "signal-console: token-file \(file): \(problem)\n")
        }
    }

    /// A script with an unset variable passes an empty token.
    @Test(
        arguments: [
            (
                ["--token", ""], [:],
                "empty --token: expected 1 to 256 printable ASCII characters without a space"
            ),
            (["--token-file", ""], [:], "empty --token-file: expected the path of a file"),
            (
                [], ["SIGNAL_CONSOLE_TOKEN": ""],
                "empty SIGNAL_CONSOLE_TOKEN: expected 1 to 256 printable ASCII characters without a space"
            ),
            (
                [], ["SIGNAL_CONSOLE_TOKEN_FILE": ""],
                "empty SIGNAL_CONSOLE_TOKEN_FILE: expected the path of a file"
            ),
        ] as [([String], [String: String], String)])
    func emptyTokenExitsWith64(
        arguments: [String], environment: [String: String], text: String
    ) async throws {
        defer { folder.remove() }
        let command = [Program.path, "--headless", "--port", "0"] + arguments
        let process = try Program.start(command, environment: environment)
        let exit = try? await process.waitForExit(within: .seconds(10))
        await process.end()
        #expect(exit == .code(64))
        #expect(process.output.isEmpty)
        #expect(process.errors == "signal-console: \(text); omit it to admit all clients\n")
    }

    @Test(arguments: ["token: \"\"", "token:", "token: ''", "token-file: \"\"", "token-file:"])
    func emptyTokenInTheFileExitsWith64(text: String) async throws {
        defer { folder.remove() }
        let config = try folder.write(text + "\n", to: "config.yaml")
        let process = try Program.start([Program.path, "--headless", "--port", "0", "--config", config])
        let exit = try? await process.waitForExit(within: .seconds(10))
        await process.end()
        #expect(exit == .code(64))
        #expect(process.errors.contains(": empty token"))
    }

    @Test func tokenIsNotPrinted() async throws {
        defer { folder.remove() }
        let process = try Program.start(
            [
                Program.path, "--token", "open+sesame", "--allow-origin", "null", "--allow-origin", "https://a",
                "--print-config",
            ])
        #expect(try await process.waitForExit() == .code(0))
        #expect(!process.output.contains("sesame"))
        #expect(process.output.contains("\nallow-origin: [null, \"https://a\"]\n"))
        let wrong = try Program.start([Program.path, "--token", "open sesame"])
        #expect(try await wrong.waitForExit() == .code(64))
        #expect(wrong.errors.hasPrefix("signal-console: invalid --token: expected 1 to 256"))
    }

    @Test func reloadAppliesTokenAndOrigins() async throws {
        defer { folder.remove() }
        let file = try write("open+sesame")
        let config = try folder.write("allow-origin: [\"https://old.example\"]\n", to: "config.yaml")
        try await withHeadless("--config", config, "--token-file", file) { process, port in
            let (old, new) = ("ws://localhost:\(port)/?token=open%2Bsesame", "ws://localhost:\(port)/?token=shut")
            #expect(try await status(old, [("Origin", "https://old.example")]) == 101)
            #expect(try await status(old, [("Origin", "https://new.example")]) == 403)
            #expect(try await status(new) == 401)
            _ = try write("shut")
            _ = try folder.write("allow-origin: [\"https://new.example\"]\n", to: "config.yaml")
            process.signal(SIGHUP)
            try await eventually("the reload") { process.errors.contains("applied: allow-origin") }
            #expect(try await status(new, [("Origin", "https://new.example")]) == 101)
            #expect(try await status(new, [("Origin", "https://old.example")]) == 403)
            #expect(try await status(old) == 401)
            #expect(!process.errors.contains("shut") && !process.errors.contains("sesame"))
        }
    }

    @Test func foreignOriginsRequireAllowOrigin() async throws {
        defer { folder.remove() }
        try await withHeadless("--allow-origin", "https://*.example.com") { process, port in
            let url = "ws://localhost:\(port)/"
            #expect(try await status(url, [("Origin", "https://a.example.com")]) == 101)
            #expect(try await status(url, [("Origin", "https://evil.example")]) == 403)
            let line = try await process.line(containing: "refused")
            #expect(line.contains("--allow-origin https://evil.example admits it · from "))
        }
    }

    @Test func pageForwardsItsTokenAndReportsAMissingOne() async throws {
        defer { folder.remove() }
        let file = try write("open+sesame")
        try await withHeadless("--token-file", file) { _, port in
            try await withBrowser { browser in
                let stranger = try await browser.open("http://localhost:\(port)/?room=a")
                try await stranger.click("#join")
                try await stranger.waitUntil("document.body.dataset.state === 'no-token'", what: "to be sent away")
                #expect(try await stranger.text(of: "#status").contains("token"))
                let guest = try await browser.open("http://localhost:\(port)/?room=a&token=open%2Bsesame")
                try await guest.click("#join")
                try await guest.waitUntil("document.body.dataset.state === 'waiting'", what: "a place in the room")
            }
        }
    }
}
