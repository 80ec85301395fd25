import Testing

@testable import Messages
@testable import Text

/// Engine.IO packets in bodies and frames, in both revisions.
@Suite struct EngineIOPayloadTests {
    /// The packets of a body, each as its type and its data; an error as its text.
    private func packets(_ body: [UInt8], _ version: EngineIOVersion) -> [String] {
        EngineIOPayload.parts(of: body, version).map { text($0, body) }
    }

    private func text(_ part: EngineIOPayload.Part, _ body: [UInt8]) -> String {
        switch part {
        case .malformed(_, let error): return "\(error)"
        case .packet(let packet):
            guard let payload = try? packet.payload(in: body) else { return "\(packet.kind) not decoded" }
            let data = packet.encoding == .text ? String(decoding: payload, as: UTF8.self) : "\(payload)"
            return "\(packet.kind) \(data)"
        }
    }

    // MARK: Revision 4

    @Test(arguments: [
        ("4hello", ["message hello"]),
        ("2", ["ping "]),
        ("2probe", ["ping probe"]),
        ("4hello\u{1E}2\u{1E}4world", ["message hello", "ping ", "message world"]),
        ("bAQIDBA==", ["message [1, 2, 3, 4]"]),
        ("4a\u{1E}bAQL/\u{1E}6", ["message a", "message [1, 2, 255]", "noop "]),
        ("bAQ", ["message [1]"]),
        ("b", ["message []"]),
        ("", []),
    ])
    func packetsOfRevision4AreSeparatedByU001E(body: String, expected: [String]) {
        #expect(packets(Array(body.utf8), .four) == expected)
    }

