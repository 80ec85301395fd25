import NIOCore
import TestSupport
import Testing

@Suite struct ResponseHeadTests {
    private static let head = """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        sec-websocket-ACCEPT: \t \(OpeningHandshake.accept) \r
        \r

        """

    /// Field names are case-insensitive, and white space around values is ignored (RFC 9112 §5).
    @Test func headIsRemovedAndFramesAreLeft() throws {
        var bytes = ByteBuffer(string: Self.head)
        bytes.writeBytes([0x81, 0x00])
        let head = try #require(try ResponseHead.take(from: &bytes))
        #expect(head.status == 101)
        #expect(head.accept == OpeningHandshake.accept)
        #expect(Array(buffer: bytes) == [0x81, 0x00])
    }

    @Test func incompleteHeadIsNil() throws {
        let whole = Array(Self.head.utf8)
        for count in whole.indices {
            var bytes = ByteBuffer(bytes: whole[..<count])
            #expect(try ResponseHead.take(from: &bytes) == nil)
            #expect(bytes.readableBytes == count)
        }
    }

    @Test func refusalHasAStatus() throws {
        var bytes = ByteBuffer(string: "HTTP/1.1 403 Forbidden\r\n\r\n")
        let head = try #require(try ResponseHead.take(from: &bytes))
        #expect(head.status == 403)
        #expect(head.accept == nil)
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH", "HTTP/1.1 1 x\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 \r\n\r\n", "\r\n\r\n",
    ])
    func otherProtocolsAreRejected(text: String) {
        var bytes = ByteBuffer(string: text)
        #expect(throws: ResponseHead.Violation.notHTTP) { try ResponseHead.take(from: &bytes) }
    }

    @Test func headWithoutEndIsRejected() {
        var bytes = ByteBuffer(string: "HTTP/1.1 200 OK\r\nx: ")
        bytes.writeRepeatingByte(UInt8(ascii: "x"), count: ResponseHead.maximumLength)
        #expect(throws: ResponseHead.Violation.tooLong) { try ResponseHead.take(from: &bytes) }
    }
}
