import TestSupport
import Testing

/// Pages with the probe: they report, and notice nothing of it.
@Suite(.serialized) struct ProbePageTests {
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

    /// The tutorial's client as it is, in a page with nothing but the script tag.
    @Test func theTutorialsPageReportsWithTheScriptTagAlone() async throws {
        try await withHeadless("--log", "json") { program, port in
            try await withBrowser { browser in
                let load = """
                    new Promise(done => {
                      const script = document.createElement('script');
                      script.src = '/probe.js';
                      script.onload = () => done(true);
                      document.head.append(script);
                    })
                    """
                var tabs: [Tab] = []
                for _ in 0..<2 {
                    let tab = try await browser.open("http://localhost:\(port)/healthz")
                    try await tab.evaluate(load)
                    try await tab.evaluate(TutorialClient.script(port: port))
                    try await tab.waitUntil("gathered", what: "all candidates")
                    tabs.append(tab)
                }
                try await expectCall(tabs, connected: "pc.connectionState === 'connected'")
                let scene = ReportedCall(tabs: tabs, program: program)
                for peer in ["p1", "p2"] { try await scene.expectReport("connected", of: peer) }
                try await tabs[1].evaluate("signalConsoleProbe.mark('user pressed call')")
                try await scene.expectReport("mark: user pressed call", of: "p2")
            }
        }
    }

    /// A page that nobody has clicked on may not play sound, unless it uses a microphone itself.
    @Test func aRefusedAutoplayIsReported() async throws {
        let flag = "--autoplay-policy=document-user-activation-required"
        try await withBrowser(try await Browser.start([flag])) { browser in
            try await withCall(in: browser, "&play=manual", second: "&play=manual&media=data") { scene in
                let listener = scene.tabs[1]
                try await listener.connection.command(
                    "browsingContext.activate", ["context": .string(listener.context)])
                try await scene.tabs[0].evaluate("call()")
                try await scene.expectReport("connected", of: "p2")
                try await listener.run("remote.play().catch(() => {})")
                try await scene.expectFinding("playback-refused", "NotAllowedError")
            }
        }
    }

    // MARK: The page is unharmed

    /// 32 behaviors of pages, such as subclassing, promise timing and the order of events, with the probe and without it.
    ///
    /// With `library`, both pages load that script after the probe.
    private func expectUnharmed(in browser: Browser, with library: String = "") async throws {
        try await PageServer.run { pages in
            try await withHeadless("--log", "off") { _, port in
                func results(_ query: String) async throws -> JSON {
                    let relay = "?relay=ws://localhost:\(port)"
                    let tab = try await browser.open("\(pages)/probe-suite.html\(relay)\(query)")
                    try await tab.waitUntil(
                        "finished.then(() => true)", limit: .seconds(120), what: "the end of the suite")
                    let results = try await tab.evaluate("JSON.stringify(results)")
                    try await tab.close()
                    return try JSON(parsing: results.string ?? "null")
                }
                let without = try await results(library)
                let with = try await results("\(library)&probe=http://localhost:\(port)/probe.js")
                guard case .object(let expected) = without else {
                    Issue.record("no results: \(without)")
                    return
                }
                #expect(expected.count >= 30)
                for (name, outcome) in expected {
                    // The trace of a test that a library breaks names our proxies.
                    func shown(_ outcome: JSON) -> Substring? {
                        let text = outcome.string ?? outcome.description
                        return text.hasPrefix("broken") ? text.split(separator: "\n").first : text[...]
                    }
                    #expect(shown(with[name]) == shown(outcome), "\(name)")
                }
            }
        }
    }

    @Test func aPageIsUnharmedInChromium() async throws {
        try await withBrowser("--js-flags=--expose-gc") { try await expectUnharmed(in: $0) }
    }

    @Test func aPageWithAdapterIsUnharmed() async throws {
        try await withBrowser("--js-flags=--expose-gc") {
            try await expectUnharmed(in: $0, with: "&library=adapter.js")
        }
    }

    /// The page says once in its console that its policy forbids the reports, and works as without the probe.
    private func expectWarning(in browser: Browser) async throws {
        try await PageServer.run { pages in
            try await withHeadless("--log", "json") { program, port in
                let probe = "http://127.0.0.1:\(port)/probe.js"
                let tab = try await browser.open("\(pages)/probe-policy.html?probe=\(probe)")
                try await tab.waitUntil("warnings.length > 0", what: "a warning")
                try await tab.evaluate("pc.setLocalDescription()")
                try await tab.waitUntil("pc.iceGatheringState === 'complete'", what: "all candidates")
                let warnings = try await tab.evaluate("warnings")
                #expect(warnings.array?.count == 1)
                #expect(warnings[0].string?.contains("connect-src") == true)
                #expect(!program.output.contains("\"reported\""))
            }
        }
    }

    @Test func aPolicyThatForbidsTheReportsIsNamedOnce() async throws {
        try await withBrowser { try await expectWarning(in: $0) }
        try await withBrowser(try await Browser.firefox()) { try await expectWarning(in: $0) }
    }

    /// adapter.js replaces methods of the connection in Firefox and in Chromium.
    private func expectCallWithAdapter(in browser: Browser) async throws {
        try await withCall(in: browser, "&library=adapter.js") { scene in
            #expect(try await scene.tabs[0].evaluate("typeof adapter.browserDetails.browser") == "string")
            try await scene.tabs[0].evaluate("call()")
            for peer in ["p1", "p2"] { try await scene.expectReport("connected", of: peer) }
        }
    }

    @Test func aCallWithAdapterIsKnownToBeConnected() async throws {
        try await withBrowser { try await expectCallWithAdapter(in: $0) }
        try await withBrowser(try await Browser.firefox()) { try await expectCallWithAdapter(in: $0) }
    }

    @Test func aPageIsUnharmedInFirefox() async throws {
        try await withBrowser(try await Browser.firefox()) { try await expectUnharmed(in: $0) }
    }

    /// The application knows nothing of the probe, and its page has no tags of `html` and `head`.
    @Test func anApplicationBehindTheProxyIsProbedAsItIs() async throws {
        try await SignalingServer.socketIO.run { upstream in
            try await withBrowser { browser in
                try await withHeadlessProxy(upstream, "--inject-probe") { program, port in
                    let call = try await ServerCall.start(in: browser, "http://localhost:\(port)", "")
                    try await expectCall(call.tabs)
                    let scene = ReportedCall(tabs: call.tabs, program: program)
                    var peers: Set<String> = []
                    try await eventually("reports of two clients: \(peers)") {
                        let reports = scene.entries().filter { $0["what"].string?.hasPrefix("connected") == true }
                        peers = Set(reports.compactMap { $0["peer"].string })
                        return peers.count == 2
                    }
                    for tab in call.tabs {
                        #expect(try await tab.evaluate("document.head.firstChild.tagName") == "SCRIPT")
                        #expect(try await tab.evaluate("document.compatMode") == "CSS1Compat")
                    }
                    try await call.end()
                }
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