    @Test(arguments: [
        ("9x", [#"invalid packet type "9": expected 0 to 6"#]),
        ("4a\u{1E}\u{1E}4b", ["message a", "empty packet: expected a packet type", "message b"]),
        ("hello", [#"invalid packet type "h": expected 0 to 6"#]),
        ("b*", ["message not decoded"]),
        ("___eio[0](\"4a\");", ["JSONP body: expected packets, as other transports are not decoded"]),
        ("d=1%3A2", ["JSONP body: expected packets, as other transports are not decoded"]),
    ])
    func malformedPacketsOfRevision4AreExplained(body: String, expected: [String]) {
        #expect(packets(Array(body.utf8), .four) == expected)
    }

    // MARK: Revision 3

    @Test(arguments: [
        ("6:4hello2:4€", ["message hello", "message €"]),
        // A supplementary character has two UTF-16 code units.
        ("4:4x😀1:2", ["message x😀", "ping "]),
        ("10:b4AQIDBA==", ["message [1, 2, 3, 4]"]),
        (
            "108:0{\"sid\":\"90b66c5a999d4a72bbdb03591e778afe\",\"upgrades\":[\"websocket\"],\"pingTimeout\":60000,"
                + "\"pingInterval\":1000}2:40",
            [
                "open {\"sid\":\"90b66c5a999d4a72bbdb03591e778afe\",\"upgrades\":[\"websocket\"],\"pingTimeout\":60000,"
                    + "\"pingInterval\":1000}", "message 0",
            ]
        ),
        ("0:", []),
    ])
    func textPacketsOfRevision3AreCountedInUTF16(body: String, expected: [String]) {
        #expect(packets(Array(body.utf8), .three) == expected)
    }

    @Test func lengthsInScalarsOrBytesAreReadIfTheyFitTheWholeBody() {
        // python-engineio 3 reads the one and writes the other.
        #expect(packets(Array("3:4x😀1:2".utf8), .three) == ["message x😀", "ping "])
        #expect(packets(Array("6:4x😀4:4abc".utf8), .three) == ["message x😀", "message abc"])
    }

    @Test func binaryBodiesOfRevision3HaveTextAndBinaryPackets() {
        // Two packets of a server of python-engineio 3.14.2.
        let body: [UInt8] =
            [0x00, 0x04, 0xFF] + Array("4€".utf8) + [0x01, 0x05, 0xFF, 0x04, 0x00, 0x04, 0x1E, 0xFF]
            + [0x00, 0x01, 0xFF, 0x33]
        #expect(packets(body, .three) == ["message €", "message [0, 4, 30, 255]", "pong "])
    }

    @Test(arguments: [
        (Array("x:4a".utf8), [#"invalid packet length "x:4a": expected digits before the packet"#]),
        (Array("1:29:4a".utf8), ["ping ", "packet length 9: expected as much before the end of the body"]),
        (
            Array("999999999999999999999:4".utf8),
            [#"invalid packet length "999999999999999999999:4": expected digits before the packet"#]
        ),
        (Array("2:b".utf8), ["packet length 2: expected as much before the end of the body"]),
        ([0, 0xFF, 0x34], [#"invalid packet length "␀�4": expected digits before the packet"#]),
        ([0, 9, 9, 0xFF, 0x34], ["packet length 99: expected as much before the end of the body"]),
        ([0, 1, 0xFF, 0x32, 7], ["ping ", #"invalid packet length "␇": expected digits before the packet"#]),
        ([1, 1, 0xFF, 7], [#"invalid packet type "␇": expected 0 to 6"#]),
    ])
    func malformedLengthsOfRevision3AreExplained(body: [UInt8], expected: [String]) {
        #expect(packets(body, .three) == expected)
    }

    @Test func packetsBeyondTheLimitAreLeftOut() {
        let count = EngineIOPayload.packetLimit
        let body = Array(String(repeating: "2\u{1E}", count: count + 10).utf8)
        let parts = EngineIOPayload.parts(of: body, .four)
        #expect(parts.count == count + 1)
        #expect(parts.last == .malformed(2 * count..<body.count, .tooManyPackets))
        #expect(
            EngineIOPayload.parts(of: Array(String(repeating: "1:2", count: count + 10).utf8), .three).count == count
                + 1)
    }

    // MARK: Frames

    @Test func aFrameHasOnePacket() {
        let text = Message.text("4a\u{1E}4b")
        #expect(self.text(EngineIOPayload.part(of: text, .four), text.payload) == "message a\u{1E}4b")
        let binary = Message(.binary, [4, 1, 2])
        #expect(self.text(EngineIOPayload.part(of: binary, .four), binary.payload) == "message [4, 1, 2]")
        // In revision 3 the first byte is the type.
        #expect(self.text(EngineIOPayload.part(of: binary, .three), binary.payload) == "message [1, 2]")
        let empty = Message(.binary, [])
        #expect(self.text(EngineIOPayload.part(of: empty, .four), []) == "message []")
        #expect(self.text(EngineIOPayload.part(of: empty, .three), []) == "empty packet: expected a packet type")
    }

    // MARK: Editing

    // MARK: Handshake

    @Test(
        arguments: [
            ("3", .three), ("4", .four), ("5", nil), ("", nil), ("x", nil),
        ] as [(String, EngineIOVersion?)])
    func theVersionIsReadFromTheQuery(value: String, version: EngineIOVersion?) {
        #expect(EngineIOVersion(query: value) == version)
        #expect(EngineIOVersion(query: nil) == .three)
    }

    @Test func theHandshakeHasTheValuesOfTheServer() throws {
        let text =
            #"{"sid":"r7y3","upgrades":["websocket"],"pingTimeout":20000,"pingInterval":1000,"maxPayload":1000000}"#
        let handshake = try EngineIOHandshake(Array(text.utf8))
        #expect(handshake.sessionID == "r7y3" && handshake.upgrades == ["websocket"])
        #expect([handshake.pingInterval, handshake.pingTimeout, handshake.maxPayload] == [1000, 20_000, 1_000_000])
        #expect(throws: EngineIOError.handshake("{}")) { try EngineIOHandshake(Array("{}".utf8)) }
        #expect("\(EngineIOError.handshake("[1]"))" == #"invalid handshake "[1]": expected an object with a sid"#)
    }
}
