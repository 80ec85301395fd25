import NIOCore

/// Ends a connection that takes too many bytes or too long to become a WebSocket or to fetch its file.
///
/// First in the pipeline, and gone once there is a WebSocket.
final class RequestGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var bytesLeft: Int
    private let time: TimeAmount?
    private var deadline: Scheduled<Void>?

    init(limits: RelayLimits) {
        bytesLeft = limits.requestBytes
        time = limits.requestTime
    }

    func handlerAdded(context: ChannelHandlerContext) {
        deadline = time.map { context.eventLoop.assumeIsolated().scheduleTask(in: $0) { context.close(promise: nil) } }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytesLeft -= unwrapInboundIn(data).readableBytes
        guard bytesLeft >= 0 else { return context.close(promise: nil) }
        context.fireChannelRead(data)
    }
}
