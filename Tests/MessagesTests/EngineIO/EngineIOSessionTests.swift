import Testing

@testable import Messages
@testable import Text

/// Sessions as conversations: bodies and frames in, items out.
@Suite struct EngineIOSessionTests {
    private var session = EngineIOSession(.four)

    /// Feeds a text frame to the server or to the client.
    private mutating func frame(
        _ direction: EngineIOItem.Direction, _ text: String, at time: Int64 = 0
    ) -> [String] {
        session.receive(frame: .text(text), direction, at: time).compactMap(\.line)
    }

    private mutating func bytes(_ direction: EngineIOItem.Direction, _ bytes: [UInt8]) -> [String] {
        session.receive(frame: Message(.binary, bytes), direction, at: 0).compactMap(\.line)
    }

    // MARK: Recordings

    /// The events of all clients' recordings, which ran the same script.
    private static let events = [
        #"> event / message #1 {"type":"offer","sdp":"v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"}"#,
        #"< event / message {"type":"offer","sdp":"v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"}"#,
        #"< ack of message / #1 "ok" 1"#,
        #"> event / blob #2 {"_placeholder":true,"num":0} [0, 4, 30, 255]"#,
        #"< ack of blob / #2 {"_placeholder":true,"num":0} [0, 4, 30, 255]"#,
        "> event / ask",
        #"< event / question #1 {"q":1}"#,
        #"> ack of question / #1 "forty-two" {"q":1}"#,
        #"< event / question #2 {"_placeholder":true,"num":0} [0, 1]"#,
        #"> ack of question / #2 "forty-two" {"_placeholder":true,"num":0} [0, 1]"#,
    ]

    @Test(arguments: [
        "javascript-4-polling", "javascript-4-upgrade", "javascript-4-websocket", "python-3-polling",
        "python-3-upgrade",
        "python-4-msgpack", "python-4-polling",
    ])
    func everyTransportCarriesTheSameEvents(name: String) throws {
        let lines = try EngineIORecording.named(name).play().compactMap(\.line)
        // The first id of JavaScript is 0, that of Python 1.
        let isJavaScript = name.hasPrefix("javascript")
        for event in Self.events {
            let number = event.hasPrefix("> event") || event.hasPrefix("< ack")
            let expected =
                isJavaScript && number
                ? event.replacing("#1", with: "#0").replacing("blob #2", with: "blob #1").replacing(
                    "blob / #2", with: "blob / #1") : event
            #expect(lines.contains(expected), "\(expected) not in \(lines)")
        }
        #expect(!lines.contains { $0.contains("malformed") }, "\(lines)")
    }

