import Testing

@testable import Reports

/// The statistics of rtcstats-js, which are differences to the last ones.
@Suite struct RTCStatsStatisticsTests {
    private typealias Report = [(id: String, members: [String: Value])]

    private var page = RTCStatsPage()
    private var decoder = RTCStatsDecoder(session: "s")

    private mutating func digest(_ report: Report, connection: String = "PC_0") throws -> ConnectionStatistics? {
        try digest(page.compress(report, of: connection), connection: connection)
    }

    private mutating func digest(_ delta: Value, connection: String = "PC_0") throws -> ConnectionStatistics? {
        let reports = try decoder.decode(page.event("g", .text(connection), delta, after: 1000))
        guard case .statistics(let statistics) = reports.last?.content else { return nil }
        return statistics
    }

    private static func report(sent: Int = 1000, received: Int = 50, selected: String = "CP1") -> Report {
        [
            ("CERT", ["type": "certificate", "fingerprint": "AA"]),
            (
                "T1",
                [
                    "type": "transport", "iceState": "connected", "dtlsState": "connected", "dtlsRole": "client",
                    "tlsVersion": "FEFD", "srtpCipher": "AEAD_AES_128_GCM", "selectedCandidatePairChanges": 1,
                    "selectedCandidatePairId": .text(selected), "localCertificateId": "CERT",
                ]
            ),
            ("C0", ["type": "candidate-pair", "state": "waiting", "localCandidateId": "L1", "requestsSent": 2]),
            (
                "CP1",
                [
                    "type": "candidate-pair", "state": "succeeded", "nominated": true, "localCandidateId": "L1",
                    "remoteCandidateId": "R1", "bytesSent": .integer(sent), "bytesReceived": 20, "requestsSent": 4,
                    "responsesReceived": 3, "currentRoundTripTime": 0.0213,
                ]
            ),
            (
                "L1",
                [
                    "type": "local-candidate", "candidateType": "relay", "protocol": "udp", "relayProtocol": "tls",
                    "address": "192.0.2.1", "port": 4242, "networkType": "wifi",
                ]
            ),
            ("R1", ["type": "remote-candidate", "candidateType": "srflx", "protocol": "udp"]),
            ("CO", ["type": "codec", "mimeType": "video/VP8", "clockRate": 90000]),
            (
                "I1",
                [
                    "type": "inbound-rtp", "kind": "video", "mid": "0", "codecId": "CO",
                    "packetsReceived": .integer(received), "packetsLost": 1, "jitter": 0.004, "framesDecoded": 30,
                    "frameWidth": 640, "frameHeight": 480, "keyFramesDecoded": 2,
                ]
            ),
            (
                "O1",
                [
                    "type": "outbound-rtp", "kind": "video", "codecId": "CO", "remoteId": "RI", "packetsSent": 70,
                    "bytesSent": 9000, "framesSent": 29, "keyFramesEncoded": 3, "qualityLimitationReason": "bandwidth",
                ]
            ),
            ("RI", ["type": "remote-inbound-rtp", "roundTripTime": 0.05, "packetsLost": 7, "localId": "O1"]),
            ("M1", ["type": "media-source", "kind": "video", "frames": 30]),
            (
                "D1",
                ["type": "data-channel", "label": "chat", "state": "open", "messagesSent": 5, "messagesReceived": 6]
            ),
        ]
    }

    @Test mutating func aDigestHasTheMembersOfTheStatistics() throws {
        let statistics = try #require(try digest(Self.report()))
        #expect((statistics.ice, statistics.dtls, statistics.role) == ("connected", "connected", "client"))
        #expect((statistics.tlsVersion, statistics.cipher, statistics.changes) == ("FEFD", "AEAD_AES_128_GCM", 1))
        #expect(statistics.pairs.map(\.state) == ["succeeded", "waiting"])
        let pair = try #require(statistics.selectedPair)
        #expect(pair.text == "relay ⇄ srflx tls")
        #expect((pair.isNominated, pair.requestsSent, pair.responsesReceived) == (true, 4, 3))
        #expect((pair.roundTrip, pair.bytesSent, pair.bytesReceived) == (21.3, 1000, 20))
        #expect((pair.requestsReceived, pair.responsesSent) == (nil, nil))
        #expect((pair.local.address, pair.local.port, pair.local.network) == ("192.0.2.1", 4242, "wifi"))
        let inbound = try #require(statistics.inbound.first)
        #expect((inbound.kind, inbound.mid, inbound.codec, inbound.packets) == ("video", "0", "video/VP8", 50))
        #expect((inbound.lost, inbound.jitter, inbound.frames, inbound.keyFrames) == (1, 4, 30, 2))
        #expect((inbound.width, inbound.height, inbound.bytes) == (640, 480, nil))
        let outbound = try #require(statistics.outbound.first)
        #expect((outbound.packets, outbound.bytes, outbound.frames, outbound.keyFrames) == (70, 9000, 29, 3))
        #expect((outbound.lost, outbound.roundTrip, outbound.limitation) == (7, 50, "bandwidth"))
        #expect(statistics.channels.map(\.label) == ["chat"])
        #expect(statistics.channels.map(\.messagesReceived) == [6])
    }

