import NIOCore
import NIOEmbedded

/// The socket of a connection in virtual time.
///
/// As with a real one, bytes are delivered only if the handlers read, and what they write is queued until the other side
/// takes it. It is the first handler of the channel.
final class VirtualSocket: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private struct Write {
        let bytes: ByteBuffer
        let promise: EventLoopPromise<Void>?
    }

    let channel: EmbeddedChannel
    /// The number of queued bytes from which the channel is not writable.
    private let capacity: Int
    private var writes: [Write] = []
    /// The number of writes that were flushed.
    private var flushed = 0
    private var mayRead = false
    /// Whether the handlers have closed their output: nothing follows what is queued.
    private(set) var isOutputClosed = false

    /// Creates an established connection without other handlers.
    init(on loop: EmbeddedEventLoop, capacity: Int) throws {
        channel = EmbeddedChannel(loop: loop)
        self.capacity = capacity
        channel.remoteAddress = try SocketAddress(ipAddress: "192.0.2.1", port: 50_000)
        try channel.pipeline.syncOperations.addHandler(self)
    }

    /// Establishes the connection, and reads as sockets do.
    func open() throws {
        channel.connect(to: try SocketAddress(ipAddress: "192.0.2.2", port: 80), promise: nil)
        channel.read()
    }

    var isOpen: Bool { channel.isActive }

    // MARK: The other side

    /// Delivers bytes, which are not empty; returns false if the handlers do not read.
    func deliver(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard isOpen, mayRead else { return false }
        mayRead = false
        let pipeline = channel.pipeline.syncOperations
        pipeline.fireChannelRead(NIOAny(ByteBuffer(bytes: bytes)))
        pipeline.fireChannelReadComplete()
        // An embedded channel keeps the errors that no handler has caught.
        try? channel.throwIfErrorCaught()
        if isOpen { channel.read() }
        return true
    }

    /// Removes and returns the bytes that are queued.
    func take() -> [UInt8] {
        var bytes: [UInt8] = []
        while flushed > 0 {
            flushed -= 1
            let write = writes.removeFirst()
            bytes += write.bytes.readableBytesView
            write.promise?.succeed()
        }
        setWritable()
        return bytes
    }

    /// Ends the connection.
    func end() { channel.close(promise: nil) }

    // MARK: The handlers

    func read(context: ChannelHandlerContext) { mayRead = true }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard isOpen, !isOutputClosed else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        writes.append(Write(bytes: unwrapOutboundIn(data), promise: promise))
        setWritable()
    }

    func flush(context: ChannelHandlerContext) { flushed = writes.count }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all else {
            isOutputClosed = true
            promise?.succeed()
            return
        }
        let lost = writes
        (writes, flushed) = ([], 0)
        for write in lost { write.promise?.fail(ChannelError.ioOnClosedChannel) }
        context.close(mode: mode, promise: promise)
    }

    private func setWritable() {
        let isWritable = writes.reduce(0) { $0 + $1.bytes.readableBytes } < capacity
        guard isOpen, channel.isWritable != isWritable else { return }
        channel.isWritable = isWritable
        channel.pipeline.syncOperations.fireChannelWritabilityChanged()
    }
}
