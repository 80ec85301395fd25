import Events
import Reports
import Testing

@testable import Importers

/// RTCStats dump files: those of Chromium, and those of rtcstats-server.
@Suite struct RTCStatsDumpTests {
    private static func read(_ lines: [String], head: String = #"{"fileFormat":3}"#) throws -> ImportedRecording {
        try DumpRecording.read(Array((["RTCStatsDump", head] + lines).joined(separator: "\n").utf8), isText: true)
    }

    // MARK: Chromium

    @Test func theDumpOfChromiumHasBothPagesOfTheCall() throws {
        let recording = try DumpRecording.read("video-call.rtcstats")
        #expect(recording.faults.isEmpty)
        let steps = recording.journal.compactMap(\.report).map { "\($0.page.number) \($0.report.text)" }
        #expect(
            steps == [
                "1 page http://localhost:8123/call.html · Chromium/156", "1 new RTCPeerConnection: no ICE servers",
                "1 getUserMedia(audio, video) ✓ 493 ms", "1 data channel \"chat\" created",
                "1 setLocalDescription(offer) ✓ 0 ms", "2 page http://localhost:8123/call.html · Chromium/156",
                "2 new RTCPeerConnection: no ICE servers", "2 getUserMedia(audio, video) ✓ 28 ms",
                "2 setRemoteDescription(offer) ✓ 2 ms", "2 setLocalDescription(answer) ✓ 8 ms", "2 ICE checking",
                "1 ICE checking", "1 setRemoteDescription(answer) ✓ 9 ms", "2 ICE connected", "2 connected",
                "1 ICE connected", "1 connected", "2 data channel \"chat\" created",
                "2 selected pair host ⇄ host udp", "1 selected pair host ⇄ host udp", "1 close() ✓ 0 ms",
            ])
        let last = try #require(recording.statistics(page: 2, connection: 1).last?.digest)
        #expect(last.inbound.map(\.kind).sorted() == ["audio", "video"])
        #expect(last.outbound.compactMap(\.codec).sorted() == ["audio/opus", "video/VP8"])
    }

    @Test func bothDumpsOfChromiumTellTheSameCall() throws {
        func steps(_ name: String) throws -> [String] {
            try DumpRecording.read(name).lines(page: 2, connection: 1).filter { !$0.hasPrefix("selected") }
        }
        #expect(try steps("video-call.json") == steps("video-call.rtcstats"))
    }

    @Test func aConnectionThatWasRemovedWithoutACloseIsClosed() throws {
        let recording = try Self.read([
            #"["create","3-1",{},"https://a.example/",1800000000000]"#,
            #"["onconnectionstatechange","3-1","\"connected\"",7.5]"#, #"["remove","3-1",null,1]"#,
        ])
        #expect(
            recording.lines(page: 1, connection: 1) == ["new RTCPeerConnection: no ICE servers", "connected", "closed"])
    }

    @Test func anObjectThatIsMissingInAReportIsGone() throws {
        let pair = #""CP1":{"type":"candidate-pair","id":"CP1","state":"succeeded","localCandidateId":"L1"}"#
        let local = #""L1":{"type":"local-candidate","candidateType":"relay"}"#
        let transport = #""T":{"type":"transport","selectedCandidatePairId":"CP1"}"#
        let recording = try Self.read([
            #"["create","3-1",{},"https://a.example/",1800000000000]"#,
            #"["getStats","3-1",{\#(pair),\#(local),\#(transport)},1000]"#,
            #"["getStats","3-1",{"T":{"type":"transport","iceState":"failed"}},1000]"#,
        ])
        #expect(recording.faults.isEmpty)
        let digests = recording.statistics(page: 1, connection: 1).map(\.digest)
        #expect(digests.first?.selectedPair?.local.type == "relay")
        #expect(digests.last?.pairs.isEmpty == true && digests.last?.selected == nil && digests.last?.ice == "failed")
    }

    // MARK: rtcstats-server

    private static let head =
        #"{"fileFormat":3,"url":"/x","origin":"https://a.example","userAgent":"Chrome/150","remoteAddresses":["192.0.2.7"]}"#

    @Test func theDumpOfAServerIsReadAsTheEventsOfItsPage() throws {
        let recording = try Self.read(
            [
                #"[39,null,{"deviceMemory":8},1800000000000]"#, #"[60,null,{"audio":true},"60-0",3]"#,
                #"[61,null,[["audio","a1","s"]],"60-0",9]"#, #"[39,"PC_0",{"iceServers":[{"urls":["stun:a"]}]},1]"#,
                #"[6,"PC_0",{"type":"offer","sdp":"v=0\r\na=ice-ufrag:ab\r\n"},"6-0",0]"#, #"[7,"PC_0",null,"6-0",4]"#,
                #"[24,"PC_0","checking",1]"#, "",
                #"["g","PC_0",{"3":{"type":6,"118":"succeeded","150":true},"t":1800000000020},1000]"#,
                #"["g","PC_0",{"3":{"156":9},"t":1800000001020},1000]"#, #"["close",null,1001,5]"#,
            ], head: Self.head)
        #expect(recording.faults.isEmpty)
        #expect(recording.start == 1_800_000_000_000)
        #expect(recording.journal.first?.report?.address == "192.0.2.7")
        #expect(
            recording.journal.map { $0.report?.report.text ?? "left" } == [
                "page https://a.example · Chrome 150", "getUserMedia(audio) ✓ 9 ms", "new RTCPeerConnection: stun:a",
                "setLocalDescription(offer) ✓ 4 ms", "ICE checking", "left",
            ])
        #expect(recording.journal.last?.time.milliseconds == 2023)
        #expect(recording.statistics(page: 1, connection: 1).map(\.digest.pairs.first?.requestsSent) == [nil, 9])
    }

    @Test func theTimesOfVersion2AreAbsolute() throws {
        let recording = try Self.read(
            [
                #"["create","PC_0",{"iceServers":[]},1600000000000]"#,
                #"["oniceconnectionstatechange","PC_0","checking",1600000001500]"#,
                #"["oniceconnectionstatechange","PC_0","failed",1600000016000]"#,
            ], head: #"{"fileFormat":2,"origin":"https://a.example"}"#)
        #expect(recording.faults.isEmpty)
        #expect(recording.journal.map(\.time.milliseconds) == [0, 0, 1500, 16000])
    }

    /// A relay takes 20,000 reports at once; a file may tell more of the same millisecond.
    @Test func noLimitOnRatesHolds() throws {
        let marks = (0..<25_000).map { _ in #"[37,"PC_0",null,0]"# }
        let recording = try Self.read([#"[39,"PC_0",{},1800000000000]"#] + marks, head: Self.head)
        #expect(recording.journal.count == 25_002)
        #expect(recording.faults.isEmpty)
    }

    @Test func statisticsOfTheSameSecondAreThinnedUnlessThePairIsAnother() throws {
        func statistics(_ pair: String) -> String {
            #"["g","PC_0",{"1":{"type":5,"125":"\#(pair)"},"t":1},100]"#
        }
        let pairs =
            #"["g","PC_0",{"2":{"type":6,"148":"4"},"3":{"type":6,"148":"5"},"4":{"type":7,"136":"host"},"5":{"type":7,"136":"relay"}},1]"#
        let recording = try Self.read(
            [#"[39,"PC_0",{},1800000000000]"#, pairs, statistics("2"), statistics("2"), statistics("3")]
                + Array(repeating: statistics("3"), count: 10), head: Self.head)
        let digests = recording.statistics(page: 1, connection: 1)
        #expect(digests.map(\.digest.selectedPair?.local.type) == [nil, "host", "relay", "relay"])
        #expect(digests.map(\.time.milliseconds) == [1, 101, 301, 1201])
    }

    // MARK: Faults

    @Test(
        arguments: [
            ("nonsense", "line 4 is no JSON array: expected an event"),
            ("{}", "line 4 is no JSON array: expected an event"),
            ("[24,\"PC_0\"]", "line 4 has no time: expected milliseconds as its last element"),
            ("[24,\"PC_0\",\"new\",\"soon\"]", "line 4 has no time: expected milliseconds as its last element"),
            ("[24,\"PC_0\",\"new\",1e300]", "line 4 has no time: expected milliseconds as its last element"),
            ("[null,\"PC_0\",\"new\",1]", "line 4 has no method: expected a name or a number"),
            ("[24,7,\"new\",1]", "a report is of connection 0: expected 1 to 1000000 in \"pc\""),
        ])
    func aLineThatIsNoEventIsAFault(line: String, reason: String) throws {
        let first = #"[39,"PC_0",{},1800000000000]"#
        let recording = try Self.read([first, line, #"[36,"PC_0",null,1]"#])
        #expect(recording.faults.map(\.reason) == [reason])
        #expect(recording.faults.first?.offset == "RTCStatsDump\n{\"fileFormat\":3}\n\(first)\n".utf8.count)
        #expect(recording.lines(page: 1, connection: 1).last == "close() ✓ 0 ms")
    }

    @Test(arguments: [#"{"fileFormat":4}"#, "{}", "[]", "nonsense", ""])
    func aHeadOfAnotherVersionIsAFaultAndTheEventsAreRead(head: String) throws {
        let recording = try Self.read([#"[39,"PC_0",{},1800000000000]"#], head: head)
        #expect(!recording.faults.isEmpty)
        #expect(recording.faults.allSatisfy { $0.reason.contains("expected") })
        #expect(recording.lines(page: 1, connection: 1).count == 1)
    }

    @Test func anEventMayBeLargerThanOneOfASocket() throws {
        let sdp = #"v=0\r\na=ice-ufrag:ab\r\na=x:"# + String(repeating: "a", count: 100_000) + #"\r\n"#
        let recording = try Self.read([
            #"[39,"PC_0",{},1800000000000]"#, #"[8,"PC_0",{"type":"answer","sdp":"\#(sdp)"},"1",1]"#,
            #"[9,"PC_0",null,"1",1]"#,
        ])
        #expect(recording.lines(page: 1, connection: 1).last == "setRemoteDescription(answer) ✓ 1 ms")
        #expect(recording.faults.isEmpty)
    }

    @Test func aByteOrderMarkIsSkipped() throws {
        let text = "\u{FEFF}RTCStatsDump\n{\"fileFormat\":3}\n[39,\"PC_0\",{},1800000000000]"
        #expect(try DumpRecording.read(Array(text.utf8), isText: true).journal.count == 2)
        let dump = "\u{FEFF}" + String(decoding: try DumpRecording.bytes("failed.json"), as: UTF8.self)
        #expect(try DumpRecording.read(Array(dump.utf8), isText: false).faults.isEmpty)
    }

    @Test func anEventThatIsTooLargeIsAFault() throws {
        let large = String(repeating: "a", count: TraceReplay.byteLimit)
        let recording = try Self.read([#"[39,"PC_0",{},1800000000000]"#, #"[8,"PC_0",{"sdp":"\#(large)"},"1",1]"#])
        #expect(recording.faults.first?.reason.hasSuffix("bytes: expected at most 1048576") == true)
    }

    @Test(arguments: ["", "RTCStatsDum", "RTCStatsDump2\n{}", "{\"PeerConnections\":{}}"])
    func anotherTextIsNotOfThisFormat(text: String) {
        #expect(throws: ImportError.notThisFormat) { try DumpRecording.read(Array(text.utf8), isText: true) }
    }

    @Test(arguments: ["RTCStatsDump", "RTCStatsDump\r\n{\"fileFormat\":3}\r\n", "RTCStatsDump\n{}\n[1,2]"])
    func aDumpWithoutEventsCannotBeRead(text: String) {
        #expect {
            try DumpRecording.read(Array(text.utf8), isText: true)
        } throws: {
            if case .nothingRead = $0 as? ImportError { true } else { false }
        }
    }
}
