import NIOCore
import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Relay
@testable import WebSocketFrames

@Suite struct FrameParserTests {
    private static let long = [UInt8](repeating: 0x61, count: 126)

    /// Valid conversations, by section of RFC 6455, and the elements that they are parsed to.
    static let conversations: [(rule: String, frames: [ClientFrame], elements: [FrameParser.Element])] = [
        ("5.6 text", [ClientFrame(1, "hello")], [.message(.text("hello"))]),
        ("5.6 binary", [ClientFrame(2, [0, 255, 128])], [.message(Message(.binary, [0, 255, 128]))]),
        (
            "5.2 empty messages", [ClientFrame(1, ""), ClientFrame(2, "")],
            [.message(.text("")), .message(Message(.binary, []))]
        ),
        ("5.2 length of two bytes", [ClientFrame(2, long)], [.message(Message(.binary, long))]),
        (
            "5.4 fragments",
            [ClientFrame(1, "a", isFinal: false), ClientFrame(0, "", isFinal: false), ClientFrame(0, "b")],
            [.message(.text("ab"))]
        ),
        (
            "5.4 control frames between fragments",
            [
                ClientFrame(2, [1], isFinal: false), ClientFrame(9, [2]), ClientFrame(0, [3], isFinal: false),
                ClientFrame(10, []), ClientFrame(0, [4]),
            ],
            [.ping([2]), .pong([]), .message(Message(.binary, [1, 3, 4]))]
        ),
        (
            "5.4 a character across fragments",
            [ClientFrame(1, [0xF0, 0x9F], isFinal: false), ClientFrame(9, [0xFF]), ClientFrame(0, [0x99, 0x82])],
            [.ping([0xFF]), .message(.text("🙂"))]
        ),
        (
            "5.5 the longest ping", [ClientFrame(9, [UInt8](repeating: 7, count: 125))],
            [.ping([UInt8](repeating: 7, count: 125))]
        ),
        ("5.5.1 close without a code", [ClientFrame(8, [])], [.close(ClosePayload(code: nil, reason: ""))]),
        (
            "5.5.1 close with a reason", [ClientFrame(8, [0x03, 0xE8] + Array("adé".utf8))],
            [.close(ClosePayload(code: .normal, reason: "adé"))]
        ),
        (
            "7.4.2 close with a private code", [ClientFrame(8, [0x0F, 0xA0])],
            [.close(ClosePayload(code: CloseCode(rawValue: 4000), reason: ""))]
        ),
    ]

    /// RFC 6455 §5.4: frames are not interleaved, so the relay must know whether it is within one.
    @Test(arguments: conversations.indices)
    func isWithinFrameIsKnownAtEachByte(index: Int) throws {
        let (rule, frames, _) = Self.conversations[index]
        var parser = FrameParser(maxMessageSize: 1000, maxFragments: 10)
        for frame in frames.map(\.bytes) {
            for (offset, byte) in frame.enumerated() {
                #expect(parser.isWithinFrame == (offset > 0), "\(rule), byte \(offset)")
                var index = 0
                _ = try parser.next([byte].span, at: &index)
            }
        }
        #expect(!parser.isWithinFrame, "\(rule)")
    }

