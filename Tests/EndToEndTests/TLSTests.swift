import Foundation
import Glibc
import TestSupport
import Testing

/// The TLS options of the program, also with a browser.
@Suite(.serialized) struct TLSTests {
    /// Runs `body` with a headless relay on a free port that has a temporary state folder, and ends it afterwards.
    private func withRelay(
        _ arguments: String..., environment: [String: String] = [:],
        body: (ChildProcess, Int, ScratchFolder) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let process = try Program.start(
            [Program.path, "--headless", "--port", "0"] + arguments,
            environment: ["XDG_STATE_HOME": folder.path].merging(environment) { _, new in new })
        try await withCleanup {
            await process.end()
        } _: {
            let line = try await process.line(containing: "listening")
            let port = line.split(separator: "://localhost:").last.flatMap { Int($0.prefix(while: \.isNumber)) }
            try await body(process, port ?? 0, folder)
        }
    }

    private func run(_ arguments: String...) async throws -> (exit: ChildProcess.Exit, errors: String) {
        let process = try Program.start([Program.path, "--headless", "--port", "0"] + arguments)
        return (try await process.waitForExit(), process.errors)
    }

    // MARK: In a browser

    @Test func callUsesSelfSignedTLSAndAnnouncedICEServers() async throws {
        let server = "turn:127.0.0.1:9,alice,secret"
        try await withRelay("--tls-self-signed", "--ice-server", server) { process, port, _ in
            try await withBrowser("--ignore-certificate-errors") { browser in
                let tabs = [
                    try await browser.open("https://localhost:\(port)/#demo"),
                    try await browser.open("https://127.0.0.1:\(port)/#demo"),
                ]
                for tab in tabs { try await tab.click("#join") }
                for tab in tabs {
                    try await tab.waitUntil("document.body.dataset.state === 'connected'", what: "a connection")
                    try await tab.waitUntil("document.querySelector('#remote').videoWidth > 0", what: "a picture")
                    let used = try await tab.evaluate("JSON.stringify(app.visit.call.pc.getConfiguration().iceServers)")
                    #expect(used.string?.contains("turn:127.0.0.1:9") == true)
                    #expect(try await tab.evaluate("app.visit.socket.url").string?.hasPrefix("wss://") == true)
                }
                #expect(process.output.contains("answer") && !process.output.contains("secret"))
            }
        }
    }

    @Test func untrustedCertificateIsAnEntry() async throws {
        try await withRelay("--tls-self-signed") { process, port, _ in
            try await withBrowser { browser in
                await #expect(throws: (any Error).self) { _ = try await browser.open("https://localhost:\(port)/") }
                let line = try await process.line(containing: "failed")
                #expect(line.contains("does not trust the certificate"))
            }
        }
    }

    @Test func pageOnAnInsecureOriginAsksForHTTPS() async throws {
        try await withRelay("--allow-host", "other.example") { _, port, _ in
            try await withBrowser("--host-resolver-rules=MAP other.example 127.0.0.1") { browser in
                let tab = try await browser.open("http://other.example:\(port)/")
                let message =
                    "This page needs https: browsers allow the camera only on https pages and localhost. "
                    + "Start the relay with --tls-self-signed, then open https://other.example:\(port)/"
                #expect(try await tab.text(of: "#status") == message)
                try await tab.click("#join")
                try await tab.waitUntil("document.body.dataset.state === 'camera-refused'", what: "a refusal")
                #expect(try await tab.text(of: "#status") == message)
            }
        }
    }

    @Test func tlsOnThePlainPortIsAnEntry() async throws {
        try await withRelay { process, port, _ in
            try await withBrowser { browser in
                await #expect(throws: (any Error).self) { _ = try await browser.open("https://localhost:\(port)/") }
                let line = try await process.line(containing: "spoke TLS to the plain port")
                #expect(line.contains("start with --tls-self-signed, or use ws:// and http://"))
            }
        }
    }

    // MARK: Files

    @Test func selfSignedCertificateIsReused() async throws {
        try await withRelay("--tls-self-signed") { first, _, folder in
            let print = try #require(first.output.split(separator: "certificate SHA-256 ").last?.prefix(95))
            #expect(print.split(separator: ":").count == 32)
            try await withRelay("--tls-self-signed", "--log", "json", environment: ["XDG_STATE_HOME": folder.path]) {
                second, _, _ in
                let line = try JSON(parsing: String(second.output.prefix { $0 != "\n" }))
                #expect(line["fingerprint"] == .string(String(print)))
                #expect(line["listening"].string?.hasPrefix("wss://localhost:") == true)
                #expect(line["page"].string?.hasPrefix("https://localhost:") == true)
            }
            #expect(FileManager.default.fileExists(atPath: folder.path + "/signal-console/key.pem"))
        }
    }