    @Test func theRecordingOfAnUpgradeIsReadWhole() throws {
        let lines = try EngineIORecording.named("javascript-4-upgrade").play().compactMap(\.line)
        #expect(
            lines.prefix(12) == [
                "< open websocket", "> connect /", "> probe", "< probeAnswer", "> upgrade", "< connected / id",
                "> connect /room", "> connect /admin", "< connected /room id", "< refused /admin no admin",
                #"> event /room message #0 {"hi":"é"}"#, #"< event /room message {"hi":"\u00e9"}"#,
            ])
        #expect(lines.suffix(2) == ["> disconnect /", "> disconnect /room"])
    }

    @Test func theRecordingOfRevision3IsReadWhole() throws {
        let lines = try EngineIORecording.named("python-3-polling").play().compactMap(\.line)
        #expect(
            lines.prefix(5) == [
                "< open websocket", "< connected / id", "> connect /room", "< connected /room id",
                Self.events[0],
            ])
        #expect(lines.suffix(3) == ["> disconnect /room", "> disconnect /", "> close"])
        let base64 = try EngineIORecording.named("python-3-base64").play().compactMap(\.line)
        #expect(
            base64 == [
                "< open websocket", "< connected / id", #"> event / message #1 "x""#,
                #"> event / blob #2 {"_placeholder":true,"num":0} [0, 4, 30, 255]"#, #"< event / message "x""#,
                #"< ack of message / #1 "ok" 1"#,
                #"< event / blob {"a":{"_placeholder":true,"num":0},"n":[{"_placeholder":true,"num":1},"#
                    + #"{"k":"\u00fcn\u00ef\ud83d\ude00"}]} [0, 4, 30, 255] [1, 2, 255]"#,
                #"< ack of blob / #2 {"_placeholder":true,"num":0} [0, 4, 30, 255]"#,
            ])
    }

    // MARK: Ids

    @Test mutating func theServerTellsTheIDOfTheClient() {
        let items = session.receive(frame: .text(#"40{"sid":"1K_H"}"#), .toClient, at: 0)
        #expect(items.map(\.event) == [.connected(namespace: "/", id: "1K_H")])
    }

    @Test mutating func inRevision3TheIDIsThatOfTheSession() {
        session = EngineIOSession(.three)
        _ = session.receive(frame: .text(#"0{"sid":"lv_V"}"#), .toClient, at: 0)
        #expect(session.handshake?.sessionID == "lv_V")
        let items = ["40", "40/room"].flatMap { session.receive(frame: .text($0), .toClient, at: 0) }
        #expect(
            items.map(\.event) == [
                .connected(namespace: "/", id: "lv_V"), .connected(namespace: "/room", id: "/room#lv_V"),
            ])
    }

    // MARK: Acknowledgements

    @Test mutating func anAcknowledgementIsPairedByNamespaceIDAndDirection() {
        #expect(frame(.toServer, #"421["offer"]"#, at: 5) == ["> event / offer #1"])
        #expect(frame(.toClient, #"421["answer"]"#, at: 6) == ["< event / answer #1"])
        #expect(frame(.toServer, #"42/a,1["join"]"#, at: 7) == ["> event /a join #1"])
        let items = session.receive(frame: .text("431[]"), .toClient, at: 17)
        guard case .acknowledgement(_, let event)? = items.first?.event else { return #expect(Bool(false)) }
        #expect(event?.name == "offer" && event?.elapsed == 12)
        #expect(frame(.toServer, "431[]") == ["> ack of answer / #1"])
        #expect(frame(.toClient, "43/a,1[]") == ["< ack of join /a #1"])
        #expect(frame(.toClient, "431[]") == ["< ack of - / #1"])
    }

    @Test mutating func theOldestEventsThatWaitAreForgotten() {
        let limit = PendingAcknowledgements.generationLimit
        for id in 0..<3 * limit { _ = frame(.toServer, "42\(id)[\"a\"]") }
        #expect(frame(.toClient, "430[]") == ["< ack of - / #0"])
        #expect(frame(.toClient, "43\(limit)[]") == ["< ack of a / #\(limit)"])
        #expect(frame(.toClient, "43\(3 * limit - 1)[]") == ["< ack of a / #\(3 * limit - 1)"])
    }

    @Test mutating func timeThatRunsBackwardsIsNoElapsedTime() {
        _ = frame(.toServer, #"421["a"]"#, at: .max)
        let items = session.receive(frame: .text("431[]"), .toClient, at: .min)
        guard case .acknowledgement(_, let event)? = items.first?.event else { return #expect(Bool(false)) }
        #expect(event?.elapsed == 0)
    }

    // MARK: Recovery

    @Test mutating func theOffsetIsDroppedAfterTheServerAnnouncedRecovery() {
        let event = #"42["offer",{"sdp":1},"Aa0x-1"]"#
        #expect(frame(.toClient, event) == [#"< event / offer {"sdp":1} "Aa0x-1""#])
        #expect(frame(.toClient, #"40{"sid":"a","pid":"b"}"#) == ["< connected / id"])
        #expect(frame(.toClient, event) == [#"< event / offer {"sdp":1}"#])
        // Only the server adds an offset.
        #expect(frame(.toServer, event) == [#"> event / offer {"sdp":1} "Aa0x-1""#])
        #expect(frame(.toClient, #"42/b,["bye","Aa0x-1"]"#) == [#"< event /b bye "Aa0x-1""#])
        #expect(frame(.toServer, "41") == ["> disconnect /"])
        #expect(frame(.toClient, #"40{"sid":"a"}"#) == ["< connected / id"])
        #expect(frame(.toClient, event) == [#"< event / offer {"sdp":1} "Aa0x-1""#])
    }

    // MARK: Attachments

    @Test mutating func anEventIsCompleteWithItsLastAttachment() {
        #expect(frame(.toServer, #"452-["f",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#) == [])
        #expect(session.missingAttachments(.toServer) == 2)
        // The other direction and heartbeats go on.
        #expect(frame(.toClient, #"42["x"]"#) == ["< event / x"])
        #expect(frame(.toServer, "3") == [])
        #expect(bytes(.toServer, [1]) == [])
        #expect(session.missingAttachments(.toServer) == 1)
        #expect(
            bytes(.toServer, [2]) == [
                #"> event / f {"_placeholder":true,"num":0} {"_placeholder":true,"num":1} [1] [2]"#
            ])
    }

    @Test mutating func aPacketBeforeTheLastAttachmentEndsTheEvent() {
        _ = frame(.toServer, #"452-["f",{"_placeholder":true,"num":0}]"#)
        _ = bytes(.toServer, [1])
        #expect(
            frame(.toServer, #"42["x"]"#) == [
                "> malformed: 1 of 2 attachments: expected all before the next packet", "> event / x",
            ])
        #expect(
            bytes(.toServer, [2]) == [
                "> malformed: binary message of 1 bytes: expected an event that announces it, or MessagePack"
            ])
    }

    @Test mutating func aMalformedPacketBeforeTheLastAttachmentEndsTheEvent() {
        _ = frame(.toServer, #"451-["f"]"#)
        #expect(
            frame(.toServer, "47") == [
                "> malformed: 0 of 1 attachments: expected all before the next packet",
                #"> malformed: invalid Socket.IO packet "7": expected a type from 0 to 6"#,
            ])
        #expect(session.missingAttachments(.toServer) == 0)
    }

    @Test mutating func placeholdersBeyondTheAttachmentsAreMalformed() {
        _ = frame(.toServer, #"451-["f",{"_placeholder":true,"num":1}]"#)
        #expect(bytes(.toServer, [1]) == ["> malformed: placeholders [-1]: expected those of 1 attachments, from 0"])
    }

    @Test mutating func attachmentsAreBounded() {
        _ = frame(.toServer, #"453-["f"]"#)
        let half = [UInt8](repeating: 0, count: EngineIOSession.attachmentByteLimit / 2 + 1)
        #expect(bytes(.toServer, half) == [])
        #expect(
            bytes(.toServer, half) == [
                "> malformed: attachments of \(2 * half.count) bytes: expected at most "
                    + "\(EngineIOSession.attachmentByteLimit)"
            ])
    }

    // MARK: Other packets

    @Test mutating func heartbeatsHaveNoLine() {
        let items = session.receive(body: Array("2\u{1E}3\u{1E}6".utf8), .toClient, at: 0)
        #expect(items.map(\.event) == [.heartbeat(.ping), .heartbeat(.pong), .heartbeat(.noop)])
    }

    @Test mutating func theClientUpgradesAfterAProbe() {
        #expect(frame(.toServer, "2probe") == ["> probe"])
        #expect(frame(.toClient, "3probe") == ["< probeAnswer"])
        #expect(frame(.toServer, "5") == ["> upgrade"])
    }

    @Test mutating func reservedNamesAreMalformed() {
        #expect(
            frame(.toServer, #"42["disconnect"]"#) == [
                #"> malformed: reserved event name "disconnect": expected any other name"#
            ])
    }

    @Test mutating func malformedPacketsKeepTheirBytesAndThePacketsAfterThem() {
        let items = session.receive(body: Array("42[\"a\"]\u{1E}9x\u{1E}42[\"b\"]".utf8), .toServer, at: 0)
        #expect(items.count == 3)
        #expect(items[1].event == .malformed(.packetType(UInt8(ascii: "9")), Array("9x".utf8)))
        #expect(items[2].line == "> event / b")
    }

    @Test mutating func onlyTheServerOpensTheSession() {
        #expect(
            frame(.toServer, #"0{"sid":"a"}"#) == [
                "> malformed: packet of type 0 from the client: expected from the server only"
            ])
        #expect(session.handshake == nil)
    }

    @Test mutating func aSessionWithoutSocketIOHasMessages() {
        session = EngineIOSession(.four, carriesSocketIO: false)
        #expect(frame(.toServer, #"4{"type":"offer"}"#) == [#"> message {"type":"offer"}"#])
        #expect(bytes(.toServer, [0, 255]) == ["> message [0, 255]"])
    }

    @Test mutating func refusalsHaveTheirReason() {
        #expect(
            frame(.toClient, #"44{"message":"Not authorized","data":{"code":1}}"#) == ["< refused / Not authorized"])
        #expect(frame(.toClient, #"44"Invalid namespace""#) == ["< refused / Invalid namespace"])
        let long = String(repeating: "n", count: 1000)
        #expect(frame(.toClient, "44\"\(long)\"") == ["< refused / " + long.prefix(EngineIOSession.reasonLimit)])
    }
}
