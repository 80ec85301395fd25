import Testing

@testable import Reports

/// The descriptions of rtcstats-js, which are differences to those of the connection in the page.
@Suite struct RTCStatsDescriptionsTests {
    private var page = RTCStatsPage()
    private var decoder = RTCStatsDecoder(session: "s")
    private var calls = 0

    private static func offer(
        version: Int = 1, _ media: [String] = ["audio", "video"], ufrag: String = "ab12", type: String = "offer"
    ) -> PageDescription {
        let session = "v=0\r\no=- 77 \(version) IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
        let sections = media.enumerated().map { index, kind in
            "m=\(kind) 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:\(ufrag)\r\na=ice-pwd:secret\(ufrag)\r\n"
                + "a=fingerprint:sha-256 AA:BB\r\na=mid:\(index)\r\n"
        }
        return PageDescription(type: type, sdp: session + sections.joined())
    }

    private static func masked(_ description: PageDescription) -> String {
        description.sdp.split(separator: "\r\n").map { $0.hasPrefix("a=ice-pwd:") ? "a=ice-pwd:-" : String($0) + "" }
            .map { $0 + "\r\n" }.joined()
    }

    /// Sends a call and its success; returns the call as it is reported.
    private mutating func call(
        _ method: Int, _ argument: Value, connection: Value = "PC_0", outcome: Value = nil
    ) throws -> APICall? {
        calls += 1
        let id = Value.text("\(method)-\(calls)")
        _ = try decoder.decode(page.event(.integer(method), connection, argument, id, after: 1))
        let reports = try decoder.decode(page.event(.integer(method + 1), connection, outcome, id, after: 1))
        guard case .call(let call) = reports.last?.content else { return nil }
        return call
    }

    @Test mutating func aDescriptionIsThatOfTheCreatedOne() throws {
        let offer = Self.offer()
        let created = try call(2, nil, outcome: RTCStatsPage.compress(offer, base: nil))
        #expect(created?.description?.kind == "offer")
        #expect(created?.description?.ufrag == "ab12")
        #expect(created?.description?.text == nil)
        let difference = RTCStatsPage.compress(offer, base: offer)
        #expect(difference == ["type": "offer", "sdp": "v=\r\nm=\r\nm=\r\n"])
        let set = try call(6, difference)
        #expect(set?.description?.text == Self.masked(offer))
        #expect(set?.description?.fingerprint == "sha-256 AA:BB")
    }

    @Test mutating func anImplicitDescriptionIsToldWithItsSuccess() throws {
        let first = Self.offer()
        let set = try call(6, nil, outcome: RTCStatsPage.compress(first, base: nil))
        #expect(set?.description?.text == Self.masked(first))
        // The next one has the same first section, and one more.
        let second = Self.offer(version: 2, ["audio", "video", "video"])
        let difference = RTCStatsPage.compress(second, base: first)
        let next = try call(6, nil, outcome: difference)
        #expect(difference.json.contains("m=\\r\\nm=\\r\\nm=video"))
        #expect(next?.description?.text == Self.masked(second))
    }

    @Test mutating func aDifferenceIsToTheDescriptionThatHoldsInThePage() throws {
        let (first, answer) = (Self.offer(), Self.offer(["audio"], ufrag: "cd34", type: "answer"))
        _ = try call(8, RTCStatsPage.compress(first, base: nil))
        _ = try call(4, nil, outcome: RTCStatsPage.compress(answer, base: nil))
        #expect(try call(6, RTCStatsPage.compress(answer, base: answer))?.description?.text == Self.masked(answer))
        // An offer that is rolled back no longer counts.
        let other = Self.offer(version: 5, ufrag: "zz99")
        #expect(try call(8, RTCStatsPage.compress(other, base: first))?.description?.ufrag == "zz99")
        _ = try call(8, ["type": "rollback", "sdp": ""])
        let again = Self.offer(version: 6)
        #expect(try call(8, RTCStatsPage.compress(again, base: first))?.description?.text == Self.masked(again))
    }

    /// In the page, candidates are part of a description, so one with the same sections may have them.
    @Test mutating func theTextIsMissingIfCandidatesMayBeMissingInIt() throws {
        let first = Self.offer()
        _ = try call(8, RTCStatsPage.compress(first, base: nil))
        _ = try call(10, ["candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdpMid": "0"])
        let second = Self.offer(version: 2)
        let set = try call(8, RTCStatsPage.compress(second, base: first))
        #expect(set?.description?.text == nil)
        #expect(set?.description?.ufrag == "ab12")
        let third = Self.offer(version: 3, ufrag: "ef56")
        #expect(try call(8, RTCStatsPage.compress(third, base: second))?.description?.text == Self.masked(third))
    }

