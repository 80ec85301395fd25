import NIOCore

/// The room for each read of a connection: one for all, as long as it is given back, and gone where it is not.
///
/// ```
/// pool ──► read ──► channelRead ──► pool
/// ```
/// NIO would have each connection keep its last one, which is most of what an idle peer takes. The very first it keeps
/// whatever one says, so that is small: the beginning of a request.
struct ReadBuffers: RecvByteBufferAllocator {
    /// Bytes of a first read.
    private static let first = 256
    /// Bytes of any other: descriptions are mostly smaller.
    private static let usual = 16 * 1024

    private let pool: NIOLoopBound<Pool>
    private var isFirst = true

    /// The room for the reads of one connection on the loop of `pool`.
    init(_ pool: NIOLoopBound<Pool>) {
        self.pool = pool
    }

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        isFirst ? allocator.buffer(capacity: Self.first) : pool.value.take(allocator)
    }

    /// True: only then is the next one allowed to be larger, and the one before not used again.
    mutating func record(actualReadBytes: Int) -> Bool {
        isFirst = false
        return true
    }

    /// The room that nobody is using.
    ///
    /// On the relay loop.
    final class Pool {
        private var spare: ByteBuffer?

        fileprivate func take(_ allocator: ByteBufferAllocator) -> ByteBuffer {
            guard var buffer = spare.take() else { return allocator.buffer(capacity: ReadBuffers.usual) }
            buffer.clear()
            return buffer
        }

        /// Takes back `buffer`, of which nothing is needed any more.
        func give(_ buffer: ByteBuffer) {
            if buffer.storageCapacity == ReadBuffers.usual { spare = buffer }
        }
    }
}
