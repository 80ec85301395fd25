import Foundation
import TestSupport
import Testing

/// Calls between tabs whose pages include the probe, and what the relay says of them.
@Suite(.serialized) struct ProbeCallTests {
    private static let whenConnected = """
        window.connected = 0;
        addEventListener('load', () => {});
        (() => {
          const connect = window.connect;
          window.connect = async () => {
            await connect();
            pc.addEventListener('connectionstatechange', () => {
              if (pc.connectionState === 'connected') window.connected ||= Date.now();
            });
          };
        })()
        """

    /// The types of the candidates in the selected pair, as the page itself sees it.
    private static let selectedTypes = """
        (async () => {
          const stats = [...(await pc.getStats()).values()];
          const pair = stats.find(it => it.type === 'candidate-pair' && (it.selected || it.nominated) && it.state === 'succeeded');
          const type = id => stats.find(it => it.id === id).candidateType;
          return `${type(pair.localCandidateId)} ⇄ ${type(pair.remoteCandidateId)}`;
        })()
        """

    /// The relay knows that both sides are connected within a second of their own events, and over which pair.
    private func expectHealthyCall(in browser: Browser) async throws {
        try await withCall(in: browser, setUp: Self.whenConnected) { scene in
            try await scene.tabs[0].evaluate("call()")
            for tab in scene.tabs { try await tab.waitUntil("connected > 0", what: "a connection") }
            for (tab, peer) in zip(scene.tabs, ["p1", "p2"]) {
                try await scene.expectReport("connected", of: peer)
                let report = scene.entries().first {
                    $0["peer"].string == peer && $0["what"].string?.hasPrefix("connected") == true
                }
                let known = try #require(report?["clock"].string.flatMap(Self.milliseconds))
                let own = try #require(try await tab.evaluate("connected").number)
                #expect(abs(known - own) < 1000)
                #expect(report?["setupMilliseconds"].number ?? -1 >= 0)
                let types = try #require(try await tab.evaluate(Self.selectedTypes).string)
                try await scene.expectReport("selected pair \(types) udp", of: peer)
            }
            #expect(scene.entries { $0["finding"] != .null } == [])
        }
    }

    private static func milliseconds(_ text: String) -> Double? {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return formatter.date(from: text).map { $0.timeIntervalSince1970 * 1000 }
    }

    @Test func aHealthyCallIsKnownToBeConnectedInChromium() async throws {
        try await withBrowser { try await expectHealthyCall(in: $0) }
    }

    @Test func aHealthyCallIsKnownToBeConnectedInFirefox() async throws {
        try await withBrowser(try await Browser.firefox()) { try await expectHealthyCall(in: $0) }
    }

    // MARK: Failures

    @Test func theBrowsersWordsAboutARefusedAnswerAreBesideIt() async throws {
        try await withBrowser { browser in
            try await withCall(in: browser, "&media=data") { scene in
                // The answer comes twice, so that the second one finds the state stable.
                try await scene.tabs[1].evaluate(
                    """
                    outgoing = message => {
                      if (message.sdp?.type === 'answer') setTimeout(() => socket.send(JSON.stringify(message)), 500);
                      return message;
                    }
                    """)
                try await scene.tabs[0].evaluate("call()")
                try await scene.expectFinding("refused-by-browser", "InvalidStateError")
            }
        }
    }

    @Test func aRefusedCandidateIsReported() async throws {
        try await withBrowser { browser in
            try await withCall(in: browser, "&media=data") { scene in
                try await scene.tabs[1].evaluate(
                    """
                    incoming = message => message.candidate
                      ? { candidate: { ...message.candidate, sdpMid: 'none', sdpMLineIndex: 7 } } : message
                    """)
                try await scene.tabs[0].evaluate("call()")
                try await scene.expectFinding("refused-by-browser", "candidate")
            }
        }
    }

    @Test func aMessageThatIsNeverAppliedIsReported() async throws {
        try await withBrowser { browser in
            try await withCall(in: browser, "&media=data") { scene in
                try await scene.tabs[0].evaluate("incoming = message => message.sdp ? undefined : message")
                try await scene.tabs[0].evaluate("call()")
                try await scene.expectFinding("never-applied", "p1")
            }
        }
    }

