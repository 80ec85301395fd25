import Foundation
import TestSupport
import Testing

/// Calls between tabs whose pages include the probe, and what the relay says of them.
@Suite(.serialized) struct ProbeCallTests {
    /// The two pages of a call, and the relay's log.
    private struct Scene {
        let tabs: [Tab]
        let program: ChildProcess

        /// The reported entries, or all entries, as JSON.
        func entries(where matches: (JSON) -> Bool = { $0["kind"] == "reported" }) -> [JSON] {
            program.output.split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }.filter(matches)
        }

        /// Waits for a finding whose sentence contains `words`.
        func expectFinding(_ rule: String, _ words: String, within limit: Duration = .seconds(30)) async throws {
            var seen: [String] = []
            try await eventually("\(rule) with \(words): \(seen)", within: limit) {
                let findings = entries { $0["finding"] != .null || $0["rule"] != .null }
                seen = findings.map(\.description)
                return findings.contains { $0.description.contains(rule) && $0.description.contains(words) }
            }
        }

        /// Waits for a report of a peer that contains `words`.
        func expectReport(_ words: String, of peer: String? = nil, within limit: Duration = .seconds(30)) async throws {
            var seen: [String] = []
            try await eventually("a report \(words): \(seen)", within: limit) {
                let reports = entries()
                seen = reports.map { $0["what"].string ?? "" }
                return reports.contains {
                    ($0["what"].string ?? "").contains(words) && (peer == nil || $0["peer"].string == peer)
                }
            }
        }
    }

    /// Runs `body` with two tabs that have joined a room and include the probe.
    private func withCall(
        in browser: Browser, _ query: String = "", setUp: String? = nil,
        _ body: (Scene) async throws -> Void
    ) async throws {
        try await PageServer.run { pages in
            try await withHeadless("--log", "json") { program, port in
                let probe = "http://localhost:\(port)/probe.js"
                let url = "\(pages)/probe-call.html?relay=ws://localhost:\(port)&probe=\(probe)\(query)"
                var tabs: [Tab] = []
                for _ in 0..<2 {
                    let tab = try await browser.open(url)
                    try await tab.evaluate("join()")
                    if let setUp { try await tab.evaluate(setUp) }
                    tabs.append(tab)
                }
                try await body(Scene(tabs: tabs, program: program))
                for tab in tabs { try await tab.close() }
            }
        }
    }

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

    /// The relay knows that both sides are connected within a second of their own events, and over which pair.
    private func expectHealthyCall(in browser: Browser) async throws {
        try await withCall(in: browser, setUp: Self.whenConnected) { scene in
            try await scene.tabs[0].evaluate("call()")
            for tab in scene.tabs { try await tab.waitUntil("connected > 0", what: "a connection") }
            for (tab, peer) in zip(scene.tabs, ["p1", "p2"]) {
                try await scene.expectReport("connection connected", of: peer)
                let report = scene.entries().first {
                    $0["peer"].string == peer && $0["what"].string?.hasPrefix("connection connected") == true
                }
                let known = try #require(report?["clock"].string.flatMap(Self.milliseconds))
                let own = try #require(try await tab.evaluate("connected").number)
                #expect(abs(known - own) < 1000)
                #expect(report?["setupMilliseconds"].number ?? -1 >= 0)
            }
            #expect(scene.entries { $0["finding"] != .null }.filter { $0.description.contains("error") }.isEmpty)
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
                try await scene.expectReport("connection connected", of: "p1")
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
                try await scene.expectReport("connection connected", of: "p1")
                try await scene.tabs[1].go(to: "about:blank")
                try await scene.expectReport("page closed or left", of: "p2")
                try await scene.expectReport("connection", of: "p1")
            }
        }
    }

    // MARK: Pages

    /// Our own page needs nothing: two tabs are known to be connected.
    @Test func theServedPageReportsItsCalls() async throws {
        try await withConsole(size: (160, 45)) { tmux, port in
            try await withBrowser { browser in
                let alice = try await browser.open("http://localhost:\(port)/?room=demo&name=alice")
                try await alice.click("#join")
                try await alice.waitUntil("document.body.dataset.state === 'waiting'", what: "the page to wait")
                let bob = try await browser.open("http://localhost:\(port)/?room=demo&name=bob")
                try await bob.click("#join")
                try await expectCall([alice, bob], connected: "document.body.dataset.state === 'connected'")
                try await tmux.waitUntil(what: "known connections") { screen in
                    screen.split(separator: "\n").filter { $0.contains("connected") && $0.contains("host ⇄ host udp") }
                        .count >= 2
                }
                try await tmux.keys("P")
                try await tmux.waitUntil(what: "the connection screen") {
                    $0.contains("Connection alice ⇄ bob") && $0.contains("succeeded") && $0.contains("video/")
                }
                try await tmux.keys("q", "C")
                try await tmux.waitUntil(what: "the list of calls") { $0.contains("connected") && $0.contains("PATH") }
            }
        }
    }

    @Test func aRelayWithoutProbesServesNoScript() async throws {
        try await withHeadless("--no-probe") { _, port in
            try await withBrowser { browser in
                let tab = try await browser.open("http://localhost:\(port)/")
                #expect(try await tab.evaluate("typeof signalConsoleProbe") == "undefined")
                let status = try await tab.evaluate("fetch('/probe.js').then(response => response.status)")
                #expect(status.number == 404)
            }
        }
    }
}
