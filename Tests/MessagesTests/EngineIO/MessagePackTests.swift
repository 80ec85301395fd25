import Testing

@testable import Messages
@testable import Text

/// MessagePack, as socket.io-msgpack-parser and python-socketio write it.
@Suite struct MessagePackTests {
    private func json(_ bytes: [UInt8]) throws -> String {
        String(decoding: try MessagePack.json(bytes).json, as: UTF8.self)
    }

    /// Each format of the specification.
    @Test(
        arguments: [
            ([0x00], "0"), ([0x7F], "127"), ([0xE0], "-32"), ([0xFF], "-1"), ([0xC0], "null"), ([0xC2], "false"),
            ([0xC3], "true"), ([0xCC, 0xFF], "255"), ([0xCD, 0x01, 0x00], "256"),
            ([0xCE, 0xFF, 0xFF, 0xFF, 0xFF], "4294967295"),
            ([0xCF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "18446744073709551615"), ([0xD0, 0x80], "-128"),
            ([0xD1, 0x80, 0x00], "-32768"), ([0xD2, 0x80, 0x00, 0x00, 0x00], "-2147483648"),
            ([0xD3, 0x80, 0, 0, 0, 0, 0, 0, 0], "-9223372036854775808"), ([0xCA, 0x3F, 0x00, 0x00, 0x00], "0.5"),
            ([0xCB, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0], "1.5"), ([0xCB, 0x7F, 0xF0, 0, 0, 0, 0, 0, 0], "null"),
            ([0xA1, 0x61], #""a""#), ([0xD9, 0x01, 0x61], #""a""#), ([0xDA, 0x00, 0x01, 0x22], #""\"""#),
            ([0xDB, 0, 0, 0, 2, 0xC3, 0xA9], #""é""#), ([0x90], "[]"), ([0x92, 0x01, 0xC0], "[1,null]"),
            ([0xDC, 0x00, 0x01, 0x01], "[1]"), ([0xDD, 0, 0, 0, 1, 0x01], "[1]"), ([0x80], "{}"),
            ([0x82, 0xA1, 0x61, 0x01, 0x02, 0xA1, 0x62], #"{"a":1,"2":"b"}"#),
            ([0xDE, 0, 1, 0xA1, 0x61, 0x90], #"{"a":[]}"#),
            ([0xDF, 0, 0, 0, 1, 0xA1, 0x61, 0x90], #"{"a":[]}"#), ([0xD4, 0x00, 0x00], "null"),
            ([0xC4, 0x01, 0xFF], #"{"_placeholder":true,"num":0}"#),
            ([0xD6, 0xFF, 0, 0, 0, 0], #"{"_placeholder":true,"num":0}"#),
            ([0xC7, 0x01, 0x05, 0xFF], #"{"_placeholder":true,"num":0}"#),
        ] as [([UInt8], String)])
    func aValueIsDecodedToJSON(bytes: [UInt8], text: String) throws {
        #expect(try json(bytes) == text)
        #expect(JSONValue(text) != nil)
    }

    @Test(
        arguments: [
            ([], 0, "1 bytes"), ([0xC1], 0, "a value"), ([0x01, 0x02], 1, "the end of the message"),
            ([0xA2, 0x61], 2, "2 bytes"),
            ([0xDD, 0xFF, 0xFF, 0xFF, 0xFF], 5, "1 bytes"), ([0xC6, 0xFF, 0xFF, 0xFF, 0xFF], 5, "4294967295 bytes"),
            ([0x81, 0x90, 0x01], 1, "a string or an integer as name"),
        ] as [([UInt8], Int, String)])
    func malformedBytesAreExplained(bytes: [UInt8], offset: Int, expected: String) {
        #expect(throws: EngineIOError.messagePack(offset: offset, expected: expected)) { try MessagePack.json(bytes) }
    }

    @Test func theDepthIsLimited() {
        let deep = Array(repeating: UInt8(0x91), count: 100_000) + [0xC0]
        #expect(throws: EngineIOError.messagePack(offset: MessagePack.depthLimit + 1, expected: "at most 32 levels")) {
            try MessagePack.json(deep)
        }
    }

    @Test func theTextIsLimited() {
        let large = [0xDB, 0x00, 0x10, 0x00, 0x01] + [UInt8](repeating: 0x61, count: MessagePack.textLimit + 1)
        #expect(throws: EngineIOError.messagePack(offset: 0, expected: "at most 1048576 bytes")) {
            try MessagePack.json(large)
        }
        let nulls = [0xDD, 0x00, 0x08, 0x00, 0x00] + [UInt8](repeating: 0xC0, count: 512 * 1024)
        #expect(throws: EngineIOError.self) { try MessagePack.json(nulls) }
    }

    @Test func aPacketBecomesTheSamePacketAsText() throws {
        // {"type":2,"data":["blob",b"\x00\x04\x1e\xff"],"nsp":"/room","id":2}
        let bytes: [UInt8] =
            [0x84, 0xA4] + Array("type".utf8) + [0x02, 0xA4] + Array("data".utf8) + [0x92, 0xA4] + Array("blob".utf8)
            + [0xC4, 0x04, 0x00, 0x04, 0x1E, 0xFF, 0xA3] + Array("nsp".utf8) + [0xA5] + Array("/room".utf8) + [0xA2]
            + Array("id".utf8) + [0x02]
        #expect(MessagePack.isPacket(bytes))
        let (packet, attachments) = try MessagePack.packet(bytes)
        #expect(
            String(decoding: packet.text, as: UTF8.self) == #"51-/room,2["blob",{"_placeholder":true,"num":0}]"#)
        #expect(attachments == [[0x00, 0x04, 0x1E, 0xFF]])
    }

    @Test func otherMapsAreNoPackets() {
        let bytes: [UInt8] = [0x81, 0xA1, 0x61, 0x01]
        #expect(!MessagePack.isPacket(bytes))
        #expect(throws: EngineIOError.messagePack(offset: 0, expected: "a map with a type from 0 to 4")) {
            try MessagePack.packet(bytes)
        }
    }
}
