import NIOCore
import Testing

@testable import signal_load

@Suite struct ClientFrameTests {
    /// RFC 6455 §5.7: a single-frame masked text message, "Hello".
    @Test func aFrameIsThatOfTheExample() {
        let frame = ClientFrame(.text, "Hello".utf8)
        #expect(
            Array(buffer: frame.bytes) == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
    }

    /// RFC 6455 §5.2: the shortest of the three ways.
    @Test(arguments: [
        (0, [0x80]), (125, [0xFD]), (126, [0xFE, 0, 126]), (65_535, [0xFE, 0xFF, 0xFF]),
        (65_536, [0xFF, 0, 0, 0, 0, 0, 1, 0, 0]),
    ])
    func theLengthIsSaidInTheShortestWay(length: Int, bytes: [UInt8]) {
        let frame = Array(buffer: ClientFrame(.text, [UInt8](repeating: 7, count: length)).bytes)
        #expect(frame.dropFirst().prefix(bytes.count).elementsEqual(bytes))
        #expect(frame.count == 1 + bytes.count + 4 + length)
    }

    @Test(arguments: [250, 2500, 70_000])
    func anotherNumberChangesTheDigitsAlone(size: Int) {
        let payload = Payload(bytes: size, isOffer: true)
        var frame = ClientFrame(payload)
        let before = Self.unmasked(frame)
        #expect(before == payload.text)
        frame.setNumber(1_234_567)
        let after = Self.unmasked(frame)
        #expect(after == before.replacing("0000000000", with: "0001234567", maxReplacements: 1))
        frame.setNumber(0)
        #expect(Self.unmasked(frame) == before)
    }

    @Test func aFrameWithoutANumberStaysAsItIs() {
        var frame = ClientFrame(.close, [0x03, 0xE8])
        let before = frame
        frame.setNumber(7)
        #expect(frame == before)
    }

    private static func unmasked(_ frame: ClientFrame) -> String {
        let bytes = Array(buffer: frame.bytes)
        let length = [126: 4, 127: 10][bytes[1] & 0x7F] ?? 2
        let key = bytes[length..<length + 4]
        let payload = bytes[(length + 4)...].enumerated().map { $1 ^ key[length + $0 % 4] }
        return String(decoding: payload, as: UTF8.self)
    }
}
