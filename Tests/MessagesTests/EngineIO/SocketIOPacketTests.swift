import Testing

@testable import Messages
@testable import Text

/// The syntax of Socket.IO packets, and edits of their arguments.
@Suite struct SocketIOPacketTests {
    private func packet(_ text: String) throws(EngineIOError) -> SocketIOPacket { try SocketIOPacket(Array(text.utf8)) }

    /// A packet as its parts.
    private func parts(_ text: String) throws -> [String] {
        let packet = try packet(text)
        let data = packet.data.map { String(decoding: $0.bytes, as: UTF8.self) }
        return [
            "\(packet.kind)", "\(packet.attachmentCount)", packet.namespace, packet.ackID.map(String.init) ?? "",
            data ?? "",
        ]
    }

    @Test(arguments: [
        ("0", ["connect", "0", "/", "", ""]),
        (#"0{"token":"t0k"}"#, ["connect", "0", "/", "", #"{"token":"t0k"}"#]),
        (#"0/room,{"sid":"1K"}"#, ["connect", "0", "/room", "", #"{"sid":"1K"}"#]),
        ("0/room", ["connect", "0", "/room", "", ""]),
        // A query in the namespace may contain a secret.
        ("0/admin?token=1234&uid=abcd,", ["connect", "0", "/admin", "", ""]),
        ("1", ["disconnect", "0", "/", "", ""]),
        ("1/room,", ["disconnect", "0", "/room", "", ""]),
        (#"2["ask"]"#, ["event", "0", "/", "", #"["ask"]"#]),
        (#"212["a",1]"#, ["event", "0", "/", "12", #"["a",1]"#]),
        (#"2/room,0["message",{"hi":"é"}]"#, ["event", "0", "/room", "0", #"["message",{"hi":"é"}]"#]),
        (#"2[7,"x"]"#, ["event", "0", "/", "", #"[7,"x"]"#]),
        (#"30["ok",1]"#, ["acknowledgement", "0", "/", "0", #"["ok",1]"#]),
        ("3/room,17[]", ["acknowledgement", "0", "/room", "17", "[]"]),
        (#"4/admin,{"message":"no"}"#, ["connectError", "0", "/admin", "", #"{"message":"no"}"#]),
        (#"4"Not authorized""#, ["connectError", "0", "/", "", #""Not authorized""#]),
        (
            #"52-["b",{"_placeholder":true,"num":0}]"#,
            ["binaryEvent", "2", "/", "", #"["b",{"_placeholder":true,"num":0}]"#]
        ),
        (#"51-/ns,7["b"]"#, ["binaryEvent", "1", "/ns", "7", #"["b"]"#]),
        (
            #"61-2["f",{"_placeholder":true,"num":0}]"#,
            ["binaryAcknowledgement", "1", "/", "2", #"["f",{"_placeholder":true,"num":0}]"#]
        ),
    ])
    func aPacketHasTheseParts(text: String, expected: [String]) throws {
        #expect(try parts(text) == expected)
    }

    @Test(arguments: [
        ("", #"invalid Socket.IO packet "": expected a type from 0 to 6"#),
        ("7[]", #"invalid Socket.IO packet "7[]": expected a type from 0 to 6"#),
        ("hello", #"invalid Socket.IO packet "hello": expected a type from 0 to 6"#),
        (#"5["b"]"#, #"invalid number of attachments "["b"]": expected 1 to 1024 and -"#),
        (#"50-["b"]"#, #"invalid number of attachments "0-["b"]": expected 1 to 1024 and -"#),
        (#"51025-["b"]"#, #"invalid number of attachments "1025-["b"]": expected 1 to 1024 and -"#),
        ("51", #"invalid number of attachments "1": expected 1 to 1024 and -"#),
        ("2", #"invalid data "": expected an array that begins with the name of an event"#),
        ("2[]", #"invalid data "[]": expected an array that begins with the name of an event"#),
        ("2{}", #"invalid data "{}": expected an array that begins with the name of an event"#),
        ("2[null]", #"invalid data "[null]": expected an array that begins with the name of an event"#),
        ("31{}", #"invalid data "{}": expected an array"#),
        ("0[]", #"invalid data "[]": expected an object or nothing"#),
        ("1{}", #"invalid data "{}": expected nothing"#),
        ("4[]", #"invalid data "[]": expected a string or an object"#),
        (#"2["a",}"#, "malformed JSON at byte 5: expected a value"),
        (#"2["a"]x"#, "malformed JSON at byte 5: expected the end of the text"),
        (#"21234567890123456["a"]"#, #"acknowledgement id "1234567890123456" too long: expected at most 15 digits"#),
    ])
    func aMalformedPacketIsExplained(text: String, expected: String) {
        #expect { try packet(text) } throws: { "\($0)" == expected }
    }

    @Test func longNamespacesAreRefused() {
        let name = "/" + String(repeating: "n", count: SocketIOPacket.namespaceLimit)
        #expect(throws: EngineIOError.self) { try packet("0" + name + ",") }
        #expect(throws: Never.self) { try packet("0" + name.dropLast() + ",") }
    }

    // MARK: Arguments

    private func message(_ text: String, attachments: Int = 0, mayHaveOffset: Bool = false) throws -> SocketIOMessage {
        SocketIOMessage(
            try packet(text), Array(repeating: [1], count: attachments), isMessagePack: false,
            mayHaveOffset: mayHaveOffset)
    }

    private func arguments(_ message: SocketIOMessage) -> [String] {
        message.arguments.indices.map { String(decoding: message.argument($0) ?? [], as: UTF8.self) }
    }

    @Test(
        arguments: [
            (#"2["offer",{"sdp":"v=0"},"Aa0x-1"]"#, [#"{"sdp":"v=0"}"#], "Aa0x-1", #"["offer",{"sdp":"v=0"}]"#),
            (#"2["bye","1700000000000-0"]"#, [], "1700000000000-0", #"["bye"]"#),
            // An event with an id has no offset, and a text is none.
            (#"21["offer","bob"]"#, [#""bob""#], nil, #"["offer","bob"]"#),
            (#"2["chat","hello there"]"#, [#""hello there""#], nil, #"["chat","hello there"]"#),
            (#"2["offer","v=0\r\n"]"#, [#""v=0\r\n""#], nil, #"["offer","v=0\r\n"]"#),
            (#"2["n",1]"#, ["1"], nil, #"["n",1]"#),
        ] as [(String, [String], String?, String)])
    func theRecoveryOffsetIsNoArgument(text: String, values: [String], offset: String?, sent: String) throws {
        let message = try message(text, mayHaveOffset: true)
        #expect(arguments(message) == values)
        #expect(message.recoveryOffset == offset)
        #expect(message.message == .text(sent))
    }

    @Test func withoutRecoveryTheLastStringIsAnArgument() throws {
        let message = try message(#"2["offer",{},"Aa0x-1"]"#)
        #expect(arguments(message) == ["{}", #""Aa0x-1""#])
        #expect(message.recoveryOffset == nil)
    }
}
