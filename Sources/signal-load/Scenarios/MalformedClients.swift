import NIOCore
import NIOPosix

/// Clients that send malformed requests and frames, one kind after the other, and reconnect.
///
/// On the event loop.
final class MalformedClients {
    private let generator: LoadGenerator
    private let atOnce: Int
    private let kinds: [Garbage]
    private var begun = 0
    /// How many connections were made for it so far.
    private(set) var reached = 0

    init(_ atOnce: Int, on generator: LoadGenerator) {
        self.atOnce = atOnce
        self.generator = generator
        var random = SystemRandomNumberGenerator()
        kinds = Garbage.all(using: &random)
    }

    func begin() {
        for _ in 0..<atOnce { next() }
    }

    private func next() {
        let garbage = kinds[begun % kinds.count]
        begun += 1
        let loop = generator.loop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let request = ByteBuffer(string: generator.relay.upgradeRequest(room: "malformed-\(begun % 64)"))
        generator.connect { MalformedClient(garbage, request: request) }.whenComplete { result in
            switch result {
            case .success(let channel):
                bound.value.reached += 1
                channel.closeFuture.whenComplete { _ in bound.value.next() }
            case .failure:
                // Not at once: it may be the ports that have run out.
                loop.scheduleTask(in: .milliseconds(200)) { bound.value.next() }
            }
        }
    }
}

/// One connection that sends one kind of garbage.
///
/// On the event loop.
private final class MalformedClient: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long it waits for the relay to close the connection.
    private static let patience: TimeAmount = .seconds(1)

    private let garbage: Garbage
    private let request: ByteBuffer
    private var hasSent = false

    init(_ garbage: Garbage, request: ByteBuffer) {
        self.garbage = garbage
        self.request = request
    }

    func channelActive(context: ChannelHandlerContext) {
        if garbage.isAfterUpgrade {
            context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        } else {
            send(context)
        }
        let channel = context.channel
        let limit = context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in limit.cancel() }
    }

    /// Whatever the relay says: it is its answer to the request.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if garbage.isAfterUpgrade, !hasSent { send(context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ context: ChannelHandlerContext) {
        hasSent = true
        context.writeAndFlush(wrapOutboundOut(garbage.bytes), promise: nil)
    }
}
