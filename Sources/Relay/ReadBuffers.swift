import NIOCore

/// The room for each read of a connection: new every time, and gone once what came is looked at.
///
/// NIO would have each connection keep its last one, which is most of what an idle peer takes. The very first it keeps
/// whatever one says, so that is small: the beginning of a request.
struct ReadBuffers: RecvByteBufferAllocator {
    /// Bytes of a first read.
    private static let first = 256
    /// Bytes of any other: descriptions are mostly smaller.
    private static let usual = 16 * 1024

    private var isFirst = true

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        allocator.buffer(capacity: isFirst ? Self.first : Self.usual)
    }

    /// True, as only where the next may be larger the one before is not used again.
    mutating func record(actualReadBytes: Int) -> Bool {
        isFirst = false
        return true
    }
}
