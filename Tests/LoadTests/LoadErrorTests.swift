import Events
import TestSupport
import Testing

@testable import signal_load

@Suite struct LoadErrorTests {
    private static let url = WebSocketURL("ws://localhost:9")

    @Test func connectionErrorsNameTheURLAndARemedy() throws {
        let url = try #require(Self.url)
        #expect(
            LoadError.noRelay(url, reason: "connection refused").description
                == "cannot connect to ws://localhost:9/: connection refused; expected a running relay"
        )
        #expect(
            LoadError.refused(url, status: 401).description
                == "ws://localhost:9/ refused the WebSocket with status 401; if it requires a token, add ?token=… to the "
                + "URL")
        #expect(LoadError.noRelay(url, reason: "").exitCode == 69)
    }

    @Test func usageErrorsExitWith64() {
        #expect(LoadError.invalidURL("x").exitCode == 64)
        #expect(LoadError.noProcess(1).exitCode == 64)
        #expect(
            LoadError.invalidURL("x").description
                == "invalid URL \"x\": expected a WebSocket URL such as ws://localhost:8080")
    }

    @Test func failedSoakExitsWith1() {
        let error = LoadError.failed(reason: "3 of the pair's 10 messages were lost")
        #expect(error.description == "the relay failed: 3 of the pair's 10 messages were lost")
        #expect(error.exitCode == 1)
    }

    @Test func lostAndLateMessagesFailASoak() {
        var statistics = ControlPair.Statistics()
        #expect(Soak().failure(statistics) == "the pair sent nothing")
        (statistics.sent, statistics.received) = (10, 7)
        #expect(Soak().failure(statistics) == "3 of the pair's 10 messages were lost")
        statistics.received = 10
        statistics.latency.note(249_000_000)
        #expect(Soak().failure(statistics) == nil)
        statistics.latency.note(300_000_000)
        #expect(Soak().failure(statistics) == "the pair's p99 is 300 ms: expected less than 250 ms")
    }

    @Test func serverCommandsHaveNameAndCommand() {
        #expect(
            ServerCommand("a=b --port {port} c=d")?.shellCommand(port: 7) == "TERM=xterm-256color exec b --port 7 c=d")
        for text in ["", "a", "a=", "=b"] { #expect(ServerCommand(text) == nil) }
    }
}
