import NIOCore
import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Relay

@Suite struct FrameParserTests {
    private static let long = [UInt8](repeating: 0x61, count: 126)

    /// What may be said, by section of RFC 6455, and what is heard.
    static let conversations: [(rule: String, frames: [ClientFrame], steps: [FrameParser.Step])] = [
        ("5.6 text", [ClientFrame(1, "hello")], [.message(.text("hello"))]),
        ("5.6 binary", [ClientFrame(2, [0, 255, 128])], [.message(Message(.binary, [0, 255, 128]))]),
        (
            "5.2 nothing", [ClientFrame(1, ""), ClientFrame(2, "")],
            [.message(.text("")), .message(Message(.binary, []))]
        ),
        ("5.2 length in two bytes", [ClientFrame(2, long)], [.message(Message(.binary, long))]),
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
            "7.4.2 close with a code of one's own", [ClientFrame(8, [0x0F, 0xA0])],
            [.close(ClosePayload(code: CloseCode(rawValue: 4000), reason: ""))]
        ),
    ]

    /// RFC 6455 §5.4: nothing stands within a frame, so one has to know that one is in it.
    @Test(arguments: conversations.indices)
    func itKnowsAtEachByteWhetherAFrameIsWhole(index: Int) throws {
        let (rule, frames, _) = Self.conversations[index]
        var parser = FrameParser(maxMessageSize: 1000, maxFragments: 10)
        for frame in frames.map(\.bytes) {
            for (place, byte) in frame.enumerated() {
                #expect(parser.isWithinFrame == (place > 0), "\(rule), byte \(place)")
                var index = 0
                _ = try parser.next([byte].span, at: &index)
            }
        }
        #expect(!parser.isWithinFrame, "\(rule)")
    }

    @Test(arguments: conversations.indices)
    func whatIsAllowedIsHeardInWhateverPiecesItComes(index: Int) {
        let (rule, frames, steps) = Self.conversations[index]
        let bytes = frames.flatMap(\.bytes)
        #expect(Reading(bytes).steps == steps, "\(rule)")
        #expect(Reading(byteByByte: bytes).steps == steps, "\(rule)")
        for place in 0...bytes.count {
            #expect(Reading(bytes, splitAt: place).isLike(Reading(bytes)), "\(rule), split at \(place)")
        }
    }

    @Test func oneConversationAfterAnotherIsHeardInWhateverPiecesItComes() {
        let bytes = Self.conversations.flatMap { $0.frames.flatMap(\.bytes) }
        let steps = Self.conversations.flatMap(\.steps)
        #expect(Reading(bytes).steps == steps)
        for place in 0...bytes.count { #expect(Reading(bytes, splitAt: place).steps == steps, "split at \(place)") }
    }

    private static let key: [UInt8] = [0, 0, 0, 0]

    /// What is forbidden, by section of RFC 6455, its code, and after how many of the bytes it shows.
    static let violations: [(rule: String, bytes: [UInt8], code: CloseCode, shows: Int)] = [
        ("5.1 unmasked", [0x81, 0x01, 0x61], .protocolError, 2),
        ("5.2 first reserved bit", [0xC1, 0x80] + key, .protocolError, 1),
        ("5.2 second reserved bit", [0xA1, 0x80] + key, .protocolError, 1),
        ("5.2 third reserved bit", [0x91, 0x80] + key, .protocolError, 1),
        ("5.2 reserved opcode 3", [0x83, 0x80] + key, .protocolError, 1),
        ("5.2 reserved opcode 7", [0x87, 0x80] + key, .protocolError, 1),
        ("5.2 reserved control opcode 11", [0x8B, 0x80] + key, .protocolError, 1),
        ("5.2 reserved control opcode 15", [0x8F, 0x80] + key, .protocolError, 1),
        ("5.2 125 in two bytes", [0x82, 0xFE, 0x00, 0x7D] + key, .protocolError, 4),
        ("5.2 65535 in eight bytes", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + key, .protocolError, 10),
        ("5.2 5 in eight bytes", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5] + key, .protocolError, 10),
        ("5.2 highest bit of a length", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 1, 0, 0] + key, .protocolError, 3),
        ("5.4 continuation of nothing", [0x80, 0x80] + key, .protocolError, 1),
        ("5.4 message in a message", [0x01, 0x80] + key + [0x81, 0x80] + key, .protocolError, 7),
        ("5.4 continuation after the last", [0x81, 0x80] + key + [0x80, 0x80] + key, .protocolError, 7),
        ("5.5 ping in fragments", [0x09, 0x80] + key, .protocolError, 1),
        ("5.5 close in fragments", [0x08, 0x80] + key, .protocolError, 1),
        ("5.5 ping of 126 bytes", [0x89, 0xFE, 0x00, 0x7E] + key, .protocolError, 2),
        ("5.5 close of 65536 bytes", [0x88, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0] + key, .protocolError, 2),
        ("5.5.1 close with one byte", [0x88, 0x81] + key + [0x03], .protocolError, 7),
        ("5.5.1 reason that is not UTF-8", [0x88, 0x83] + key + [0x03, 0xE8, 0xFF], .notUTF8, 9),
        ("5.5.1 reason that ends in a character", [0x88, 0x83] + key + [0x03, 0xE8, 0xC3], .notUTF8, 9),
        ("7.4.1 close with 1005", [0x88, 0x82] + key + [0x03, 0xED], .protocolError, 8),
        ("7.4.1 close with 1006", [0x88, 0x82] + key + [0x03, 0xEE], .protocolError, 8),
        ("7.4.1 close with 1015", [0x88, 0x82] + key + [0x03, 0xF7], .protocolError, 8),
        ("7.4.1 close with 1004", [0x88, 0x82] + key + [0x03, 0xEC], .protocolError, 8),
        ("7.4.2 close with 999", [0x88, 0x82] + key + [0x03, 0xE7], .protocolError, 8),
        ("7.4.2 close with 2999", [0x88, 0x82] + key + [0x0B, 0xB7], .protocolError, 8),
        ("7.4.2 close with 5000", [0x88, 0x82] + key + [0x13, 0x88], .protocolError, 8),
        ("8.1 no UTF-8, long before the end", [0x81, 0xFD] + key + [0x61, 0xC3, 0x28, 0x61], .notUTF8, 9),
        ("8.1 a surrogate", [0x81, 0x85] + key + [0xED, 0xA0, 0x80, 0x61, 0x61], .notUTF8, 8),
        ("8.1 text that ends in a character", [0x81, 0x81] + key + [0xC3], .notUTF8, 7),
        (
            "8.1 fragments that end in a character", [0x01, 0x81] + key + [0xC3] + [0x80, 0x80] + key, .notUTF8, 13
        ),
        ("8.1 no UTF-8 across fragments", [0x01, 0x81] + key + [0xC3] + [0x00, 0x84] + key + [0x28], .notUTF8, 14),
        ("1009 announced", [0x82, 0xFE, 0x03, 0xE9] + key, .tooBig, 4),
        ("1009 announced, of any size", [0x82, 0xFF, 0x7F] + [UInt8](repeating: 0xFF, count: 7) + key, .tooBig, 10),
        ("1009 with a byte more", [0x02, 0x81] + key + [0] + [0x80, 0xFE, 0x03, 0xE8] + key, .tooBig, 11),
    ]

    @Test(arguments: violations.indices)
    func whatIsForbiddenIsFoundAtTheByteThatShowsIt(index: Int) {
        let (rule, bytes, code, shows) = Self.violations[index]
        let reading = Reading(byteByByte: bytes)
        #expect(reading.violation?.code == code, "\(rule)")
        #expect(reading.pieces == shows, "\(rule)")
        for place in 0...bytes.count {
            #expect(Reading(bytes, splitAt: place).isLike(reading), "\(rule), split at \(place)")
        }
    }

    @Test func afterWhatIsForbiddenNothingIsHeard() throws {
        var parser = FrameParser(maxMessageSize: 1000, maxFragments: 10)
        let bytes = [0x83] + ClientFrame(1, "hello").bytes
        var index = 0
        #expect(throws: Violation.self) { try parser.next(bytes.span, at: &index) }
        while index < bytes.count { #expect(try parser.next(bytes.span, at: &index) == nil) }
    }

    /// RFC 6455 §5.2: the lengths at which another form of it begins, written by the relay and read as a client's.
    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
    func aFrameOfEachFormOfLengthIsWrittenAndRead(length: Int) {
        let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        #expect(
            Reading(ClientFrame(2, payload).bytes, messageBytes: 70_000).steps == [.message(Message(.binary, payload))])
        var client = ClientFrame(2, payload)
        client.maskingKey = [0, 0, 0, 0]
        // What a server writes is that without the mask bit and the key (RFC 6455 §5.1).
        var bytes = client.bytes
        let header = bytes.count - length - 4
        bytes.removeSubrange(header..<header + 4)
        bytes[1] &= 0x7F
        #expect(Array(OutgoingFrame(Message(.binary, payload)).bytes.readableBytesView) == bytes)
    }

    /// RFC 6455 §5.3.
    @Test(arguments: 0..<24)
    func aPayloadIsUnmaskedFromWhateverByteOn(length: Int) {
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

    @Test func aMessageMayHaveAsManyFragmentsAsTheLimitAndNoMore() {
        let first = ClientFrame(1, "a", isFinal: false).bytes
        let next = ClientFrame(0, "b", isFinal: false).bytes
        let last = ClientFrame(0, "c").bytes
        #expect(Reading(first + next + last, fragments: 3).steps == [.message(.text("abc"))])
        let reading = Reading(first + next + next + last, fragments: 3)
        #expect(reading.violation == Violation(.tooBig, "a message is limited to 3 fragments"))
        // Each message has as many of its own.
        #expect(Reading(first + last + first + last, fragments: 2).steps.count == 2)
    }

    @Test func aMessageMayBeAsLargeAsTheLimitInWhateverFrames() {
        let half = [UInt8](repeating: 0x61, count: 500)
        let allowed = ClientFrame(1, half, isFinal: false).bytes + ClientFrame(0, half).bytes
        #expect(Reading(allowed).steps == [.message(Message(.text, half + half))])
        // A control frame between its fragments is none of its bytes.
        let pinged = ClientFrame(1, half, isFinal: false).bytes + ClientFrame(9, half.prefix(125) + []).bytes
        #expect(Reading(pinged + ClientFrame(0, half).bytes).steps.count == 2)
        #expect(
            Reading(allowed, messageBytes: 999).violation == Violation(.tooBig, "a message is limited to 999 bytes"))
    }

    /// What is kept of a message is its bytes: a journal has many.
    @Test(arguments: [1, 3, 7, 4096])
    func aMessageTakesNoMoreRoomThanItsBytes(pieces: Int) throws {
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
        for reading in [
            Reading(fragments, messageBytes: 100_000, fragments: 5000), Reading(slices, messageBytes: 100_000),
        ] {
            guard case .message(let message) = reading.steps.first else {
                Issue.record("nothing was heard")
                return
            }
            #expect(message.payload == payload)
            #expect(message.payload.capacity < 9100)
        }
    }
}
