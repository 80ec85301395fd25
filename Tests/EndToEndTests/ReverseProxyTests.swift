import Foundation
import TestSupport
import Testing

/// The nginx configuration in docs/deployment.md, in a real nginx in front of the relay.
@Suite(.serialized) struct ReverseProxyTests {
    /// Returns the ```` ```nginx ```` block of the guide.
    private static func example() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let guide = try String(contentsOf: root.appendingPathComponent("docs/deployment.md"), encoding: .utf8)
        let behind = try #require(guide.components(separatedBy: "```nginx\n").dropFirst().first)
        return try #require(behind.components(separatedBy: "```").first)
    }

    /// Runs `body` with nginx in front of the relay at `port`, and with the port of nginx.
    private func withNginx(relay port: Int, _ body: (Int) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let front = try freePort()
        let servers = try Self.example().replacingOccurrences(of: "127.0.0.1:8081", with: "127.0.0.1:\(front)")
            .replacingOccurrences(of: "127.0.0.1:8080", with: "127.0.0.1:\(port)")
        try #require(servers.contains(":\(front);") && servers.contains(":\(port);"))
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(folder.path);" }
        let file = try folder.write(
            """
            daemon off;
            pid \(folder.path)/nginx.pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                # The client reads a refusal to the end of the connection.
                keepalive_timeout 0;
                \(paths.joined(separator: "\n    "))
                \(servers)
            }
            """, to: "nginx.conf")
        let nginx = try ChildProcess(["/usr/sbin/nginx", "-p", folder.path, "-c", file])
        try await withCleanup {
            await nginx.end()
        } _: {
            _ = try await eventually("nginx on port \(front): \(nginx.errors)") { try? TCPStream(port: front) }
            try await body(front)
        }
    }

    @Test func messagesPassAndTheAddressOfTheClientIsShown() async throws {
        try await withHeadless(
            "--log", "json", "--trusted-proxy", "127.0.0.1", "--allow-host", "signal.example.org"
        ) { process, port in
            try await withNginx(relay: port) { front in
                // What the clients themselves say of their address must not be believed.
                let forged = [("X-Forwarded-For", "203.0.113.9")]
                let alice = try await PlainClient.open(
                    "ws://127.0.0.1:\(front)/?room=demo&name=alice", host: "signal.example.org", from: "127.0.0.2",
                    headers: forged)
                let bob = try await PlainClient.open(
                    "ws://127.0.0.1:\(front)/?room=demo&name=bob", host: "signal.example.org", from: "127.0.0.3",
                    headers: forged + [("Forwarded", "for=198.51.100.1")])
                let text = String(repeating: "x", count: 200_000)
                try await alice.send(text: text)
                #expect(try await bob.next() == .text(text))
                try await bob.send(binary: [0, 255])
                #expect(try await alice.next().bytes == [0, 255])
                for (name, address) in [("alice", "127.0.0.2"), ("bob", "127.0.0.3")] {
                    let joined = try await process.line(containing: "\"name\":\"\(name)\"")
                    #expect(joined.contains("\"kind\":\"joined\"") && joined.contains("\"\(address)"), "\(joined)")
                }
                try await alice.close(code: 4001, reason: "bye")
                _ = try await process.line(containing: "closed 4001 bye")
            }
        }
    }

    @Test func aHostThatIsNotAllowedIsRefused() async throws {
        try await withHeadless("--trusted-proxy", "127.0.0.1") { _, port in
            try await withNginx(relay: port) { front in
                let refused = await #expect(throws: UpgradeRefused.self) {
                    _ = try await PlainClient.open("ws://localhost:\(front)/", host: "signal.example.org")
                }
                #expect(refused?.status == 403)
            }
        }
    }
}
