import TestSupport
import Testing

@testable import Messages
@testable import Text

/// The messages of a session, and the packets in which they are sent on.
@Suite struct EngineIOReaderTests {
    private var reader = EngineIOReader(.four)

    private mutating func read(_ text: String, _ direction: EngineIOItem.Direction = .toServer) -> [EngineIOReader
        .Output]
    {
        reader.read(frame: .text(text), direction, at: 0)
    }

    private mutating func message(
        _ text: String, _ direction: EngineIOItem.Direction = .toServer
    ) throws -> Message {
        for output in read(text, direction) {
            if case .message(let message) = output { return message }
        }
        throw EngineIOError.emptyPacket
    }

    /// The texts of the packets that carry `message`, or that it is changed to.
    private func sent(_ message: Message, as payload: String? = nil) -> [String] {
        let message = payload.map { message.replacing(Array($0.utf8)) } ?? message
        return reader.session.packets(carrying: message).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(arguments: try EngineIORecording.all().map(\.name))
    func aRecordedSessionIsSentOnUnchanged(name: String) throws {
        let recording = try EngineIORecording.named(String(name.dropLast(4)))
        var reader = EngineIOReader(recording.version)
        for input in recording.inputs {
            let outputs =
                input.isFrame
                ? reader.read(frame: input.bytes, input.direction, at: 0)
                : reader.read(body: input.bytes.payload, input.direction, at: 0)
            let packets = outputs.flatMap { $0.packets(in: reader.session) }
            guard !input.isFrame else { continue }
            // Revision 3 has other spellings of the same body; its packets are compared.
            var (before, after) = (EngineIOReader(recording.version), EngineIOReader(recording.version))
            let body = EngineIOPayload.body(of: packets, recording.version)
            if recording.version == .four { #expect(body == input.bytes.payload) }
            #expect(
                before.read(body: body, input.direction, at: 0)
                    == after.read(body: input.bytes.payload, input.direction, at: 0))
        }
    }

    @Test mutating func anEventIsTheArrayInItsPacket() throws {
        let message = try message(#"42/room,17["offer", {"sdp":1} ,"bob"]"#)
        #expect(message.text == #"["offer", {"sdp":1} ,"bob"]"#)
        #expect(message.packet?.content == .event(name: "offer"))
        #expect(message.packet?.namespace == "/room" && message.packet?.ackID == 17)
        #expect(sent(message) == [#"42/room,17["offer", {"sdp":1} ,"bob"]"#])
    }

    @Test mutating func aChangedEventKeepsItsNamespaceAndAcknowledgement() throws {
        let message = try message(#"42/room,17["offer",{}]"#)
        #expect(sent(message, as: #"["answer",[2]]"#) == [#"42/room,17["answer",[2]]"#])
    }

    @Test mutating func aChangedEventKeepsItsRecoveryOffset() throws {
        _ = read(#"40{"sid":"a","pid":"b"}"#, .toClient)
        let message = try message(#"42["offer",{},"Aa0x-1" ]"#, .toClient)
        #expect(message.text == #"["offer",{}]"#)
        #expect(sent(message) == [#"42["offer",{},"Aa0x-1" ]"#])
        #expect(sent(message, as: "[\"offer\",1]\n") == [#"42["offer",1,"Aa0x-1" ]"#])
    }

    @Test mutating func aChangedEventKeepsItsAttachments() throws {
        #expect(read(#"452-["f",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#) == [])
        #expect(reader.read(frame: Message(.binary, [1]), .toServer, at: 0) == [])
        let outputs = reader.read(frame: Message(.binary, [2, 3]), .toServer, at: 0)
        guard case .message(let message)? = outputs.first else { throw EngineIOError.emptyPacket }
        let changed = message.replacing(
            Array(#"["g",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#.utf8))
        let text = #"452-["g",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#
        #expect(
            reader.session.packets(carrying: changed) == [.text(Array(text.utf8)), .binary([1]), .binary([2, 3])])
    }

    @Test mutating func packetsWhoseAttachmentsAreMissingAreSentOn() throws {
        #expect(read(#"452-["f",{"_placeholder":true,"num":0}]"#) == [])
        #expect(reader.read(frame: Message(.binary, [1]), .toServer, at: 0) == [])
        let outputs = read(#"42["g"]"#)
        let packets = outputs.flatMap { $0.packets(in: reader.session) }
        #expect(
            packets == [
                .text(Array(#"452-["f",{"_placeholder":true,"num":0}]"#.utf8)), .binary([1]),
                .text(Array(#"42["g"]"#.utf8)),
            ])
        guard case .message(let message)? = outputs.first else { throw EngineIOError.emptyPacket }
        #expect(
            message.packet?.content == .malformed(reason: "1 of 2 attachments: expected all before the next packet"))
    }

    @Test mutating func aHeartbeatBetweenAnEventAndItsAttachmentIsPassedOn() {
        #expect(read(#"451-["f",{"_placeholder":true,"num":0}]"#) == [])
        #expect(read("3") == [.control(.text(Array("3".utf8)), .heartbeat(.pong))])
        let packets = reader.read(frame: Message(.binary, [1]), .toServer, at: 0).flatMap {
            $0.packets(in: reader.session)
        }
        #expect(packets == [.text(Array(#"451-["f",{"_placeholder":true,"num":0}]"#.utf8)), .binary([1])])
    }

    @Test mutating func aHeartbeatIsNoMessage() {
        #expect(read("2", .toClient) == [.control(.text(Array("2".utf8)), .heartbeat(.ping))])
    }

    @Test mutating func aConnectionIsAMessageWithItsData() throws {
        let message = try message(#"40/admin,{"token":"t"}"#)
        #expect(message.text == #"{"token":"t"}"# && message.packet?.content == .connect)
        #expect(ParsedMessage(message).summary == "socket.io /admin: connect")
        #expect(sent(message, as: "{}") == ["40/admin,{}"])
    }

    @Test mutating func theSummaryOfAnAcknowledgementNamesItsEvent() throws {
        _ = reader.read(frame: .text(#"427["join","r"]"#), .toServer, at: 0)
        let outputs = reader.read(frame: .text(#"437["ok"]"#), .toClient, at: 12_000_000)
        guard case .message(let message)? = outputs.first else { throw EngineIOError.emptyPacket }
        #expect(ParsedMessage(message).summary == #"ack of join +12 ms ["ok"]"#)
    }

    @Test(
        arguments: [
            (#"["offer",{}]"#, #"42["offer",{}]"#), (#"{"a":1}"#, #"42["message",{"a":1}]"#),
            ("hello", #"42["message","hello"]"#), ("[1]", #"42["message",[1]]"#),
        ])
    func aMessageOfTheOperatorBecomesAnEvent(text: String, packet: String) {
        #expect(sent(.text(text)) == [packet])
    }

    @Test func withoutSocketIOAMessageOfTheOperatorIsSentAsItIs() {
        let session = EngineIOSession(.four, carriesSocketIO: false)
        #expect(session.packets(carrying: .text("{}")) == [.text(Array("4{}".utf8))])
    }

    // MARK: MessagePack

    @Test func aChangedPacketOfMessagePackIsEncodedAgain() throws {
        var reader = EngineIOReader(.four)
        let recording = try EngineIORecording.named("python-4-msgpack")
        let messages = recording.inputs.flatMap { input in
            reader.read(frame: input.bytes, input.direction, at: 0).compactMap { output -> Message? in
                guard case .message(let message) = output, case .event? = message.packet?.content else { return nil }
                return message
            }
        }
        #expect(!messages.isEmpty)
        for message in messages {
            // White space makes it another message with the same meaning.
            let changed = message.replacing(Array(" ".utf8) + message.payload)
            guard case .binary(let bytes)? = reader.session.packets(carrying: changed).first else {
                Issue.record("\(message) is not binary")
                continue
            }
            let (packet, attachments) = try MessagePack.packet(bytes)
            #expect(packet.data.map { Array($0.bytes[$0.range]) } == message.payload)
            #expect(attachments == message.packet?.attachments)
            #expect(packet.ackID == message.packet?.ackID && packet.namespace == message.packet?.namespace)
        }
    }

    @Test func aChangedPacketOfMessagePackKeepsItsRecoveryOffset() throws {
        let packet = CarrierPacket(
            .event(name: "offer"), namespace: "/",
            original: CarrierPacket.Original(packets: [], payload: Array(#"["offer",{}]"#.utf8)),
            tail: Array(#","Aa0x-1"]"#.utf8))
        let message = Message(.text, Array(#"["offer",1]"#.utf8), packet: packet)
        guard case .binary(let bytes)? = EngineIOSession(.four).packets(carrying: message).first else {
            throw EngineIOError.emptyPacket
        }
        let decoded = try MessagePack.packet(bytes).packet
        #expect(String(decoding: decoded.text, as: UTF8.self) == #"2["offer",1,"Aa0x-1"]"#)
    }

    @Test(
        arguments: [
            "[]", #"["é",-1,127,128,-9007199254740991,1.5,true,false,null]"#, #"[{"a":{"b":[{}]}},""]"#,
            "[\"" + String(repeating: "x", count: 70_000) + "\"]",
            "[" + (0..<20).map(String.init).joined(separator: ",") + "]",
        ])
    func theWriterIsTheInverseOfTheDecoder(json: String) throws {
        let packet = CarrierPacket(.event(name: "x"), head: [])
        let bytes = MessagePackWriter.packet(packet, data: Array(json.utf8))
        let decoded = try MessagePack.json(bytes).json
        #expect(String(decoding: decoded, as: UTF8.self) == #"{"type":2,"data":"# + json + #","nsp":"/"}"#)
    }
}
