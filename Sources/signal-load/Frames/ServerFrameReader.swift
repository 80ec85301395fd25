import NIOCore

/// Takes a server's frames from bytes that come in pieces (RFC 6455 §5.2).
struct ServerFrameReader: Equatable, Sendable {
    /// A frame that has come whole.
    struct Frame: Equatable, Sendable {
        let isFinal: Bool
        let opcode: UInt8
        var payload: ByteBuffer
    }

    /// What no server may send.
    enum Mistake: Error, Equatable, Sendable {
        /// A frame longer than `longestPayload`.
        case tooLong
        /// A masked frame (RFC 6455 §5.1).
        case masked
    }

    /// The longest payload of a frame that is waited for: 16 MiB, more than a relay passes on.
    static let longestPayload = 16 << 20

    private var pending = ByteBuffer()

    /// Adds what came.
    mutating func append(_ bytes: ByteBuffer) {
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.writeImmutableBuffer(bytes)
        }
    }

    /// The next frame; nil where more must come first.
    mutating func next() throws(Mistake) -> Frame? {
        let start = pending.readerIndex
        guard let first: UInt8 = pending.getInteger(at: start), let second: UInt8 = pending.getInteger(at: start + 1)
        else { return emptied() }
        guard second & 0x80 == 0 else { throw .masked }
        var (length, head) = (Int(second), 2)
        if length == 126 {
            guard let long: UInt16 = pending.getInteger(at: start + 2) else { return nil }
            (length, head) = (Int(long), 4)
        } else if length == 127 {
            guard let long: UInt64 = pending.getInteger(at: start + 2) else { return nil }
            guard long <= UInt64(Self.longestPayload) else { throw .tooLong }
            (length, head) = (Int(long), 10)
        }
        guard let payload = pending.getSlice(at: start + head, length: length) else { return nil }
        pending.moveReaderIndex(forwardBy: head + length)
        return Frame(isFinal: first & 0x80 != 0, opcode: first & 0x0F, payload: payload)
    }

    /// Lets go of bytes that are read, so that the socket's buffer can be used again.
    private mutating func emptied() -> Frame? {
        if pending.readableBytes == 0 { pending = ByteBuffer() }
        return nil
    }
}
