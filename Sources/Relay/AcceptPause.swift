import NIOCore

/// Stops accepting for a while where the system cannot open another file.
///
/// The connection that could not be accepted stays ready, and accepting it fails as fast as the loop turns. NIO's own
/// `AcceptBackoffHandler` waits for a read that is not asked for again while one is pending, as it is then.
final class AcceptPause: ChannelInboundHandler {
    typealias InboundIn = any Channel

    /// How long nothing is accepted: short enough for who waits, long enough to be no load.
    private static let pause = TimeAmount.milliseconds(500)

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else { return context.fireErrorCaught(error) }
        let channel = context.channel
        channel.setOption(.autoRead, value: false).whenSuccess {
            channel.eventLoop.scheduleTask(in: Self.pause) { channel.setOption(.autoRead, value: true) }
        }
    }
}
