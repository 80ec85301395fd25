import TestSupport
import Testing

@testable import Reports

/// Events that rtcstats-js never sends: nothing traps, and nothing grows without bounds.
@Suite struct RTCStatsHostileTests {
    /// The events of a call.
    private static func call() -> [[UInt8]] {
        var page = RTCStatsPage()
        let sdp = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nm=audio 9 X 1\r\na=ice-ufrag:ab\r\na=ice-pwd:cd\r\n"
        let offer = PageDescription(type: "offer", sdp: sdp)
        let difference = RTCStatsPage.compress(offer, base: offer)
        let report: [(id: String, members: [String: Value])] = [
            ("T", ["type": "transport", "selectedCandidatePairId": "P", "dtlsState": "connected"]),
            ("P", ["type": "candidate-pair", "state": "succeeded", "localCandidateId": "L", "bytesSent": 4]),
            ("L", ["type": "local-candidate", "candidateType": "host", "protocol": "udp"]),
        ]
        return [
            page.event(39, nil, ["deviceMemory": 8]), page.event(60, nil, ["audio": true], "60-0"),
            page.event(61, nil, [["audio", "a1", "s"]], "60-0", after: 9),
            page.event(39, "PC_0", ["iceServers": [["urls": "stun:a"]]]),
            page.event(30, "PC_0", ["audio", "a1", "s"]), page.event(31, "PC_0", nil, "r1"),
            page.event(2, "PC_0", nil, "2-0"), page.event(3, "PC_0", RTCStatsPage.compress(offer, base: nil), "2-0"),
            page.event(6, "PC_0", difference, "6-0"), page.event(7, "PC_0", nil, "6-0", after: 3),
            page.event(20, "PC_0", ["candidate": "candidate:1", "sdpMid": "0"]), page.event(20, "PC_0", nil),
            page.event(10, "PC_0", ["candidate": "candidate:1"], "10-0"), page.event(11, "PC_0", nil, "10-0"),
            page.event(24, "PC_0", "checking"), page.event(8, "PC_0", difference, "8-0"),
            page.event(15, "PC_0", "Error: bad", "8-0", after: 2500),
            page.event("g", "PC_0", page.compress(report, of: "PC_0"), "connected-0"),
            page.event("g", "PC_0", page.compress(report, of: "PC_0")),
            page.event("MediaStreamTrack.enabled", nil, false, "a1"), page.event(72, nil, "a1", "60-0"),
            page.event(36, "PC_0", nil),
        ]
    }

