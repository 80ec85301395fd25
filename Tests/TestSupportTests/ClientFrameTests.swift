import TestSupport
import Testing

@Suite struct ClientFrameTests {
    /// RFC 6455 §5.7: a single-frame masked text message, "Hello".
    @Test func frameMatchesTheExampleOfTheRFC() {
        let frame = ClientFrame(ClientFrame.Opcode.text, "Hello")
        #expect(frame.bytes == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
    }

    /// RFC 6455 §5.2: the shortest of the three encodings.
    @Test(arguments: [
        (0, [0x80]), (125, [0xFD]), (126, [0xFE, 0, 126]), (65_535, [0xFE, 0xFF, 0xFF]),
        (65_536, [0xFF, 0, 0, 0, 0, 0, 1, 0, 0]),
    ])
    func lengthHasTheShortestForm(length: Int, bytes: [UInt8]) {
        let frame = ClientFrame(ClientFrame.Opcode.text, [UInt8](repeating: 7, count: length))
        #expect(frame.bytes.dropFirst().prefix(bytes.count).elementsEqual(bytes))
        #expect(frame.headLength == 1 + bytes.count + 4)
        #expect(frame.bytes.count == frame.headLength + length)
    }

    @Test func framesMayBeFragmentsWithReservedBits() {
        var frame = ClientFrame(ClientFrame.Opcode.binary, [], isFinal: false)
        frame.reservedBits = 0b101
        frame.maskingKey = [1, 2, 3, 4]
        #expect(frame.bytes == [0x52, 0x80, 1, 2, 3, 4])
    }

    @Test(arguments: [0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 250])
    func payloadIsMaskedWithTheKey(length: Int) {
        let payload = (0..<length).map { UInt8($0) }
        let frame = ClientFrame(ClientFrame.Opcode.binary, payload)
        let masked = frame.bytes.dropFirst(frame.headLength)
        let key = ClientFrame.maskingKey
        #expect(masked.elementsEqual(payload.enumerated().map { $1 ^ key[$0 % 4] }))
    }
}
