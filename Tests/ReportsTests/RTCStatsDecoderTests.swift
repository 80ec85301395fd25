import Testing

@testable import Reports

/// The events of a page that uses rtcstats-js, as reports.
@Suite struct RTCStatsDecoderTests {
    private var page = RTCStatsPage()
    private var decoder = RTCStatsDecoder(
        session: "s", url: "https://app.example.org", agent: "Mozilla/5.0 Firefox/150.0")

    /// Sends an event after `milliseconds`; returns the lines of the reports.
    private mutating func lines(
        _ method: Value, _ connection: Value, _ argument: Value = nil, _ extra: Value? = nil,
        after milliseconds: Int = 0
    ) throws -> [String] {
        try reports(method, connection, argument, extra, after: milliseconds).map(\.text)
    }

    private mutating func reports(
        _ method: Value, _ connection: Value, _ argument: Value = nil, _ extra: Value? = nil,
        after milliseconds: Int = 0
    ) throws -> [PeerReport] {
        let bytes =
            extra.map { page.event(method, connection, argument, $0, after: milliseconds) }
            ?? page.event(method, connection, argument, after: milliseconds)
        return try decoder.decode(bytes)
    }

    @Test mutating func theFirstReportIsThatOfThePage() throws {
        let first = try reports(39, nil, ["hardwareConcurrency": 8, "window": ["width": 1280]])
        guard first.count == 1, case .page(let facts) = first[0].content else { return #expect(Bool(false)) }
        #expect((first[0].time, first[0].connection, facts.now) == (0, nil, 0))
        #expect((facts.session, facts.url, facts.isSecure) == ("s", "https://app.example.org", true))
        #expect(first[0].text == "page https://app.example.org · Firefox 150")
    }

    @Test mutating func aPageThatConnectsLateSendsItsEventsFirst() throws {
        let first = try reports(39, "PC_0", ["iceServers": [["urls": "stun:stun.example.org"]]])
        #expect(first.map(\.connection) == [nil, 1])
        #expect(try lines(39, nil, ["deviceMemory": 8], after: 4000) == [])
        // The socket is open, and what was kept has been sent: the clock is exact.
        let opened = try reports("websocket", nil, ["connectionTime": 20], after: 100)
        guard opened.count == 1, case .page(let facts) = opened[0].content else { return #expect(Bool(false)) }
        #expect((opened[0].time, facts.now) == (4_100_000, 4_100_000))
    }

    @Test(arguments: [
        ("", true), ("https://a.example", true), ("http://localhost:3000", true), ("http://app.localhost", true),
        ("http://127.0.0.1:8080", true), ("http://[::1]:80", true), ("http://192.0.2.1", false),
        ("http://localhost.example.org", false),
    ])
    func anOriginTellsWhetherItIsSecure(url: String, isSecure: Bool) throws {
        var decoder = RTCStatsDecoder(session: "", url: url)
        var page = RTCStatsPage()
        guard case .page(let facts) = try decoder.decode(page.event(39, nil, nil)).first?.content else {
            return #expect(Bool(false))
        }
        #expect(facts.isSecure == isSecure)
    }

    // MARK: Events

    /// Events of one message: method, connection, argument, further element, connection of the report, its line.
    private static let events: [(Value, Value, Value, Value?, Int?, String)] = [
        (39, "PC_4", nil, nil, 5, "new RTCPeerConnection: no ICE servers"),
        (
            39, "PC_0",
            [
                "iceServers": [
                    ["urls": ["stun:a", "turn:b"], "username": "u"], ["urls": "turns:c"], ["url": "stun:d"],
                ],
                "iceTransportPolicy": "relay",
            ], nil, 1, "new RTCPeerConnection: stun:a, turn:b, turns:c, stun:d · policy relay"
        ),
        (38, "PC_0", ["iceServers": []], nil, 1, "setConfiguration: no ICE servers"),
        (23, "PC_0", "have-local-offer", nil, 1, "signaling have-local-offer"),
        (24, "PC_0", "checking", nil, 1, "ICE checking"), (25, "PC_0", "failed", nil, 1, "failed"),
        (26, "PC_0", "complete", nil, 1, "gathering complete"),
        ("oniceconnectionstatechange", "PC_0", "failed", nil, 1, "ICE failed"),
        (
            20, "PC_0", ["candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdpMid": "0"], nil, 1,
            "gathered candidate:1 1 udp 1 192.0.2.1 9 typ host"
        ),
        (20, "PC_0", nil, nil, 1, "gathering complete"),
        (
            21, "PC_0",
            [
                "address": nil, "port": nil, "url": "turn:turn.example.org", "errorCode": 401,
                "errorText": "Unauthorized",
            ],
            nil, 1, "turn:turn.example.org answered 401 Unauthorized"
        ),
        (22, "PC_1", ["video", "t1", "stream"], nil, 2, "remote video track added"),
        (30, "PC_1", ["audio", "t2"], nil, 2, "local audio track added"),
        (32, "PC_1", [["video", "t3"], ["direction": "sendonly"]], nil, 2, "local video track added"),
        (27, "PC_0", nil, nil, 1, "negotiationneeded"),
        (35, "PC_0", ["chat", ["ordered": true]], nil, 1, #"data channel "chat" created"#),
        (28, "PC_0", [1, "chat"], nil, 1, #"data channel "chat" created"#),
        (36, "PC_0", nil, nil, 1, "close() ✓ 0 ms"), (37, "PC_0", nil, nil, 1, "restartIce() ✓ 0 ms"),
        (
            80, "PC_0", ["width": 320, "height": 240, "videoWidth": 640, "videoHeight": 480], "t1", 1,
            "remote video shown, 640x480"
        ),
        (
            15, "PC_0", "InvalidStateError: Failed: wrong state", "8-7", 1,
            "setRemoteDescription() ✗ InvalidStateError: Failed: wrong state"
        ),
        (14, "PC_0", "no reason", nil, 1, "setLocalDescription() ✗ Error: no reason"),
    ]

    @Test(arguments: events.indices) mutating func anEventIsDecodedAndDescribed(index: Int) throws {
        let (method, connection, argument, extra, number, line) = Self.events[index]
        _ = try lines(39, nil)
        let reports = try reports(method, connection, argument, extra, after: 250)
        #expect(reports.map(\.text) == [line])
        #expect(reports.map(\.connection) == [number])
        #expect(reports.map(\.time) == [250_000])
    }

    /// Events that have no report.
    private static let ignored: [(Value, Value, Value)] = [
        (40, "PC_0", ["optional": []]), (41, "PC_0", []), (50, "PC_0", []), (66, nil, []), (67, nil, nil),
        (70, nil, []), (99, "PC_0", 1), ("custom", "user", nil), ("identity", nil, ["room": "a"]), (3, "PC_0", nil),
        (7, "PC_0", nil), (9, "PC_0", nil), (11, "PC_0", nil), (61, nil, []), (72, nil, "t9"), (73, "PC_0", "t9"),
        ("g", "PC_0", [:]), ("g", "PC_0", nil), ("g", "PC_0", ["3": ["80": 5], "t": 1]), (24, "PC_0", nil),
        (22, "PC_0", nil), (30, "PC_0", ["audio"]),
    ]

    @Test(arguments: ignored.indices) mutating func otherEventsAreIgnored(index: Int) throws {
        let (method, connection, argument) = Self.ignored[index]
        _ = try lines(39, nil)
        #expect(try lines(method, connection, argument) == [])
        // Their times count all the same.
        #expect(try lines(99, nil, nil, after: 30) == [])
        #expect(try reports(24, "PC_0", "new", after: 20).map(\.time) == [50_000])
    }

    // MARK: Calls

    @Test mutating func aCallIsReportedOnceItHasSettled() throws {
        _ = try lines(39, "PC_0")
        #expect(try lines(2, "PC_0", nil, "2-0", after: 10) == [])
        #expect(
            try lines(3, "PC_0", ["type": "offer", "sdp": "v=0\r\n"], "2-0", after: 3) == ["createOffer(offer) ✓ 3 ms"])
        #expect(try lines(10, "PC_0", ["candidate": "candidate:1", "sdpMid": "0"], "10-0", after: 1) == [])
        #expect(try lines(10, "PC_0", nil, "10-1") == [])
        #expect(try lines(11, "PC_0", nil, "10-1", after: 2) == ["addIceCandidate(end-of-candidates) ✓ 2 ms"])
        let failed = try reports(16, "PC_0", "OperationError: Error processing ICE candidate", "10-0", after: 5)
        #expect(failed.map(\.text) == ["addIceCandidate() ✗ OperationError: Error processing ICE candidate"])
        // The time is that of the call.
        #expect(failed.map(\.time) == [14_000])
        guard case .call(let call) = failed[0].content else { return #expect(Bool(false)) }
        #expect(call.duration == 7000)
        #expect((call.candidate?.text, call.candidate?.mid) == ("candidate:1", "0"))
    }

    @Test mutating func aCallThatTakesLongIsReportedAsPendingOnce() throws {
        _ = try lines(39, "PC_0")
        #expect(try lines(8, "PC_0", ["type": "answer", "sdp": "v=0\r\n"], "8-0", after: 100) == [])
        #expect(try lines(24, "PC_0", "new", after: 1999) == ["ICE new"])
        let reports = try reports(24, "PC_0", "checking", after: 1)
        #expect(reports.map(\.text) == ["ICE checking", "setRemoteDescription(answer) still pending"])
        #expect(reports.map(\.time) == [2_100_000, 100_000])
        #expect(try lines(99, nil, nil, after: 5000) == [])
        #expect(try lines(9, "PC_0", nil, "8-0", after: 900) == ["setRemoteDescription(answer) ✓ 7900 ms"])
    }

    @Test mutating func theCallsOfAClosedConnectionAreForgotten() throws {
        _ = try lines(39, "PC_0")
        _ = try lines(2, "PC_0", nil, "2-0")
        _ = try lines(2, "PC_1", nil, "2-1")
        #expect(try lines(36, "PC_0") == ["close() ✓ 0 ms"])
        #expect(try reports(99, nil, nil, after: 3000).map(\.connection) == [2])
    }

    @Test mutating func requestsForMediaAreReported() throws {
        _ = try lines(39, nil)
        #expect(try lines(60, nil, ["audio": true, "video": ["width": 640]], "60-0") == [])
        #expect(
            try lines(61, nil, [["audio", "a1", "s"], ["video", "v1", "s"]], "60-0", after: 40)
                == ["getUserMedia(audio, video) ✓ 40 ms"])
        #expect(try lines(60, nil, ["audio": true, "video": false], "60-1") == [])
        #expect(try lines(63, nil, ["video": true], "63-0") == [])
        // One number stands for the failures of both.
        #expect(
            try lines(65, nil, "NotAllowedError: Permission denied", "63-0", after: 9)
                == ["getDisplayMedia(video) ✗ NotAllowedError: Permission denied"])
        #expect(
            try lines(65, nil, "NotFoundError: Requested device not found", "60-1")
                == ["getUserMedia(audio) ✗ NotFoundError: Requested device not found"])
        // A track that is added to a connection is one of it.
        #expect(try lines("MediaStreamTrack.enabled", nil, false, "v1") == ["local video track disabled"])
        #expect(try lines(30, "PC_0", ["video", "v1"]) == ["local video track added"])
        let ended = try reports(72, nil, "v1", "60-0") + reports(72, nil, "a1", "60-0")
        #expect(ended.map(\.text) == ["local video track ended", "local audio track ended"])
        #expect(ended.map(\.connection) == [1, nil])
    }

    @Test mutating func tracksAreKnownByTheirIDs() throws {
        _ = try lines(39, nil)
        #expect(try lines(22, "PC_0", ["audio", "r1", "s"]) == ["remote audio track added"])
        #expect(try lines(74, "PC_0", "r1") == ["remote audio track unmuted"])
        #expect(try lines(73, "PC_0", "r1") == ["remote audio track muted"])
        #expect(try lines(32, "PC_0", ["video"]) == [])
        #expect(try lines(33, "PC_0", nil, "r2") == [])
        #expect(try lines(34, "PC_0", "r2") == ["local video track removed"])
        #expect(try lines(51, "PC_0", [["video", "v1"], ["video", "v2"]], "r2") == [])
        #expect(try lines("MediaStreamTrack.enabled", nil, true, "v2") == ["local video track enabled"])
    }

    // MARK: Times

    @Test mutating func theClockMayBeSetBackAndASocketMayBeReplaced() throws {
        _ = try lines(39, nil)
        #expect(try reports(24, "PC_0", "new", after: 500).map(\.time) == [500_000])
        #expect(try reports(24, "PC_0", "checking", after: -400).map(\.time) == [100_000])
        #expect(try reports(24, "PC_0", "connected", after: -400).map(\.time) == [0])
        page.now += 1700
        page.reconnect()
        #expect(try reports(24, "PC_0", "failed").map(\.time) == [1_400_000])
    }

    @Test mutating func anEventThatIsNotDecodedCountsForTheTime() throws {
        _ = try lines(39, nil)
        _ = try lines(2, "PC_0", nil, "2-0")
        decoder.discard(page.event(24, "PC_0", "checking", after: 300))
        decoder.discard(Array("no event".utf8))
        #expect(try lines(3, "PC_0", ["type": "offer"], "2-0") == [], "its beginning was forgotten")
        #expect(try reports(24, "PC_0", "connected", after: 100).map(\.time) == [400_000])
    }

    /// A list ends with its time, with white space or without.
    @Test(arguments: [
        ("[24,\"PC_0\",\"new\",7]", 7000), (" [ 24 , \"PC_0\" , \"new\" , 7.5\n] \n", 7500),
        ("[24,\"PC_0\",1e1]", 10_000),
        ("[\"mine\",null,1,2,3,4,5,6,-7,8]", 8000), ("[99,null,[1,2],[3,4]]", nil), ("[99,null,1,\",5\"]", nil),
        ("[99,null,1,{\"a\":5}]", nil), ("[99,null,1,true]", nil), ("[99,null,1,9007199254741]", nil),
    ])
    mutating func theLastElementIsTheTime(text: String, time: Int64?) throws {
        _ = try lines(39, nil)
        _ = try? decoder.decode(Array(text.utf8))
        #expect(decoder.time == time ?? 0)
    }

    private static let faults: [(String, ReportError)] = [
        ("", .notAnObject), ("{}", .notAnObject), ("[1", .notAnObject), ("[]", .noType), ("[null,null,1]", .noType),
        ("[1.5,null,null,1]", .noType), ("[24,\"PC_0\"]", .noTime), ("[24,\"PC_0\",\"new\",\"1\"]", .noTime),
        ("[24,\"PC_0\",\"new\",1e300]", .noTime), ("[24,null,\"new\",1]", .invalidConnection(0)),
        ("[24,\"PC_\",\"new\",1]", .invalidConnection(0)), ("[24,\"PC_-7\",\"new\",1]", .invalidConnection(-6)),
        ("[24,\"PC_1000000\",\"new\",1]", .invalidConnection(1_000_001)),
        ("[24,\"PC_99999999999999999999\",\"new\",1]", .invalidConnection(0)),
        ("[24,\"x\",\"new\",1]", .invalidConnection(0)),
    ]

    @Test(arguments: faults) func aMessageThatIsNoEventIsRefused(text: String, error: ReportError) throws {
        var decoder = RTCStatsDecoder(session: "s")
        #expect(throws: error) { try decoder.decode(Array(text.utf8)) }
        // It does not count as the first one.
        #expect(try decoder.decode(Array("[27,\"PC_0\",null,5]".utf8)).map(\.time) == [0, 0])
    }
}
