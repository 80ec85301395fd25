import Reports
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing

/// The endpoint of probes, with real sockets.
@Suite struct ProbeTests {
    private static let protocolField = "Sec-WebSocket-Protocol: signal-console.probe.v1\r\n"

    private static func page(_ session: String = "a") -> String {
        #"{"type":"page","session":"\#(session)","now":0,"t":0,"url":"http://localhost/","secure":true}"#
    }

    private func open(_ relay: RelayServer, _ path: String = "/probe", headers: String = "") throws -> WebSocketClient {
        try WebSocketClient.opened(relay, path, headers: Self.protocolField + headers)
    }

    private func report(_ watch: EntryRecorder, _ text: String) -> PageReport? {
        watch.first { $0.report?.report.text.contains(text) == true }?.report
    }

    @Test func reportsBecomeEntriesAndTheProbeIsNoPeer() throws {
        try withRelay { relay, watch in
            let peer = try WebSocketClient.opened(relay)
            let probe = try open(relay)
            try probe.send(text: Self.page())
            try probe.send(text: #"{"type":"mark","t":5,"text":"hello"}"#)
            #expect(report(watch, "http://localhost/")?.page == PageID(1))
            #expect(report(watch, "mark: hello")?.page == PageID(1))
            try probe.send(text: #"{"sdp":{"type":"offer","sdp":"v=0"}}"#)
            let fault = watch.first { if case .noted(.page(.invalidReport)) = $0.content { true } else { false } }
            #expect(fault != nil)
            let close = try probe.nextExceptPings()
            #expect(close?.opcode == ClientFrame.Opcode.close)
            #expect(watch.first { if case .noted(.page(.left)) = $0.content { true } else { false } } != nil)
            // The only peer has received nothing, and is the only one.
            try peer.send(ClientFrame(ClientFrame.Opcode.ping, "x"))
            #expect(try peer.next()?.opcode == ClientFrame.Opcode.pong)
            let joined = watch.entries.filter { if case .joined = $0.content { true } else { false } }
            #expect(joined.count == 1)
        }
    }

    /// The first events of a page that uses rtcstats-js.
    @Test func aPageWithRTCStatsIsAProbe() throws {
        try withRelay { relay, watch in
            let headers =
                "Sec-WebSocket-Protocol: rtcstats#5.0\r\nOrigin: http://localhost:3000\r\nUser-Agent: Firefox/140.0\r\n"
            let probe = try WebSocketClient.opened(relay, "/probe", headers: headers)
            try probe.send(text: #"["create","PC_0",{"iceServers":[]},1700000000000]"#)
            #expect(report(watch, "http://localhost:3000")?.page == PageID(1))
            #expect(report(watch, "new RTCPeerConnection")?.report.connection == 1)
        }
    }

    @Test func aClientWithoutTheSubprotocolIsAPeer() throws {
        try withRelay { relay, watch in
            let client = try WebSocketClient.opened(relay, "/probe")
            #expect(watch.first { if case .joined = $0.content { true } else { false } } != nil)
            withExtendedLifetime(client) {}
        }
    }

    @Test func aProbeThatReconnectsIsTheSamePage() throws {
        try withRelay { relay, watch in
            let first = try open(relay)
            try first.send(text: Self.page("same"))
            #expect(report(watch, "http://localhost/") != nil)
            first.cut()
            #expect(watch.first { if case .noted(.page(.left)) = $0.content { true } else { false } } != nil)
            let second = try open(relay)
            try second.send(text: Self.page("same"))
            try second.send(text: #"{"type":"mark","t":5,"text":"again"}"#)
            #expect(report(watch, "again")?.page == PageID(1))
        }
    }

    @Test func probesAreSubjectToTheTokenAndTheOrigin() throws {
        try withRelay({ $0.token = "secret" }) { relay, _ in
            #expect(throws: UpgradeRefused.self) { try open(relay) }
            #expect(throws: UpgradeRefused.self) {
                try open(relay, "/probe?token=secret", headers: "Origin: http://evil.example\r\n")
            }
            _ = try open(relay, "/probe?token=secret", headers: "Origin: http://localhost:3000\r\n")
        }
    }

    @Test func probesThatAreTurnedOffAreRefused() throws {
        try withRelay({ $0.acceptsProbes = false }) { relay, watch in
            #expect(throws: UpgradeRefused.self) { try open(relay) }
            let refusal = watch.first { if case .refused(_, .probesDisabled) = $0.content { true } else { false } }
            #expect(refusal != nil)
            _ = try WebSocketClient.opened(relay, "/probe")
        }
    }

    /// A flood is closed with 4013, and the relay keeps delivering.
    @Test func aFloodOfReportsIsClosed() throws {
        try withRelay { relay, watch in
            let (one, other) = (try WebSocketClient.opened(relay), try WebSocketClient.opened(relay))
            let probe = try open(relay)
            try probe.send(text: Self.page())
            for number in 0..<400 { try? probe.send(text: #"{"type":"mark","t":\#(number),"text":"x"}"#) }
            let close = try probe.nextExceptPings()
            #expect(close?.closeCode == CloseCode.tooFast.rawValue)
            let marks = watch.entries.filter { $0.report?.report.text.hasPrefix("mark") == true }
            #expect(marks.count < 400)
            try one.send(text: "hi")
            #expect(try other.nextExceptPings()?.text == "hi")
        }
    }

    @Test func aReportLargerThan64KiBIsRefused() throws {
        try withRelay { relay, _ in
            let probe = try open(relay)
            try probe.send(text: Self.page())
            try? probe.send(text: String(repeating: "x", count: 70_000))
            #expect(try probe.nextExceptPings()?.closeCode == 1009)
        }
    }

    @Test func aProxyHasTheEndpointAndTheScriptBelowItsOwnPath() throws {
        try withProxy(
            { configuration, _ in
                configuration.files = [
                    WebFile(path: "/probe.js", contentType: "text/javascript", bytes: Array("'probe'".utf8))
                ]
            },
            { proxy, _, watch in
                let client = try WebSocketClient(proxy)
                let head = try client.request("GET /.signal-console/probe.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(head.contains("text/javascript"))
                // A page of the server may include the script of a relay.
                let other = try open(proxy, "/probe")
                try other.send(text: Self.page("other"))
                #expect(report(watch, "http://localhost/")?.page == PageID(1))
                let probe = try open(proxy, "/.signal-console/probe")
                try probe.send(text: Self.page())
                try probe.send(text: #"{"type":"mark","t":5,"text":"through"}"#)
                #expect(report(watch, "through") != nil)
            })
    }
}
