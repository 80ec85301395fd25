import NIOCore
import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Relay
@testable import WebSocketFrames

/// Frames from and to an upstream server.
@Suite struct ServerFrameTests {
    private func elements(_ bytes: [UInt8], isMasked: Bool) throws -> [FrameParser.Element] {
        var parser = FrameParser(maxMessageSize: 100_000, maxFragments: 10, isMasked: isMasked, recordsFragments: true)
        var elements: [FrameParser.Element] = []
        for byte in bytes {
            var index = 0
            if let element = try parser.next([byte].span, at: &index) { elements.append(element) }
        }
        return elements
    }

    /// RFC 6455 §5.7: the examples, and lengths of all widths.
    @Test func unmaskedFramesAreParsed() throws {
        let long = [UInt8](repeating: 0x61, count: 65_536)
        let bytes: [UInt8] =
            [0x81, 0x05] + Array("Hello".utf8) + [0x01, 0x03] + Array("Hel".utf8) + [0x89, 0x00] + [0x80, 0x02]
            + Array("lo".utf8) + [0x82, 0x00, 0x82, 126, 0, 126] + long.prefix(126)
            + [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0] + long
        #expect(
            try elements(bytes, isMasked: false) == [
                .message(.text("Hello")), .ping([]), .message(Message(.text, Array("Hello".utf8), fragments: [3, 2])),
                .message(Message(.binary, [])), .message(Message(.binary, Array(long.prefix(126)))),
                .message(Message(.binary, long)),
            ])
    }

    /// RFC 6455 §5.1.
    @Test func aMaskedFrameOfAServerIsAViolation() {
        #expect(throws: Violation.protocolError("a server does not mask its frames", section: "5.1")) {
            try elements([0x81, 0x80], isMasked: false)
        }
    }

    /// A message to a server is parsed as the frames of a client, with the same fragments.
    @Test(arguments: [[], [0, 5], [2, 3], [1, 0, 4], [5, 0]], [0, 0x0102_0304, UInt32.max])
    func aMaskedMessageIsParsedBackWithItsFragments(fragments: [Int], key: UInt32) throws {
        let message = Message(.text, Array("Hello".utf8), fragments: fragments)
        let bytes = Array(buffer: OutgoingFrame(message, maskedBy: { key }).bytes)
        #expect(try elements(bytes, isMasked: true) == [.message(message)])
    }

    /// RFC 6455 §5.7: the masked example.
    @Test func theMaskedExampleIsEncoded() {
        let frame = OutgoingFrame(.text, Array("Hello".utf8), maskedBy: 0x37FA_213D)
        #expect(
            Array(buffer: frame.bytes) == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
    }

    @Test func fragmentsThatDoNotFitAChangedMessageAreIgnored() throws {
        let message = Message(.text, Array("changed".utf8), fragments: [2, 3])
        let bytes = Array(buffer: OutgoingFrame(message).bytes)
        #expect(bytes == [0x81, 7] + Array("changed".utf8))
    }
}