    /// A relay that is dead: 701.
    @Test func aDeadTURNServerIsReported() async throws {
        try await withBrowser { browser in
            let turn = "turn:127.0.0.1:\(try freePort())?transport=tcp"
            let value = turn.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            try await withCall(in: browser, "&media=data&policy=relay&user=u&credential=c&turn=\(value)") { scene in
                try await scene.tabs[0].evaluate("call()")
                try await scene.expectFinding("ice-server-error", "701", within: .seconds(60))
            }
        }
    }

    /// A TURN server on this machine, which relays for the user `u` with the credential `c`.
    private func withTURN(_ body: (String) async throws -> Void) async throws {
        let port = try freePort()
        let server = try ChildProcess([
            "turnserver", "-n", "--log-file", "stdout", "--no-cli", "--no-tls", "--no-dtls", "--lt-cred-mech",
            "--realm", "test", "--user", "u:c", "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1",
            "--listening-port", "\(port)", "--allow-loopback-peers", "--pidfile", "/dev/null",
        ])
        try await withCleanup {
            await server.end()
        } _: {
            _ = try await server.line(containing: "Relay ports initialization done")
            let turn = "turn:127.0.0.1:\(port)?transport=tcp"
            try await body(turn.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }
    }

    @Test func aWrongCredentialIsReportedWithItsCode() async throws {
        try await withTURN { turn in
            try await withBrowser { browser in
                let query = "&media=data&policy=relay&user=u&credential=wrong&turn=\(turn)"
                try await withCall(in: browser, query) { scene in
                    try await scene.tabs[0].evaluate("call()")
                    try await scene.expectFinding("ice-server-error", "401", within: .seconds(60))
                }
            }
        }
    }

    @Test func aCallOverATURNServerHasTheRightPair() async throws {
        try await withTURN { turn in
            try await withBrowser { browser in
                let query = "&media=data&policy=relay&user=u&credential=c&turn=\(turn)"
                try await withCall(in: browser, query) { scene in
                    try await scene.tabs[0].evaluate("call()")
                    try await scene.expectReport("connected", of: "p1", within: .seconds(60))
                    let own = try await scene.tabs[0].evaluate(Self.selectedTypes)
                    #expect(own == "relay ⇄ relay")
                    try await scene.expectReport("selected pair relay ⇄ relay tcp", of: "p1")
                }
            }
        }
    }

    /// The relay changes the fingerprint, so that DTLS cannot succeed.
    @Test func aWrongFingerprintFailsInDTLS() async throws {
        try await withBrowser { browser in
            try await withCall(in: browser, "&media=data") { scene in
                try await scene.tabs[1].evaluate(
                    """
                    outgoing = message => {
                      if (!message.sdp) return message;
                      const sdp = message.sdp.sdp.replace(/(a=fingerprint:sha-256 )(..):(..)/, '$1$3:$2');
                      return { sdp: { type: message.sdp.type, sdp } };
                    }
                    """)
                try await scene.tabs[0].evaluate("call()")
                try await scene.expectReport("DTLS failed")
                try await scene.expectFinding("connection-failed", "DTLS")
            }
        }
    }

    @Test func aCallWithoutATrackIsSilent() async throws {
        try await withBrowser { browser in
            try await withCall(in: browser) { scene in
                // A transceiver that sends, with a track that is disabled at once, sends no video.
                try await scene.tabs[0].evaluate(
                    """
                    (() => {
                      const connect = window.connect;
                      window.connect = async () => {
                        await connect();
                        for (const sender of pc.getSenders()) if (sender.track?.kind === 'video') await sender.replaceTrack(null);
                      };
                    })()
                    """)
                try await scene.tabs[0].evaluate("call()")
                try await scene.expectFinding("silent-media", "video", within: .seconds(40))
            }
        }
    }

    @Test func aSecondCallOnALiveConnectionIsReported() async throws {
        try await withBrowser { browser in
            try await withCall(in: browser, "&media=data") { scene in
                try await scene.tabs[0].evaluate("call()")
                try await scene.expectReport("connected", of: "p1")
                try await scene.tabs[0].evaluate(
                    "(async () => { window.first = pc; window.pc = undefined; await call(); })()")
                try await scene.expectFinding("connection-leak", "earlier one is still open")
            }
        }
    }

    @Test func aClosedTabIsNoticed() async throws {
        try await withBrowser { browser in
            try await withCall(in: browser, "&media=data") { scene in
                try await scene.tabs[0].evaluate("call()")
                try await scene.expectReport("connected", of: "p1")
                try await scene.tabs[1].go(to: "about:blank")
                try await scene.expectReport("page closed or left", of: "p2")
            }
        }
    }
}
