import NIOCore

/// Allocates the buffer for each read of a connection from a pool of one, shared by all connections of the loop.
///
/// ```
/// pool ──► read ──► channelRead ──► pool
/// ```
/// NIO's allocators keep a buffer for each connection, which would be most of the memory of an idle peer. The buffer of
/// the very first read is kept by NIO in any case, so that one is small: it holds the beginning of a request.
struct ReadBuffers: RecvByteBufferAllocator {
    /// The capacity for the first read, in bytes; 256.
    private static let firstCapacity = 256
    /// The capacity for all other reads, in bytes; 16 KiB, more than most descriptions have.
    private static let capacity = 16 * 1024

    private let pool: NIOLoopBound<Pool>
    private var isFirst = true

    /// An allocator for one connection on the event loop of `pool`.
    init(_ pool: NIOLoopBound<Pool>) {
        self.pool = pool
    }

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        isFirst ? allocator.buffer(capacity: Self.firstCapacity) : pool.value.take(allocator)
    }

    /// Returns true, because only then does NIO ask for another buffer, and not reuse the last one.
    mutating func record(actualReadBytes: Int) -> Bool {
        isFirst = false
        return true
    }

    /// A pool of at most one unused buffer, confined to the relay loop.
    final class Pool {
        private var unused: ByteBuffer?

        /// Returns the unused buffer, or a new one.
        fileprivate func take(_ allocator: ByteBufferAllocator) -> ByteBuffer {
            guard var buffer = unused.take() else { return allocator.buffer(capacity: ReadBuffers.capacity) }
            buffer.clear()
            return buffer
        }

        /// Returns `buffer` to the pool; its contents must no longer be needed.
        func give(_ buffer: ByteBuffer) {
            if buffer.storageCapacity == ReadBuffers.capacity { unused = buffer }
        }
    }
}
