import TestSupport
import Testing

/// Calls between two tabs through the proxy, in front of servers on common libraries.
///
/// Each call is first made without the proxy, which must make no difference.
@Suite(.serialized) struct ProxiedCallTests {
    /// Makes a call and returns its outcome after `wait`.
    private func outcome(
        in browser: Browser, _ url: String, _ query: String,
        until wait: (ServerCall) async throws -> Void = { try await expectCall($0.tabs) }
    ) async throws -> [JSON] {
        let call = try await ServerCall.start(in: browser, url, query)
        try await wait(call)
        let outcome = try await call.outcome()
        try await call.end()
        return outcome
    }

    /// Waits until the log has so many entries of this kind after the first `start` lines.
    private func expect(_ count: Int, _ kind: String, in program: ChildProcess, after start: Int = 0) async throws {
        var lines: [Substring] = []
        try await eventually("\(count) times \(kind): \(lines.joined(separator: "\n"))") {
            lines = program.output.split(separator: "\n").dropFirst(start).filter {
                $0.contains("\"kind\":\"\(kind)\"")
            }
            return lines.count == count
        }
    }

    /// Waits until an answer completes a negotiation of two clients, or of a client with the server.
    ///
    /// A client has an odd number, the server's end of its connection the next one.
    private func expectAnswer(
        in program: ChildProcess, ofServer isServer: Bool = false, after start: Int = 0
    ) async throws {
        var answers: [Substring] = []
        try await eventually("an answer of \(isServer ? "the server" : "a client"): \(answers)") {
            answers = program.output.split(separator: "\n").dropFirst(start).filter {
                $0.contains("\"kind\":\"answer\"") && $0.contains("\"progress\":\"answered\"")
            }
            return answers.contains { line in
                let peers = line.split(separator: "\"peers\":[").last?.prefix { $0 != "]" } ?? ""
                let numbers = peers.split(separator: ",").compactMap { Int($0.filter(\.isNumber)) }
                return numbers.count == 2 && numbers.allSatisfy { $0 % 2 == 1 } == !isServer
            }
        }
    }

    // MARK: Socket.IO

    /// The stock client polls until the session exists, and then upgrades to a WebSocket.
    @Test func aCallOverSocketIOConnectsAfterAnUpgrade() async throws {
        func wait(_ call: ServerCall) async throws {
            try await expectCall(call.tabs)
            for tab in call.tabs { try await tab.waitUntil("transport() === 'websocket'", what: "an upgrade") }
        }
        try await SignalingServer.socketIO.run { upstream in
            try await withBrowser { browser in
                let direct = try await outcome(in: browser, upstream, "", until: wait)
                try await withHeadlessProxy(upstream) { program, port in
                    let proxied = try await outcome(in: browser, "http://localhost:\(port)", "", until: wait)
                    #expect(proxied == direct)
                    _ = try await program.line(containing: "\"transport\":\"socket.io ws\"")
                    try await expectAnswer(in: program)
                }
            }
        }
    }

    @Test func aCallOverSocketIOConnectsByPollingAlone() async throws {
        func wait(_ call: ServerCall) async throws {
            try await expectCall(call.tabs)
            for tab in call.tabs { #expect(try await tab.evaluate("transport()") == "polling") }
        }
        let query = "transports=polling"
        try await SignalingServer.socketIO.run { upstream in
            try await withBrowser { browser in
                let direct = try await outcome(in: browser, upstream, query, until: wait)
                try await withHeadlessProxy(upstream) { program, port in
                    let proxied = try await outcome(in: browser, "http://localhost:\(port)", query, until: wait)
                    #expect(proxied == direct)
                    try await expectAnswer(in: program)
                }
            }
        }
    }

    // MARK: WebSockets

    /// A mode of the server, and the messages that pass the proxy, in any direction.
    private struct Mode {
        let name: String
        var offers = 2
        var answers = 2
        /// The finding about the server; `nil` if there is none.
        var rule: String?
    }

    private static let modes = [
        Mode(name: "routes"), Mode(name: "broadcasts"), Mode(name: "echoes", offers: 3, answers: 3),
        Mode(name: "edits", rule: "changed-by-server"), Mode(name: "batches"),
        Mode(name: "swallows", answers: 1, rule: "swallowed-by-server"), Mode(name: "answers"),
    ]

    /// Waits until a call has come as far as it can.
    private func wait(_ call: ServerCall, mode: String) async throws {
        switch mode {
        case "swallows":
            try await call.tabs[0].waitUntil("pc.localDescription?.type === 'answer'", what: "an answer that is sent")
            try await call.tabs[1].waitUntil("received.includes('candidate')", what: "a candidate")
        case "answers":
            for tab in call.tabs {
                try await tab.waitUntil("pc.remoteDescription?.type === 'answer'", what: "an answer")
            }
        default: try await expectCall(call.tabs)
        }
    }

    @Test func aCallHasTheSameOutcomeOnEachKindOfServer() async throws {
        try await SignalingServer.webSocket.run { upstream in
            try await withBrowser { browser in
                try await withHeadlessProxy(upstream) { program, port in
                    for mode in Self.modes {
                        let query = "mode=\(mode.name)"
                        let direct = try await outcome(in: browser, upstream, query) {
                            try await wait($0, mode: mode.name)
                        }
                        let lines = program.output.split(separator: "\n").count
                        let proxied = try await outcome(in: browser, "http://localhost:\(port)", query) {
                            try await wait($0, mode: mode.name)
                            // A message is swallowed only while the other tab is there.
                            if let rule = mode.rule { _ = try await program.line(containing: "\"rule\":\"\(rule)\"") }
                        }
                        #expect(proxied == direct, "\(mode.name)")
                        try await expect(mode.offers, "offer", in: program, after: lines)
                        try await expect(mode.answers, "answer", in: program, after: lines)
                        if mode.name != "swallows" {
                            try await expectAnswer(in: program, ofServer: mode.name == "answers", after: lines)
                        }
                    }
                }
            }
        }
    }

    @Test func aCallInFirefoxConnects() async throws {
        try await SignalingServer.webSocket.run { upstream in
            try await withBrowser(try await Browser.firefox()) { browser in
                try await withHeadlessProxy(upstream) { program, port in
                    _ = try await outcome(in: browser, "http://localhost:\(port)", "mode=routes")
                    try await expect(2, "offer", in: program)
                    try await expect(2, "answer", in: program)
                    try await expectAnswer(in: program)
                }
            }
        }
    }
}
