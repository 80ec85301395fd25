import Events
import Reports
import Testing

@testable import Importers

/// Dumps of earlier versions of Chromium, and events that the recordings do not have.
@Suite struct EarlierDumpTests {
    private static func lines(_ text: String, page: Int = 1, connection: Int? = 1) throws -> [String] {
        try DumpRecording.read(Array(text.utf8), isText: false).lines(page: page, connection: connection)
    }

    /// The updates of a connection as Chromium 110 writes them.
    private static let updates: [(time: String, type: String, value: String)] = [
        ("1/2/2023, 11:59:58 PM", "createOffer", "options: {offerToReceiveVideo: -1}"),
        ("1/2/2023, 11:59:58 PM", "createOfferOnSuccess", #"type: offer, sdp: v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n"#),
        ("1/2/2023, 11:59:58 PM", "setLocalDescription", #"type: offer, sdp: v=0\r\na=ice-ufrag:ab\r\n"#),
        ("1/2/2023, 11:59:58 PM", "setLocalDescriptionOnSuccess", ""),
        ("1/2/2023, 11:59:58 PM", "signalingstatechange", "have-local-offer"),
        ("1/2/2023, 11:59:58 PM", "icegatheringstatechange", "gathering"),
        (
            "1/2/2023, 11:59:59 PM", "icecandidate",
            "sdpMid: 0, sdpMLineIndex: 0, candidate: candidate:1 1 udp 1 192.0.2.1 9 typ relay, url: turn:a, "
                + "relayProtocol: tls"
        ),
        (
            "1/2/2023, 11:59:59 PM", "icecandidateerror",
            #"url: turn:a\naddress: 192.0.2.1\nport: 4\nhost_candidate: 192.0.2.1:4\nerror_text: no, not you\nerror_code: 401"#
        ),
        ("1/3/2023, 12:00:00 AM", "setRemoteDescription", #"type: answer, sdp: v=0\r\n"#),
        ("1/3/2023, 12:00:00 AM", "setRemoteDescriptionOnFailure", "InvalidStateError: no"),
        ("1/3/2023, 12:00:01 AM", "addIceCandidate", "sdpMid: 0, sdpMLineIndex: 0, candidate: candidate:2"),
        ("1/3/2023, 12:00:01 AM", "addIceCandidateFailed", "sdpMid: 0, sdpMLineIndex: 0, candidate: candidate:3"),
        ("1/3/2023, 12:00:02 AM", "iceconnectionstatechange", "checking"),
        ("1/3/2023, 12:00:02 AM", "datachannel", "label: chat, ordered: true"),
        ("1/3/2023, 12:00:04 AM", "iceconnectionstatechange", "failed"),
        ("1/3/2023, 12:00:04 AM", "connectionstatechange", "failed"),
        ("1/3/2023, 12:00:05 AM", "close", ""),
    ]

    private static func dump(statistics: String = "{}") -> String {
        let log = updates.map { #"{"time":"\#($0.time)","type":"\#($0.type)","value":"\#($0.value)"}"# }
        return #"{"getUserMedia":[],"PeerConnections":{"7-1":{"pid":7,"url":"https://a.example/b?c#d","#
            + #""rtcConfiguration":"{ iceServers: [turn:a, stun:b], iceTransportPolicy: relay, bundlePolicy: balanced }","#
            + #""constraints":"","stats":\#(statistics),"updateLog":[\#(log.joined(separator: ","))]}},"UserAgent":"Chrome/110"}"#
    }

    @Test func theTextsOfVersion110AreRead() throws {
        let recording = try DumpRecording.read(Array(Self.dump().utf8), isText: false)
        #expect(recording.faults.isEmpty)
        #expect(recording.lines(page: 1, connection: nil) == ["page https://a.example/b · Chrome 110"])
        #expect(
            recording.lines(page: 1, connection: 1) == [
                "new RTCPeerConnection: turn:a, stun:b · policy relay", "createOffer(offer) ✓ 0 ms",
                "setLocalDescription(offer) ✓ 0 ms", "signaling have-local-offer", "gathering gathering",
                "gathered candidate:1 1 udp 1 192.0.2.1 9 typ relay", "turn:a answered 401 no",
                "setRemoteDescription(answer) ✗ InvalidStateError: no", "addIceCandidate() ✓ 0 ms",
                "addIceCandidate() ✗ Error: the browser tells no reason", "ICE checking",
                "data channel \"chat\" created", "ICE failed", "failed", "close() ✓ 0 ms",
            ])
        let gathered = recording.reports.compactMap { report in
            if case .gathered(let candidate) = report.report.content { candidate } else { nil }
        }
        #expect(gathered.first?.relayProtocol == "tls" && gathered.first?.url == "turn:a")
        #expect(recording.start == 1_672_703_998_000)
        #expect(recording.journal.last?.time == .seconds(7))
    }

    /// A browser in Kolkata, five and a half hours before UTC.
    @Test func theStatisticsTellTheTimeZoneOfTheUpdates() throws {
        let series =
            #""startTime":"2023-01-02T18:30:00.250Z","endTime":"2023-01-02T18:30:02.250Z","statsType":"transport""#
        let dump = Self.dump(statistics: #"{"T-iceState":{\#(series),"values":"[\"new\",\"checking\",\"failed\"]"}}"#)
        let recording = try DumpRecording.read(Array(dump.utf8), isText: false)
        #expect(recording.start == 1_672_684_198_000)
        let statistics = recording.statistics(page: 1, connection: 1)
        #expect(statistics.map(\.digest.ice) == ["new", "checking", "failed"])
        #expect(statistics.map(\.time.milliseconds) == [2250, 3250, 4250])
    }

    // MARK: Media

    @Test func requestsForMediaAreReportedWithTheirOutcomes() throws {
        let head = #""rid":3,"pid":9,"request_type""#
        let dump = #"""
            {"getUserMedia":[
            {\#(head):"getUserMedia","request_id":0,"url":"https://a.example/","audio":"","video":"{}","timestamp":1000000.5},
            {\#(head):"getDisplayMedia","request_id":1,"url":"https://a.example/","video":"","timestamp":1000001},
            {\#(head):"getUserMedia","request_id":0,"audio_track_info":"{\"id\":\"a\"}","video_track_info":"null","timestamp":1000020},
            {\#(head):"getDisplayMedia","request_id":1,"error":"NotAllowedError","error_message":"denied","timestamp":1000101},
            {\#(head):"getUserMedia","request_id":8,"error":"NotFoundError","timestamp":1000102}],
            "PeerConnections":{}}
            """#
        #expect(
            try Self.lines(dump, connection: nil) == [
                "page https://a.example/ · ", "getUserMedia(audio, video) ✓ 19 ms",
                "getDisplayMedia(video) ✗ NotAllowedError: denied",
            ])
    }

    // MARK: Connections

    @Test func connectionsAreNumberedInTheOrderInWhichTheyWereMade() throws {
        func connection(_ id: String, _ url: String, at time: Int) -> String {
            #""\#(id)":{"url":"\#(url)","updateLog":[{"timestamp":\#(time),"type":"restartIce","value":""}]}"#
        }
        let dump =
            #"{"PeerConnections":{"#
            + [
                connection("1-2", "https://a.example", at: 3000), connection("1-1", "https://a.example", at: 2000),
                connection("2-1", "https://b.example", at: 1000), connection("1-3", "https://c.example", at: 4000),
            ].joined(separator: ",") + "}}"
        let recording = try DumpRecording.read(Array(dump.utf8), isText: false)
        let made = recording.reports.filter { $0.report.text == "restartIce() ✓ 0 ms" }
        #expect(
            made.map { "\($0.page) \($0.report.connection ?? 0)" } == ["page 1 1", "page 2 1", "page 2 2", "page 3 1"])
    }

    @Test func aPageWithManyConnectionsAtOnceLosesNone() throws {
        let connections = (1...300).map {
            #""1-\#($0)":{"url":"https://a.example","updateLog":[{"timestamp":5,"type":"restartIce","value":""}]}"#
        }
        let dump = #"{"PeerConnections":{\#(connections.joined(separator: ","))}}"#
        let recording = try DumpRecording.read(Array(dump.utf8), isText: false)
        #expect(Set(recording.reports.compactMap(\.report.connection)).count == 300)
        #expect(!recording.journal.contains { if case .noted = $0.content { true } else { false } })
    }

    @Test func moreConnectionsThanTheLimitAreAFault() throws {
        let connections = (1...StatisticsTrace.connectionLimit + 2).map {
            #""1-\#($0)":{"updateLog":[{"timestamp":5,"type":"restartIce","value":""}]}"#
        }
        let recording = try DumpRecording.read(
            Array(#"{"PeerConnections":{\#(connections.joined(separator: ","))}}"#.utf8), isText: false)
        #expect(recording.faults.count == 2)
        #expect(recording.faults.first?.reason.contains("expected at most 1024") == true)
    }

    @Test func anUpdateWithoutATimeIsAFaultUnlessAnotherIsBeforeIt() throws {
        let dump = #"""
            {"PeerConnections":{"1-1":{"url":"x","updateLog":[{"type":"restartIce","value":""},
            {"timestamp":1000,"type":"restartIce","value":""},{"timestamp":"soon","type":"close","value":""}]}}}
            """#
        let recording = try DumpRecording.read(Array(dump.utf8), isText: false)
        #expect(recording.lines(page: 1, connection: 1).suffix(2) == ["restartIce() ✓ 0 ms", "close() ✓ 0 ms"])
        #expect(recording.faults.map(\.reason) == ["an update has no time: expected milliseconds in \"timestamp\""])
        #expect(recording.faults.first.map { Array(dump.utf8)[$0.offset] } == UInt8(ascii: "{"))
    }
}
