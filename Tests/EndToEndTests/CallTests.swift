import TestSupport
import Testing

/// Calls between two browser tabs, displayed by the console.
@Suite(.serialized) struct CallTests {
    private func state(_ tab: Tab, _ state: String) async throws {
        try await tab.waitUntil("document.body.dataset.state === '\(state)'", what: "the page to be \(state)")
    }

    @Test func twoTabsCallAndTheOperatorReplaysAndKicks() async throws {
        try await withConsole(size: (100, 40)) { tmux, port in
            try await withBrowser { browser in
                let alice = try await browser.open("http://localhost:\(port)/?room=demo&name=alice")
                try await alice.click("#join")
                try await state(alice, "waiting")
                let bob = try await browser.open("http://localhost:\(port)/?room=demo&name=bob")
                try await bob.click("#join")
                try await expectCall([alice, bob], connected: "document.body.dataset.state === 'connected'")

                // The page offers to peers that are in the room already, so bob calls alice.
                let screen = try await tmux.waitUntil(what: "the call in the log") {
                    $0.contains("bob→alice   offer") && $0.contains("alice→bob   answer")
                        && $0.contains("bob→alice   candidate")
                }
                #expect(screen.contains("2 peers 1 room"))

                // Replaying the first candidate to its recipient does not affect the call.
                try await tmux.keys("g")
                try await tmux.waitFor("PAUSED at #1,")
                let first = screen.firstMatch(of: /(\d+) +\d+\.\d{3} +bob→alice +candidate/)
                let number = try #require(first.flatMap { Int($0.output.1) })
                for _ in 1..<number { try await tmux.keys("j") }
                try await tmux.waitUntil(what: "the candidate under the cursor") { screen in
                    screen.split(separator: "\n").contains {
                        $0.contains("candidate")
                            && $0.firstMatch(of: #/^▸ +(\d+) /#).flatMap { Int($0.output.1) } == number
                    }
                }
                try await tmux.keys("r")
                try await tmux.waitFor("sent again byte for byte")
                try await tmux.keys("Enter")
                try await tmux.keys("G")
                try await tmux.waitFor("replay of #")
                try await expectCall([alice, bob], connected: "document.body.dataset.state === 'connected'")

                // Alice's page reports that she was removed, and Bob's that she has left.
                try await tmux.keys("1", "g", "x")
                try await tmux.waitFor("kick alice?")
                try await tmux.keys("y")
                try await state(alice, "removed")
                #expect(try await alice.text(of: "#status").contains("removed"))
                try await state(bob, "peer-left")
                try await tmux.waitFor("alice       kicked")
                try await tmux.waitFor("1 peer 1 room")
            }
        }
    }

    @Test func simultaneousCallsConnect() async throws {
        try await withHeadless { _, port in
            try await withBrowser { browser in
                let tabs = [
                    try await browser.open("http://localhost:\(port)/#demo"),
                    try await browser.open("http://localhost:\(port)/#demo"),
                ]
                for _ in 0..<3 {
                    async let first: Void = tabs[0].click("#join")
                    async let second: Void = tabs[1].click("#join")
                    _ = try await (first, second)
                    try await expectCall(tabs, connected: "document.body.dataset.state === 'connected'")
                    for tab in tabs { try await tab.evaluate("document.querySelector('#hangup').click()") }
                    for tab in tabs {
                        try await tab.waitUntil("!document.querySelector('#join').hidden", what: "the button again")
                        try await tab.evaluate(
                            "document.body.dataset.state === 'hung-up' || document.querySelector('#hangup').click()"
                        )
                        try await state(tab, "hung-up")
                    }
                }
            }
        }
    }

    @Test func thirdPageReportsAFullRoom() async throws {
        try await withHeadless { _, port in
            try await withBrowser { browser in
                let page = "http://localhost:\(port)/?room=full"
                let tabs = [try await browser.open(page), try await browser.open(page)]
                try await tabs[0].click("#join")
                try await state(tabs[0], "waiting")
                try await tabs[1].click("#join")
                try await expectCall(tabs, connected: "document.body.dataset.state === 'connected'")
                let third = try await browser.open(page)
                try await third.click("#join")
                try await state(third, "room-full")
                try await expectCall(tabs, connected: "document.body.dataset.state === 'connected'")
            }
        }
    }

    @Test func pageReportsThatTheRelayHasEnded() async throws {
        try await withHeadless { process, port in
            try await withBrowser { browser in
                let tab = try await browser.open("http://localhost:\(port)/")
                try await tab.click("#join")
                try await state(tab, "waiting")
                process.signal(15)
                try await state(tab, "relay-gone")
            }
        }
    }

    @Test func tutorialClientsConnect() async throws {
        try await withConsole(size: (100, 30)) { tmux, port in
            try await withBrowser { browser in
                let first = try await TutorialClient.start(in: browser, port: port)
                try await first.waitUntil("gathered", what: "the first tab's candidates")
                let second = try await TutorialClient.start(in: browser, port: port)
                try await expectCall([first, second], connected: "pc.connectionState === 'connected'")
                for tab in [first, second] { #expect(try await tab.evaluate("failures") == []) }
                // The first client's offer had no recipient, so the offers do not cross.
                try await tmux.keys("g")
                try await tmux.waitFor("p1→nobody   offer")
                try await tmux.keys("G")
                try await tmux.waitFor("p1→p2")
            }
        }
    }
}
