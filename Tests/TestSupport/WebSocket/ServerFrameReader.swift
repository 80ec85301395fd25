public import NIOCore

/// Takes a server's frames from bytes that come in chunks (RFC 6455 §5.2).
///
/// It can be inlined, because the load generator reads a frame with it for every delivery that it measures.
public struct ServerFrameReader: Equatable, Sendable {
    /// What no server may send.
    public enum Violation: Error, Equatable, Sendable {
        /// A frame longer than `longestPayload`.
        case tooLong
        /// A masked frame (RFC 6455 §5.1).
        case masked
    }

    /// The longest payload of a frame that is waited for: 16 MiB, more than a relay passes on.
    @inlinable public static var longestPayload: Int { 16 << 20 }

    @usableFromInline var pending = ByteBuffer()

    @inlinable
    public init() {}

    /// Appends bytes as they came.
    @inlinable
    public mutating func append(_ bytes: ByteBuffer) {
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.writeImmutableBuffer(bytes)
        }
    }

    /// Removes and returns the next frame; `nil` if it has not come completely.
    @inlinable
    public mutating func next() throws(Violation) -> ServerFrame? {
        let start = pending.readerIndex
        guard let first: UInt8 = pending.getInteger(at: start), let second: UInt8 = pending.getInteger(at: start + 1)
        else {
            // The socket's buffer can be used again once nothing holds on to it.
            if pending.readableBytes == 0 { pending = ByteBuffer() }
            return nil
        }
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
        return ServerFrame(isFinal: first & 0x80 != 0, opcode: first & 0x0F, payload: payload)
    }

    /// Removes and returns the bytes that were not read.
    mutating func removeAll() -> ByteBuffer {
        defer { pending = ByteBuffer() }
        return pending
    }
}