    @Test(arguments: conversations.indices)
    func validFramesAreParsedInAnyChunks(index: Int) {
        let (rule, frames, elements) = Self.conversations[index]
        let bytes = frames.flatMap(\.bytes)
        #expect(ParserResult(bytes).elements == elements, "\(rule)")
        #expect(ParserResult(byteByByte: bytes).elements == elements, "\(rule)")
        for offset in 0...bytes.count {
            #expect(
                ParserResult(bytes, splitAt: offset).isEquivalent(to: ParserResult(bytes)),
                "\(rule), split at \(offset)")
        }
    }

    @Test func consecutiveConversationsAreParsedInAnyChunks() {
        let bytes = Self.conversations.flatMap { $0.frames.flatMap(\.bytes) }
        let elements = Self.conversations.flatMap(\.elements)
        #expect(ParserResult(bytes).elements == elements)
        for offset in 0...bytes.count {
            #expect(ParserResult(bytes, splitAt: offset).elements == elements, "split at \(offset)")
        }
    }

    private static let key: [UInt8] = [0, 0, 0, 0]

    /// Violations, by section of RFC 6455, their close code, and the number of bytes after which they are detected.
    static let violations: [(rule: String, bytes: [UInt8], code: CloseCode, detectedAfter: Int)] = [
        ("5.1 unmasked", [0x81, 0x01, 0x61], .protocolError, 2),
        ("5.2 first reserved bit", [0xC1, 0x80] + key, .protocolError, 1),
        ("5.2 second reserved bit", [0xA1, 0x80] + key, .protocolError, 1),
        ("5.2 third reserved bit", [0x91, 0x80] + key, .protocolError, 1),
        ("5.2 reserved opcode 3", [0x83, 0x80] + key, .protocolError, 1),
        ("5.2 reserved opcode 7", [0x87, 0x80] + key, .protocolError, 1),
        ("5.2 reserved control opcode 11", [0x8B, 0x80] + key, .protocolError, 1),
        ("5.2 reserved control opcode 15", [0x8F, 0x80] + key, .protocolError, 1),
        ("5.2 length 125 in two bytes", [0x82, 0xFE, 0x00, 0x7D] + key, .protocolError, 4),
        ("5.2 length 65535 in eight bytes", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + key, .protocolError, 10),
        ("5.2 length 5 in eight bytes", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5] + key, .protocolError, 10),
        ("5.2 highest bit of a length", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 1, 0, 0] + key, .protocolError, 3),
        ("5.4 continuation without a message", [0x80, 0x80] + key, .protocolError, 1),
        ("5.4 message in a message", [0x01, 0x80] + key + [0x81, 0x80] + key, .protocolError, 7),
        ("5.4 continuation after the last fragment", [0x81, 0x80] + key + [0x80, 0x80] + key, .protocolError, 7),
        ("5.5 fragmented ping", [0x09, 0x80] + key, .protocolError, 1),
        ("5.5 fragmented close", [0x08, 0x80] + key, .protocolError, 1),
        ("5.5 ping of 126 bytes", [0x89, 0xFE, 0x00, 0x7E] + key, .protocolError, 2),
        ("5.5 close of 65536 bytes", [0x88, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0] + key, .protocolError, 2),
        ("5.5.1 close with one byte", [0x88, 0x81] + key + [0x03], .protocolError, 7),
        ("5.5.1 reason that is not UTF-8", [0x88, 0x83] + key + [0x03, 0xE8, 0xFF], .notUTF8, 9),
        ("5.5.1 reason that ends within a character", [0x88, 0x83] + key + [0x03, 0xE8, 0xC3], .notUTF8, 9),
        ("7.4.1 close with 1005", [0x88, 0x82] + key + [0x03, 0xED], .protocolError, 8),
        ("7.4.1 close with 1006", [0x88, 0x82] + key + [0x03, 0xEE], .protocolError, 8),
        ("7.4.1 close with 1015", [0x88, 0x82] + key + [0x03, 0xF7], .protocolError, 8),
        ("7.4.1 close with 1004", [0x88, 0x82] + key + [0x03, 0xEC], .protocolError, 8),
        ("7.4.2 close with 999", [0x88, 0x82] + key + [0x03, 0xE7], .protocolError, 8),
        ("7.4.2 close with 2999", [0x88, 0x82] + key + [0x0B, 0xB7], .protocolError, 8),
        ("7.4.2 close with 5000", [0x88, 0x82] + key + [0x13, 0x88], .protocolError, 8),
        ("8.1 invalid UTF-8 before the end of the frame", [0x81, 0xFD] + key + [0x61, 0xC3, 0x28, 0x61], .notUTF8, 9),
        ("8.1 a surrogate", [0x81, 0x85] + key + [0xED, 0xA0, 0x80, 0x61, 0x61], .notUTF8, 8),
        ("8.1 text that ends within a character", [0x81, 0x81] + key + [0xC3], .notUTF8, 7),
        (
            "8.1 fragments that end within a character", [0x01, 0x81] + key + [0xC3] + [0x80, 0x80] + key, .notUTF8, 13
        ),
        (
            "8.1 invalid UTF-8 across fragments", [0x01, 0x81] + key + [0xC3] + [0x00, 0x84] + key + [0x28], .notUTF8,
            14
        ),
        ("1009 announced length", [0x82, 0xFE, 0x03, 0xE9] + key, .tooBig, 4),
        ("1009 largest announced length", [0x82, 0xFF, 0x7F] + [UInt8](repeating: 0xFF, count: 7) + key, .tooBig, 10),
        ("1009 one byte above the limit", [0x02, 0x81] + key + [0] + [0x80, 0xFE, 0x03, 0xE8] + key, .tooBig, 11),
    ]

    @Test(arguments: violations.indices)
    func violationsAreDetectedAtTheFirstByteThatProvesThem(index: Int) {
        let (rule, bytes, code, detectedAfter) = Self.violations[index]
        let result = ParserResult(byteByByte: bytes)
        #expect(result.violation?.code == code, "\(rule)")
        #expect(result.chunks == detectedAfter, "\(rule)")
        for offset in 0...bytes.count {
            #expect(ParserResult(bytes, splitAt: offset).isEquivalent(to: result), "\(rule), split at \(offset)")
        }
    }

    @Test func nothingIsParsedAfterAViolation() throws {
        var parser = FrameParser(maxMessageSize: 1000, maxFragments: 10)
        let bytes = [0x83] + ClientFrame(1, "hello").bytes
        var index = 0
        #expect(throws: Violation.self) { try parser.next(bytes.span, at: &index) }
        while index < bytes.count { #expect(try parser.next(bytes.span, at: &index) == nil) }
    }

    /// RFC 6455 §5.2: the lengths at which the encoding of the length changes.
    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
    func framesOfEachLengthEncodingAreWrittenAndParsed(length: Int) {
        let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        #expect(
            ParserResult(ClientFrame(2, payload).bytes, maxMessageSize: 70_000).elements == [
                .message(Message(.binary, payload))
            ])
        var client = ClientFrame(2, payload)
        client.maskingKey = [0, 0, 0, 0]
        // A server frame has neither the mask bit nor the key (RFC 6455 §5.1).
        var bytes = client.bytes
        let header = bytes.count - length - 4
        bytes.removeSubrange(header..<header + 4)
        bytes[1] &= 0x7F
        #expect(Array(OutgoingFrame(Message(.binary, payload)).bytes.readableBytesView) == bytes)
    }

    /// RFC 6455 §5.3.
    @Test(arguments: 0..<24)
    func aPayloadIsUnmaskedInAnyParts(length: Int) {
        let payload = (0..<length).map { UInt8($0 * 7) }
        for first in 0...length {
            for second in first...length {
                var mask = Mask((0xFF, 0x01, 0x80, 0x3C))
                let masked = payload.enumerated().map { $1 ^ [0xFF, 0x01, 0x80, 0x3C][$0 % 4] }
                var unmasked: [UInt8] = [9]
                for part in [0..<first, first..<second, second..<length] {
                    mask.unmask(Array(masked[part]).span, onto: &unmasked)
                }
                #expect(unmasked == [9] + payload)
            }
        }
    }

    @Test func theNumberOfFragmentsIsLimited() {
        let first = ClientFrame(1, "a", isFinal: false).bytes
        let next = ClientFrame(0, "b", isFinal: false).bytes
        let last = ClientFrame(0, "c").bytes
        #expect(ParserResult(first + next + last, maxFragments: 3).elements == [.message(.text("abc"))])
        let result = ParserResult(first + next + next + last, maxFragments: 3)
        #expect(result.violation == Violation(.tooBig, "a message is limited to 3 fragments"))
        // The limit is for each message.
        #expect(ParserResult(first + last + first + last, maxFragments: 2).elements.count == 2)
    }

    @Test func theSizeOfAFragmentedMessageIsLimited() {
        let half = [UInt8](repeating: 0x61, count: 500)
        let allowed = ClientFrame(1, half, isFinal: false).bytes + ClientFrame(0, half).bytes
        #expect(ParserResult(allowed).elements == [.message(Message(.text, half + half))])
        // A control frame between the fragments does not count.
        let pinged = ClientFrame(1, half, isFinal: false).bytes + ClientFrame(9, half.prefix(125) + []).bytes
        #expect(ParserResult(pinged + ClientFrame(0, half).bytes).elements.count == 2)
        #expect(
            ParserResult(allowed, maxMessageSize: 999).violation
                == Violation(.tooBig, "a message is limited to 999 bytes"))
    }

    /// The journal keeps many payloads, so they must have no spare capacity.
    @Test(arguments: [1, 3, 7, 4096])
    func aPayloadHasNoSpareCapacity(pieces: Int) throws {
        let payload = [UInt8](repeating: 0x61, count: 9000)
        let size = (payload.count + pieces - 1) / pieces
        let parts = stride(from: 0, to: payload.count, by: size).map {
            Array(payload[$0..<min($0 + size, payload.count)])
        }
        let fragments = parts.indices.flatMap {
            ClientFrame($0 == 0 ? 1 : 0, parts[$0], isFinal: $0 == parts.count - 1).bytes
        }
        let whole = ClientFrame(1, payload).bytes
        let slices = stride(from: 0, to: whole.count, by: size).map { whole[$0..<min($0 + size, whole.count)] }
        for result in [
            ParserResult(fragments, maxMessageSize: 100_000, maxFragments: 5000),
            ParserResult(slices, maxMessageSize: 100_000),
        ] {
            guard case .message(let message) = result.elements.first else {
                Issue.record("no message was parsed")
                return
            }
            #expect(message.payload == payload)
            #expect(message.payload.capacity < 9100)
        }
    }
}
