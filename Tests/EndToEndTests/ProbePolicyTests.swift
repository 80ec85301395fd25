import Foundation
import TestSupport
import Testing

/// Pages whose policy forbids the probe, unless the proxy extends it.
@Suite(.serialized) struct ProbePolicyTests {
    private static let policies = [
        "default-src 'none'", "default-src 'self'", "script-src 'none'; connect-src 'none'",
        "script-src 'strict-dynamic' 'nonce-abc'; connect-src https:", "script-src 'strict-dynamic' 'sha256-YQ=='",
        "script-src 'nonce-abc', default-src 'none'",
    ]

    /// The browser loads the script, and lets it open its WebSocket.
    private func expectReports(in browser: Browser) async throws {
        try await SignalingServer.policies.run { upstream in
            for policy in Self.policies {
                try await withHeadlessProxy(upstream, "--inject-probe") { program, port in
                    let query = policy.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                    let tab = try await browser.open("http://localhost:\(port)/?policy=\(query)")
                    #expect(try await tab.evaluate("typeof signalConsoleProbe") == "object", "\(policy)")
                    try await tab.evaluate(
                        "(async () => { window.pc = new RTCPeerConnection(); pc.createDataChannel('a'); await pc.setLocalDescription(); })()"
                    )
                    try await eventually("a report under \(policy): \(program.output)") {
                        program.output.contains("\"kind\":\"reported\"")
                    }
                    try await tab.close()
                }
            }
        }
    }

    @Test func policiesAreExtendedInChromium() async throws {
        try await withBrowser { try await expectReports(in: $0) }
    }

    @Test func policiesAreExtendedInFirefox() async throws {
        try await withBrowser(try await Browser.firefox()) { try await expectReports(in: $0) }
    }
}