    @Test mutating func laterStatisticsAreDifferences() throws {
        _ = try digest(Self.report())
        let delta = page.compress(Self.report(sent: 2500, received: 90), of: "PC_0")
        #expect(delta.json.hasPrefix(#"{"2":{"80":2500},"6":{"14":90},"t":"#), "\(delta.json)")
        let statistics = try #require(try digest(delta))
        #expect(statistics.selectedPair?.bytesSent == 2500)
        #expect(statistics.selectedPair?.text == "relay ⇄ srflx tls")
        #expect(statistics.inbound.first?.packets == 90)
        #expect(statistics.outbound.first?.packets == 70)
    }

    @Test mutating func anObjectMayBeGoneAndComeBack() throws {
        _ = try digest(Self.report())
        let without = Self.report().filter { $0.id != "CP1" }
        let statistics = try #require(try digest(without))
        #expect(statistics.pairs.map(\.state) == ["waiting"])
        #expect(statistics.selected == nil)
        #expect(try digest(Self.report())?.selectedPair?.text == "relay ⇄ srflx tls")
    }

    @Test mutating func firefoxMarksTheSelectedPair() throws {
        let report: Report = [
            ("1", ["type": "candidate-pair", "state": "failed"]),
            ("2", ["type": "candidate-pair", "state": "succeeded", "selected": true, "nominated": true]),
        ]
        #expect(try digest(report)?.selectedPair?.state == "succeeded")
    }

    /// After a reconnect, rtcstats-js goes on with differences to what it sent on the socket before.
    @Test mutating func differencesToUnknownStatisticsAreMissing() throws {
        _ = page.compress(Self.report(), of: "PC_0")
        #expect(try digest(Self.report(sent: 5)) == nil)
        let more = Self.report(sent: 6) + [("D2", ["type": "data-channel", "label": "new"])]
        let statistics = try #require(try digest(more))
        #expect(statistics.pairs.isEmpty)
        #expect(statistics.channels.map(\.label) == ["new"])
    }

    @Test mutating func connectionsDoNotShareStatistics() throws {
        _ = try digest(Self.report())
        #expect(try digest(["2": ["80": 5]], connection: "PC_1") == nil)
        #expect(try digest(["2": ["80": 5]])?.selectedPair?.bytesSent == 5)
        _ = try decoder.decode(page.event(36, "PC_0", nil))
        #expect(try digest(["2": ["80": 5]]) == nil, "the connection is closed")
    }

    @Test mutating func unsuitableValuesAreIgnored() throws {
        let delta: Value = [
            "0": ["type": 6, "80": "many", "41": 1e300, "156": -3, "118": 7, "150": "yes", "152": nil, "999": 1],
            "1": ["type": "transport", "124": "checking", "nested": ["a": [1, 2]]], "2": ["type": 99], "3": 5,
            "4": ["type": nil], "5": [], "t": "now",
        ]
        let statistics = try #require(try digest(delta))
        #expect(statistics.ice == "checking")
        let pair = try #require(statistics.pairs.first)
        #expect((pair.bytesSent, pair.bytesReceived, pair.requestsSent, pair.state) == (nil, nil, -3, ""))
        #expect((pair.isNominated, pair.roundTrip) == (false, nil))
    }

    // MARK: Limits

    @Test mutating func theObjectsOfAConnectionAreLimited() throws {
        let objects = (0..<600).map {
            ("\($0)", Value.object([("type", 6), ("118", "waiting"), ("156", .integer($0))]))
        }
        let statistics = try #require(try digest(.object(objects)))
        #expect(statistics.pairs.count == 12)
        #expect(statistics.pairs.first?.requestsSent == 255)
        #expect(decoder.connections.objects == RTCStatsTable.objectLimit)
    }

    @Test mutating func theObjectsOfAllConnectionsAreLimited() throws {
        let objects = Value.object((0..<300).map { ("\($0)", ["type": 9, "115": "x"]) })
        for number in 0..<100 { _ = try digest(objects, connection: "PC_\(number)") }
        #expect(decoder.connections.objects == RTCStatsConnections.objectLimit)
        #expect(decoder.connections.count == RTCStatsConnections.limit)
    }

    @Test mutating func textsAreLimited() throws {
        let long = Value.text(String(repeating: "é", count: 5000))
        let statistics = try #require(try digest(["0": ["type": 9, "115": long, "118": long]]))
        #expect(statistics.channels.map(\.label.count) == [100])
        #expect(statistics.channels.map(\.state.count) == [20])
    }
}
