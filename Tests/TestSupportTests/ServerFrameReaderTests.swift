import NIOCore
import TestSupport
import Testing

@Suite struct ServerFrameReaderTests {
    /// RFC 6455 §5.7: "Hello", "Hello" in two fragments with a ping between them, and 256 bytes of data.
    private static let bytes: [UInt8] =
        [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F] + [0x01, 0x03, 0x48, 0x65, 0x6C] + [0x89, 0x00]
        + [0x80, 0x02, 0x6C, 0x6F] + [0x82, 0x7E, 0x01, 0x00] + [UInt8](repeating: 9, count: 256)

    private static let frames: [ServerFrame] = [
        .init(isFinal: true, opcode: 1, payload: ByteBuffer(string: "Hello")),
        .init(isFinal: false, opcode: 1, payload: ByteBuffer(string: "Hel")),
        .init(isFinal: true, opcode: 9, payload: ByteBuffer()),
        .init(isFinal: true, opcode: 0, payload: ByteBuffer(string: "lo")),
        .init(isFinal: true, opcode: 2, payload: ByteBuffer(repeating: 9, count: 256)),
    ]

    @Test(arguments: [1, 2, 3, 7, 100, 10_000])
    func framesAreReadFromChunksOfAnySize(size: Int) throws {
        var reader = ServerFrameReader()
        var read: [ServerFrame] = []
        for start in stride(from: 0, to: Self.bytes.count, by: size) {
            reader.append(ByteBuffer(bytes: Self.bytes[start..<min(start + size, Self.bytes.count)]))
            while let frame = try reader.next() { read.append(frame) }
        }
        #expect(read == Self.frames)
        #expect(reader == ServerFrameReader())
    }

    /// RFC 6455 §5.1: a client must close the connection if it receives a masked frame.
    @Test func maskedFramesAreRejected() {
        var reader = ServerFrameReader()
        reader.append(ByteBuffer(bytes: [0x81, 0x80]))
        #expect(throws: ServerFrameReader.Violation.masked) { try reader.next() }
    }

    @Test(arguments: [[0, 0, 0, 0, 1, 0, 0, 1], [0x80, 0, 0, 0, 0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]])
    func longFramesAreRejected(length: [UInt8]) {
        var reader = ServerFrameReader()
        reader.append(ByteBuffer(bytes: [0x82, 127] + length))
        #expect(throws: ServerFrameReader.Violation.tooLong) { try reader.next() }
    }
}
