import TestSupport
import Testing

/// The findings for common mistakes of clients, in a browser.
@Suite(.serialized) struct MistakeTests {
    /// Waits until the log contains a finding of `rule` with the given severity, and returns its line.
    private func finding(_ rule: String, _ severity: String, in process: ChildProcess) async throws -> JSON {
        let line = try await process.line(containing: #""rule":"\#(rule)","severity":"\#(severity)""#)
        return try JSON(parsing: line)
    }

    /// The rules of all warnings and errors in the log, without duplicates, in order.
    private func loud(_ process: ChildProcess) throws -> [String] {
        var rules: [String] = []
        for line in process.output.split(separator: "\n").dropFirst() {
            let line = try JSON(parsing: String(line))
            guard let rule = line["rule"].string, line["severity"] != "information", !rules.contains(rule) else {
                continue
            }
            rules.append(rule)
        }
        return rules
    }

    /// RFC 3264 §4: two clients without perfect negotiation offer at the same time.
    @Test func glareIsFound() async throws {
        try await withHeadless("--log", "json") { process, port in
            try await withBrowser { browser in
                let tabs = [
                    try await MistakenClient().start(in: browser, port: port, room: "glare"),
                    try await MistakenClient().start(in: browser, port: port, room: "glare"),
                ]
                for tab in tabs { try await tab.evaluate("prepare()") }
                for tab in tabs { try await tab.evaluate("send()") }
                let finding = try await finding("glare", "error", in: process)
                #expect(finding["peers"] == ["p1", "p2"])
                #expect(finding["text"].string?.contains("both gave way: the answers have no offer left") == true)
                for tab in tabs {
                    try await tab.waitUntil("failures.length > 0", what: "an error in the browser")
                    #expect(try await tab.evaluate("failures[0]").string?.contains("InvalidStateError") == true)
                }
                let rules = try loud(process)
                #expect(rules == ["glare"], "\(process.output)")
            }
        }
    }

    /// W3C webrtc-pc §4.4.1.9.
    @Test func earlyCandidatesAreFound() async throws {
        try await withHeadless("--log", "json") { process, port in
            try await withBrowser { browser in
                let caller = try await MistakenClient(isLate: true).start(in: browser, port: port, room: "early")
                let other = try await MistakenClient().start(in: browser, port: port, room: "early")
                try await caller.evaluate("offer()")
                let finding = try await finding("candidate-before-description", "error", in: process)
                #expect(finding["peers"] == ["p1"])
                try await other.waitUntil("failures.length > 0", what: "an error in the browser")
                #expect(try loud(process) == ["candidate-before-description"])
            }
        }
    }

    @Test func unansweredOfferAndDepartureAreFound() async throws {
        try await withHeadless("--log", "json") { process, port in
            try await withBrowser { browser in
                let caller = try await MistakenClient().start(in: browser, port: port, room: "silence")
                let deaf = try await MistakenClient(isDeaf: true).start(in: browser, port: port, room: "silence")
                try await caller.evaluate("offer()")
                let waiting = try await finding("unanswered-offer", "warning", in: process)
                #expect(waiting["proof"] == [3])
                #expect(try loud(process) == ["unanswered-offer"])
                try await deaf.close()
                let vanished = try await finding("peer-vanished", "error", in: process)
                #expect(vanished["text"].string?.contains("p2 left (closed 1001) before it answered #3") == true)
            }
        }
    }

    /// RFC 3264 §6.
    @Test func missingCommonCodecIsFound() async throws {
        try await withHeadless("--log", "json") { process, port in
            try await withBrowser { browser in
                let caller = try await MistakenClient(codec: "VP8").start(in: browser, port: port, room: "codecs")
                _ = try await MistakenClient(codec: "VP9").start(in: browser, port: port, room: "codecs")
                try await caller.evaluate("offer()")
                let finding = try await finding("no-common-codec", "warning", in: process)
                #expect(finding["text"].string?.contains("m1 video of VP8") == true)
                #expect(try loud(process) == ["no-common-codec"])
            }
        }
    }

    /// W3C webrtc-pc §4.2.3: with the transport policy `relay` and no TURN server, there are no candidates.
    @Test func relayPolicyWithoutRelayIsFound() async throws {
        try await withHeadless("--log", "json") { process, port in
            try await withBrowser { browser in
                let caller = try await MistakenClient(needsRelay: true).start(in: browser, port: port, room: "relay")
                _ = try await MistakenClient(needsRelay: true).start(in: browser, port: port, room: "relay")
                try await caller.evaluate("offer()")
                let finding = try await finding("no-candidates", "error", in: process)
                #expect(finding["peers"] == ["p1"])
                #expect(try loud(process) == ["no-candidates"])
            }
        }
    }

    @Test func consoleExplainsFindings() async throws {
        try await withConsole(size: (100, 40)) { tmux, port in
            try await withBrowser { browser in
                let tabs = [
                    try await MistakenClient().start(in: browser, port: port, room: "glare"),
                    try await MistakenClient().start(in: browser, port: port, room: "glare"),
                ]
                for tab in tabs { try await tab.evaluate("prepare()") }
                for tab in tabs { try await tab.evaluate("send()") }
                try await tmux.waitFor("1 finding (F lists, ] next)")
                let screen = try await tmux.waitFor("failed")
                #expect(screen.contains("! glare · "))
                try await tmux.keys("g", "]")
                try await tmux.waitFor("! p1 and p2 offered at once")
                try await tmux.keys("!")
                try await tmux.waitFor("is:finding")
                try await tmux.keys("F")
                let list = try await tmux.waitFor("─Findings 1 ")
                #expect(list.contains("both gave way"))
                #expect(list.contains("RFC 3264 §4"))
                try await tmux.keys("q")
                try await tmux.waitFor("is:finding")
            }
        }
    }
}