    /// A candidate may come before the success of the call that it belongs to.
    @Test(arguments: [6, 8]) mutating func anEarlyCandidateCounts(method: Int) throws {
        let first = Self.offer()
        let (set, candidate): (Value, Value) = (.integer(method), ["candidate": "candidate:1", "sdpMid": "0"])
        _ = try decoder.decode(page.event(set, "PC_0", RTCStatsPage.compress(first, base: nil), "a"))
        _ = try decoder.decode(page.event(method == 6 ? 20 : 10, "PC_0", candidate, "b"))
        let success = try decoder.decode(page.event(.integer(method + 1), "PC_0", nil, "a"))
        guard case .call(let call) = success.last?.content else { return #expect(Bool(false)) }
        #expect(call.description?.text == Self.masked(first))
        if method == 8 { _ = try decoder.decode(page.event(11, "PC_0", nil, "b")) }
        let second = Self.offer(version: 2)
        #expect(try self.call(method, RTCStatsPage.compress(second, base: first))?.description?.text == nil)
    }

    @Test mutating func aDifferenceToAnUnknownDescriptionIsMissing() throws {
        let set = try call(8, ["type": "answer", "sdp": "v=\r\nm=\r\nm=video 9 X 1\r\na=ice-ufrag:kk\r\n"])
        #expect(set?.description?.kind == "answer")
        #expect(set?.description?.text == nil)
        #expect(set?.description?.ufrag == "kk")
        // It is not taken for a base either.
        #expect(try call(8, ["type": "answer", "sdp": "v=0\r\nm=\r\n"])?.description?.text == nil)
    }

    @Test mutating func connectionsDoNotShareDescriptions() throws {
        _ = try call(8, RTCStatsPage.compress(Self.offer(), base: nil))
        #expect(try call(8, ["type": "offer", "sdp": "v=\r\n"], connection: "PC_1")?.description?.text == nil)
        #expect(try call(8, ["type": "offer", "sdp": "v=\r\n"])?.description?.text?.hasPrefix("v=0\r\no=- 77") == true)
    }

    // MARK: Secrets and limits

    @Test(arguments: [
        ("a=ice-pwd:x\r\na=mid:0", "a=ice-pwd:-\r\na=mid:0"), ("a=ice-pwd:x", "a=ice-pwd:-"),
        ("a=crypto:1 AES inline:k|2\nb", "a=crypto:-\nb"), ("a=ice-pwd", "a=ice-pwd"), ("", ""),
        ("bad a=ice-pwd:x line", "bad a=ice-pwd:-"), ("äa=ice-pwd:ö\r\nü", "äa=ice-pwd:-\r\nü"),
    ])
    func secretsAreMasked(text: String, masked: String) {
        #expect(RTCStatsDescription.masked(text) == masked)
    }

    @Test mutating func secretsAreNeverReported() throws {
        let offer = Self.offer()
        for (method, outcome) in [(8, Value.null), (6, nil), (2, RTCStatsPage.compress(offer, base: nil))] {
            let call = try call(method, RTCStatsPage.compress(offer, base: nil), outcome: outcome)
            #expect(!String(describing: call).contains("secret"))
        }
        let failed = try decoder.decode(page.event(15, "PC_0", "SyntaxError: Invalid line a=ice-pwd:secret", "8-99"))
        #expect(failed.map(\.text) == ["setRemoteDescription() ✗ SyntaxError: Invalid line a=ice-pwd:-"])
        #expect(!String(describing: decoder).contains("secret"))
    }

    @Test mutating func descriptionsOfAllConnectionsAreLimited() throws {
        let large = Value.text("v=0\r\n" + String(repeating: "a=x\r\n", count: 9000))
        for number in 0..<100 {
            let connection = Value.text("PC_\(number)")
            let set = try call(8, ["type": "offer", "sdp": large], connection: connection)
            #expect(set?.description?.text?.utf8.count == 45_005)
        }
        #expect(try call(8, ["type": "offer", "sdp": "v=\r\n"], connection: "PC_0")?.description?.text == nil)
        #expect(try call(8, ["type": "offer", "sdp": "v=\r\n"], connection: "PC_99")?.description?.text != nil)
        #expect(decoder.connections.descriptions <= RTCStatsConnections.descriptionLimit)
    }

    @Test mutating func aRestoredDescriptionIsLimited() throws {
        let section = String(repeating: "a=x\r\n", count: 9000)
        #expect(try call(8, ["type": "offer", "sdp": .text("v=0\r\nm=a\r\n" + section)])?.description?.text != nil)
        let grown = try call(8, ["type": "offer", "sdp": .text("v=0\r\nm=\r\nm=b\r\n" + section)])
        #expect(grown?.description?.text == nil)
        #expect(grown?.description?.kind == "offer")
    }

    @Test mutating func pendingCallsAreLimited() throws {
        let sdp = Value.text("v=0\r\n" + String(repeating: "a=x\r\n", count: 9000))
        for number in 0..<100 {
            _ = try decoder.decode(page.event(8, "PC_0", ["type": "offer", "sdp": sdp], .text("8-\(number)")))
        }
        #expect(decoder.calls.list.count == RTCStatsCalls.limit)
        #expect(decoder.calls.list.reduce(0) { $0 + $1.size } <= RTCStatsCalls.descriptionLimit)
    }
}
