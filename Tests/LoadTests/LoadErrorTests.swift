import TestSupport
import Testing

@testable import signal_load

@Suite struct LoadErrorTests {
    private static let url = WebSocketURL("ws://localhost:9")

    @Test func whoCannotConnectIsToldWhereAndWhatToDo() throws {
        let url = try #require(Self.url)
        #expect(
            LoadError.noRelay(url, reason: "connection refused").description
                == "no relay at ws://localhost:9/: connection refused; start it first, or give the URL where it listens"
        )
        #expect(
            LoadError.refused(url, status: 401).description
                == "ws://localhost:9/ answers 401 and opens no WebSocket; if it asks for a token, give that in the "
                + "URL: ?token=…")
        #expect(LoadError.noRelay(url, reason: "").exitCode == 69)
    }

    @Test func badUsageHasItsOwnExitCode() {
        #expect(LoadError.noURL("x").exitCode == 64)
        #expect(LoadError.noProcess(1).exitCode == 64)
        #expect(LoadError.noURL("x").description == "'x' is no WebSocket URL; give one with ws: ws://localhost:8080")
    }

    @Test func aRelayThatDidNotHoldUpIsAFailure() {
        let error = LoadError.soaked(reason: "3 of the pair's 10 messages were lost")
        #expect(error.description == "the relay did not hold up: 3 of the pair's 10 messages were lost")
        #expect(error.exitCode == 1)
    }

    @Test func aLostMessageOrALateOneFailsASoak() {
        var talk = ControlPair.Talk()
        #expect(Soak().failure(talk) == "the pair said nothing")
        (talk.said, talk.heard) = (10, 7)
        #expect(Soak().failure(talk) == "3 of the pair's 10 messages were lost")
        talk.heard = 10
        talk.latency.record(249_000_000)
        #expect(Soak().failure(talk) == nil)
        talk.latency.record(300_000_000)
        #expect(Soak().failure(talk) == "the pair's p99 is 300 ms, not under 250 ms")
    }

    @Test func aServerIsANameAndACommand() {
        #expect(ServerCommand("a=b --port {port} c=d")?.words(port: 7) == "TERM=xterm-256color exec b --port 7 c=d")
        for text in ["", "a", "a=", "=b"] { #expect(ServerCommand(text) == nil) }
    }
}