    @Test(arguments: [(0o600, false), (0o644, true), (0o640, true)])
    func readableKeyIsUsedWithAWarning(mode: mode_t, isWarned: Bool) async throws {
        try await withRelay("--tls-self-signed") { _, _, folder in
            let (certificate, key) = (
                folder.path + "/signal-console/certificate.pem", folder.path + "/signal-console/key.pem"
            )
            #expect(chmod(key, mode) == 0)
            try await withRelay("--tls-cert", certificate, "--tls-key", key) { process, _, _ in
                let digits = String(mode, radix: 8)
                let warning =
                    "warning: tls-key \(key) is readable by other users (mode 0\(digits)): restrict it with chmod 600"
                #expect(process.errors == (isWarned ? "signal-console: \(warning)\n" : ""))
            }
        }
    }

    @Test func invalidCertificateFilesExitWith64() async throws {
        let missing = try await run("--tls-cert", "/nonexistent/c.pem", "--tls-key", "/nonexistent/k.pem")
        #expect(missing.exit == .code(64))
        #expect(
            missing.errors.hasPrefix("signal-console: /nonexistent/c.pem cannot be read: No such file or directory;"))
        let alone = try await run("--tls-cert", "c.pem")
        #expect(alone.exit == .code(64))
        #expect(
            alone.errors
                == "signal-console: tls-cert needs the private key of the certificate: expected --tls-key FILE\n")
    }

    @Test func unwritableStateFolderExitsWith69() async throws {
        let process = try Program.start(
            [Program.path, "--headless", "--port", "0", "--tls-self-signed"],
            environment: ["XDG_STATE_HOME": "/dev/null"])
        #expect(try await process.waitForExit() == .code(69))
        #expect(
            process.errors.contains("cannot be kept in /dev/null/signal-console: Not a directory; set XDG_STATE_HOME"))
    }

    // MARK: Reloading

    @Test func hangUpReloadsConfigurationAndCertificate() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = try folder.write("tls-self-signed: on\nmax-peers: 1\n", to: "config.yaml")
        try await withRelay("--config", file) { process, _, _ in
            func expectError(_ text: String) async throws {
                try await eventually("\(text); errors: \(process.errors)") { process.errors.contains(text) }
            }
            _ = try folder.write("tls-self-signed: on\nmax-peers: 2\nhost: 127.0.0.1\n", to: "config.yaml")
            process.signal(SIGHUP)
            try await expectError("configuration reloaded: applied: max-peers; needs a restart: host\n")
            try await expectError("certificate reloaded: valid until 20")
            #expect(try await process.line(containing: "  certificate  ").contains("relay"))

            _ = try folder.write("max-peers: 3\nmax-pears: 4\n", to: "config.yaml")
            process.signal(SIGHUP)
            try await expectError("\(file):2:1: unknown entry \"max-pears\": did you mean \"max-peers\"?\n")
            try await expectError("configuration not reloaded; the previous one remains in effect\n")
            #expect(process.exit == nil)
        }
    }

    @Test func reloadedLimitTakesEffect() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = try folder.write("max-peers: 1\n", to: "config.yaml")
        try await withRelay("--config", file) { process, port, _ in
            let first = try await PlainClient.open("ws://localhost:\(port)/")
            _ = try folder.write("max-peers: 2\n", to: "config.yaml")
            process.signal(SIGHUP)
            try await eventually("the reload") { process.errors.contains("applied: max-peers") }
            let second = try await PlainClient.open("ws://localhost:\(port)/")
            try await second.send(text: "hello")
            #expect(try await first.next() == .text("hello"))
            let third = try await PlainClient.open("ws://localhost:\(port)/")
            #expect(try await third.next() == .close(4504, "the relay is full (2 peers)"))
        }
    }

    // MARK: Addresses

    @Test func everyAddressIsListed() async throws {
        let process = try Program.start([
            Program.path, "--headless", "--port", "0", "--host", "0.0.0.0", "--log", "json",
        ])
        let line = try JSON(parsing: try await process.line(containing: "listening"))
        let port = line["listening"].string?.split(separator: ":").last.map(String.init) ?? ""
        #expect(line["listening"] == .string("ws://0.0.0.0:\(port)"))
        #expect(line["page"] == .string("http://localhost:\(port)/"))
        for page in line["pages"].array ?? [] {
            #expect(page.string?.hasPrefix("http://") == true && page.string?.hasSuffix(":\(port)/") == true)
            #expect(page.string?.contains("127.0.0.1") == false)
        }
        await process.end()
    }
}
