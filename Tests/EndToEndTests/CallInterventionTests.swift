import TestSupport
import Testing

/// Interception of the messages of a call between two browser tabs.
@Suite(.serialized) struct CallInterventionTests {
    /// Runs `body` with a console and two tabs, `p1` and `p2`, of a client without perfect negotiation.
    private func withTwo(
        environment: [String: String] = [:], _ body: (Tmux, Tab, Tab) async throws -> Void
    ) async throws {
        try await withConsole(size: (200, 50), environment: environment) { tmux, port in
            try await withBrowser { browser in
                let first = try await MistakenClient().start(in: browser, port: port, room: "demo")
                let second = try await MistakenClient().start(in: browser, port: port, room: "demo")
                try await tmux.waitFor("2 peers 1 room")
                try await body(tmux, first, second)
            }
        }
    }

    /// Adds a rule that holds offers, and lets `tab` send one.
    private func holdOffer(of tab: Tab, _ tmux: Tmux) async throws {
        try await tmux.keys("i")
        try await tmux.waitFor("kind:offer")
        try await tmux.keys("Enter")
        try await tmux.waitFor("hold kind:offer, 30 s")
        try await tab.evaluate("offer()")
        try await waitUntilHeld(tmux)
    }

    /// Waits until the offer is held, and its candidates behind it.
    private func waitUntilHeld(_ tmux: Tmux) async throws {
        try await tmux.waitUntil(what: "a held offer of p1") {
            $0.contains(/1 rule, \d+ held \d+s/) && $0.contains(/p1→\(p2\) +offer/)
                && $0.contains(/p1→\(p2\) +candidate .* queued behind #/)
        }
    }

    private func expectConnected(_ tabs: [Tab]) async throws {
        for tab in tabs { try await tab.waitUntil("pc.connectionState === 'connected'", what: "a connection") }
        for tab in tabs { #expect(try await tab.evaluate("failures") == []) }
    }

    /// Returns the codec of the video that a page decodes.
    private func codec(_ tab: Tab) async throws -> String? {
        try await eventually("a picture") {
            try await tab.evaluate(
                """
                (async () => {
                    const all = [...(await pc.getStats()).values()];
                    const video = all.find(it =>
                        it.type === 'inbound-rtp' && it.kind === 'video' && it.framesDecoded > 0);
                    return all.find(it => it.id === video?.codecId)?.mimeType;
                })()
                """
            ).string
        }
    }

    /// RFC 3264 §4: the offers are sent one after the other, but delivered so that they cross.
    @Test func forcedGlareIsFoundAndBreaksPlainClients() async throws {
        try await withTwo { tmux, first, second in
            try await tmux.enter(":preset forced-glare")
            try await tmux.waitFor("hold kind:offer until")
            try await first.evaluate("offer()")
            try await waitUntilHeld(tmux)
            try await second.evaluate("offer()")
            for tab in [first, second] {
                try await tab.waitUntil("failures.length > 0", what: "an error in the browser")
                #expect(try await tab.evaluate("failures[0]").string?.contains("InvalidStateError") == true)
                #expect(try await tab.evaluate("pc.connectionState") != "connected")
            }
            let screen = try await tmux.waitFor("failed")
            #expect(screen.contains("both sides have one"))
            try await tmux.keys("F")
            let list = try await tmux.waitFor("─Findings 1 ")
            #expect(list.contains("p1 and p2 offered at once"))
            #expect(list.contains("both gave way"))
            #expect(list.contains("RFC 3264 §4"))
        }
    }

    @Test func releasedOfferConnects() async throws {
        try await withTwo { tmux, first, second in
            try await holdOffer(of: first, tmux)
            try await tmux.waitUntil(what: "a countdown") { $0.contains(/#\d+ held \d+s: a releases it/) }
            #expect(try await second.evaluate("pc.signalingState") == "stable")
            #expect(try await first.evaluate("pc.signalingState") == "have-local-offer")
            try await tmux.keys("a")
            // The column ends within the sentence if the message was held for more than 100 ms.
            try await tmux.waitFor("released by the op")
            try await expectConnected([first, second])
            #expect(try await codec(second) == "video/VP8")
        }
    }

    @Test func keepCodecChangesTheCodecOfTheCall() async throws {
        try await withTwo { tmux, first, second in
            try await holdOffer(of: first, tmux)
            try await tmux.enter(":keep-codec VP9")
            try await tmux.waitFor("─Draft in place of held #")
            try await tmux.keys("Enter")
            try await tmux.waitFor("edited from #")
            try await expectConnected([first, second])
            for tab in [first, second] { #expect(try await codec(tab) == "video/VP9") }
        }
    }

    @Test func editedOfferChangesTheCall() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let editor = try folder.write(
            """
            #!/bin/sh
            test -t 0 && test -t 1 || exit 1
            type=$(sed -n 's,^a=rtpmap:\\([0-9]*\\) VP9/90000.*,\\1,p' "$1" | head -n 1)
            sed -i "/^m=video/,\\$ {
                s/^\\(m=video [0-9]* [^ ]*\\) [0-9 ]*/\\1 $type/
                /^a=\\(rtpmap\\|fmtp\\|rtcp-fb\\):/ { /:$type /!d }
            }" "$1"
            """, to: "editor")
        try await withTwo(environment: ["VISUAL": "", "EDITOR": "sh \(editor)"]) { tmux, first, second in
            try await holdOffer(of: first, tmux)
            try await tmux.keys("e")
            let screen = try await tmux.waitFor("─Draft in place of held #")
            #expect(screen.hasPrefix(" signal-console  ws://localhost:"))
            #expect(screen.contains("● LIVE"))
            #expect(screen.contains("nothing is wrong with it"))
            #expect(try await tmux.expand("#{cursor_flag} #{alternate_on}") == "0 1")
            try await tmux.keys("Enter")
            try await tmux.waitFor("edited from #")
            try await expectConnected([first, second])
            for tab in [first, second] { #expect(try await codec(tab) == "video/VP9") }
        }
    }

    /// W3C webrtc-pc §4.4.1.9: adding a known candidate succeeds and has no effect.
    @Test func replayedCandidateIsAccepted() async throws {
        try await withTwo { tmux, first, second in
            try await first.evaluate("offer()")
            try await expectConnected([first, second])
            try await first.waitUntil("pc.iceGatheringState === 'complete'", what: "all candidates")
            try await tmux.enter("/kind:candidate from:p1")
            try await tmux.waitFor("2 Log ")
            let before = try await acceptedCount(second, first)
            try await tmux.keys("2", "g")
            try await tmux.waitUntil(what: "a candidate under the cursor") {
                $0.split(separator: "\n").contains { $0.contains(/▸ +\d+ .* p1→p2 +candidate/) }
            }
            try await tmux.keys("r")
            try await tmux.waitFor("sent again byte for byte")
            try await tmux.keys("Enter")
            try await second.waitUntil("taken === \(before + 1)", what: "the candidate")
            try await expectConnected([first, second])
        }
    }

    /// Waits until `tab` has accepted all candidates that `other` has gathered, and returns their number.
    private func acceptedCount(_ tab: Tab, _ other: Tab) async throws -> Int {
        let candidateCount = "pc.localDescription.sdp.match(/a=candidate:/g).length"
        let count = Int(try await other.evaluate(candidateCount).number ?? 0)
        try await tab.waitUntil("taken >= \(count)", what: "\(count) candidates")
        return Int(try await tab.evaluate("taken").number ?? 0)
    }
}
