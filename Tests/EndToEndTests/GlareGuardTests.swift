import TestSupport
import Testing

/// Calls of clients without perfect negotiation, in browser tabs, with the glare guard.
@Suite(.serialized) struct GlareGuardTests {
    /// The number of calls of each kind.
    private static let rounds = 10

    /// The order of the two offers.
    enum Way: CaseIterable {
        /// Both clients offer before either receives an offer.
        case crossed
        /// One client offers, and the other answers.
        case alone
        /// Two tutorial clients start at the same time, and both offer.
        case tutorialAtOnce
        /// The second of two tutorial clients starts after the first has offered without a recipient.
        case tutorialLater
    }

    /// The clients lack perfect negotiation (W3C webrtc-pc §10.7).
    @Test(arguments: Way.allCases) func glareGuardConnectsCrossingOffers(way: Way) async throws {
        try await withHeadless("--glare-guard") { process, port in
            try await withBrowser { browser in
                let page = "http://localhost:\(port)/healthz"
                let tabs = [try await browser.open(page), try await browser.open(page)]
                var connected = 0
                for round in 1...Self.rounds {
                    try await begin(way, tabs, port: port, room: "round\(round)")
                    if await areConnected(tabs) { connected += 1 }
                }
                #expect(connected == Self.rounds, "\(process.output)")
                let crossings = process.output.split(separator: "\n").count { $0.contains("glare guard: it crosses #") }
                if way == .crossed { #expect(crossings == Self.rounds) }
                if way == .alone { #expect(crossings == 0) }
            }
        }
    }

    /// Starts clients in new pages of both tabs and in a new room, and lets them call each other.
    private func begin(_ way: Way, _ tabs: [Tab], port: Int, room: String) async throws {
        switch way {
        case .crossed, .alone:
            for tab in tabs { try await MistakenClient().start(in: tab, port: port, room: room) }
            guard way == .crossed else {
                try await tabs[0].evaluate("offer()")
                return
            }
            for tab in tabs { try await tab.evaluate("prepare()") }
            for tab in tabs { try await tab.evaluate("send()") }
        case .tutorialAtOnce, .tutorialLater:
            for tab in tabs { try await tab.go(to: "http://localhost:\(port)/healthz") }
            let script = TutorialClient.script(port: port, room: room)
            guard way == .tutorialAtOnce else {
                try await tabs[0].evaluate(script)
                try await tabs[0].waitUntil("gathered", what: "the first tab's candidates")
                try await tabs[1].evaluate(script)
                return
            }
            async let first = tabs[0].evaluate(script)
            async let second = tabs[1].evaluate(script)
            _ = try await (first, second)
        }
    }

    /// Returns whether both clients connect.
    ///
    /// Tutorial clients may reject a candidate of an offer that had no recipient, and connect nevertheless.
    private func areConnected(_ tabs: [Tab]) async -> Bool {
        for tab in tabs {
            let isConnected = "pc.connectionState === 'connected'"
            let outcome: ()? = try? await tab.waitUntil(isConnected, limit: .seconds(8), what: "a connection")
            if outcome == nil { return false }
        }
        return true
    }

    @Test func consoleEnablesTheGlareGuardForARoom() async throws {
        try await withConsole(size: (200, 50)) { tmux, port in
            try await withBrowser { browser in
                let page = "http://localhost:\(port)/healthz"
                let tabs = [try await browser.open(page), try await browser.open(page)]
                try await tmux.enter(":glare-guard on demo")
                try await tmux.waitFor("glare guard on in room demo")
                try await begin(.crossed, tabs, port: port, room: "demo")
                #expect(await areConnected(tabs))
                try await tmux.waitUntil(what: "an offer that was dropped") {
                    $0.contains(/i *\d+ .* p2→\(p1\) +offer .* kept back by the glare guard/)
                }
                // It has no effect in another room.
                try await begin(.crossed, tabs, port: port, room: "other")
                for tab in tabs { try await tab.waitUntil("failures.length > 0", what: "the failure without it") }
            }
        }
    }
}