    @Test func aCallIsDecoded() throws {
        var decoder = RTCStatsDecoder(session: "s", url: "https://a.example", agent: "Chrome/142")
        let lines = try Self.call().flatMap { try decoder.decode($0) }.map(\.text)
        #expect(
            lines == [
                "page https://a.example · Chrome 142", "getUserMedia(audio) ✓ 9 ms", "new RTCPeerConnection: stun:a",
                "local audio track added", "createOffer(offer) ✓ 0 ms", "setLocalDescription(offer) ✓ 3 ms",
                "gathered candidate:1", "gathering complete", "addIceCandidate() ✓ 0 ms", "ICE checking",
                "setRemoteDescription(offer) ✗ Error: bad", "selected pair host ⇄  udp", "selected pair host ⇄  udp",
                "local audio track disabled", "local audio track ended", "close() ✓ 0 ms",
            ])
    }

    /// Calls with events changed, repeated, left out and in another order decode or are refused; nothing traps.
    @Test func changedEventsNeverTrap() {
        Seeds.forEach(0..<25) { random in
            var decoder = RTCStatsDecoder(session: "s")
            for _ in 0..<12 {
                var events = Self.call()
                for _ in 0..<Int.random(in: 0...12, using: &random) {
                    let index = Int.random(in: 0..<events.count, using: &random)
                    switch Int.random(in: 0..<5, using: &random) {
                    case 0: events[index] = random.mutated(events[index])
                    case 1: events[index] = Array(random.mutatedText(events[index]).utf8)
                    case 2: events.swapAt(index, Int.random(in: 0..<events.count, using: &random))
                    case 3:
                        let other = events[Int.random(in: 0..<events.count, using: &random)]
                        events[index] = random.spliced(events[index], with: other)
                    default: events.insert(random.expanded(events[index], to: 3000), at: index)
                    }
                }
                for event in events {
                    guard let reports = try? decoder.decode(event) else { continue }
                    for report in reports { _ = (report.text, report.size, report.isFailure) }
                }
            }
            Self.expectLimits(of: decoder)
        }
    }

    /// Events of random methods with arguments of the wrong kinds.
    @Test func randomEventsNeverTrap() {
        let methods = (0...90).map { Value.integer($0) } + ["g", "websocket", "MediaStreamTrack.enabled"]
        let text = Value.text("v=\r\nm=\r\nm=\r\n")
        let values: [Value] = [
            nil, true, -1, 1e308, "", "PC_0", text, [], [nil], ["audio", "t"], [["audio", "t"], ["video", "u"]], [:],
            ["type": "offer", "sdp": text], ["type": "answer", "sdp": "v=0\r\nm=a\r\n"], ["type": "rollback"],
            ["type": "offer", "sdp": "v=0\r\nm=a\r\nm=b\r\n"], ["candidate": 4], ["0": nil, "1": ["type": 6]],
            ["0": ["type": 5, "125": "1"], "1": ["150": true, "148": "1", "149": "0"]], ["iceServers": [[1], [:]]],
        ]
        Seeds.forEach(0..<25) { random in
            var decoder = RTCStatsDecoder(session: "s")
            for _ in 0..<600 {
                let difference = [0, 1, 40, 3000, -5000, 1_764_460_800_000, 9_007_199_254_740, -9_007_199_254_740]
                var elements: [Value] = [methods.randomElement(using: &random) ?? nil]
                elements.append(.text("PC_\(Int.random(in: 0...90, using: &random))"))
                for _ in 0..<Int.random(in: 0...2, using: &random) {
                    elements.append(values.randomElement(using: &random) ?? nil)
                }
                elements.append(.integer(difference.randomElement(using: &random) ?? 0))
                for report in (try? decoder.decode(Array(Value.list(elements).json.utf8))) ?? [] {
                    _ = (report.text, report.size, report.isFailure)
                    #expect(report.time >= 0 && report.time <= 9_007_199_254_740_000)
                }
            }
            Self.expectLimits(of: decoder)
        }
    }

    private static func expectLimits(of decoder: RTCStatsDecoder) {
        #expect(decoder.connections.count <= RTCStatsConnections.limit)
        #expect(decoder.connections.objects <= RTCStatsConnections.objectLimit)
        #expect(decoder.connections.descriptions <= RTCStatsConnections.descriptionLimit)
        #expect(decoder.calls.list.count <= RTCStatsCalls.limit)
        #expect(decoder.tracks.count <= RTCStatsTracks.limit)
    }

    @Test func tracksAreLimited() throws {
        var decoder = RTCStatsDecoder(session: "s")
        var page = RTCStatsPage()
        for number in 0..<2000 { _ = try decoder.decode(page.event(22, "PC_0", ["audio", .text("t\(number)")])) }
        #expect(decoder.tracks.count == RTCStatsTracks.limit)
        #expect(try decoder.decode(page.event(73, "PC_0", "t0")).isEmpty)
        #expect(try decoder.decode(page.event(73, "PC_0", "t1999")).map(\.text) == ["remote audio track muted"])
    }

    @Test func aLargeEventIsRefusedAndADeepOneIsNot() throws {
        var decoder = RTCStatsDecoder(session: "s")
        var page = RTCStatsPage()
        let long = Value.text(String(repeating: "x", count: 70_000))
        #expect(throws: ReportError.self) { try decoder.decode(page.event(24, "PC_0", long)) }
        let deep = String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)
        #expect(try decoder.decode(Array("[22,\"PC_0\",\(deep),1]".utf8)).count == 1)
        let many = "[22" + String(repeating: ",1", count: 30_000) + "]"
        #expect(throws: ReportError.invalidConnection(0)) { try decoder.decode(Array(many.utf8)) }
    }
}
