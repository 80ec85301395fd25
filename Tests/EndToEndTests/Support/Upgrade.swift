import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The server answered the request for a WebSocket with an ordinary HTTP response.
struct UpgradeRefused: Error, Equatable {
    let status: Int
    let body: String
}

/// How a request for a WebSocket ended.
enum Upgrade: Sendable {
    case open(any Channel, subprotocol: String?)
    case refused(EventLoopFuture<UpgradeRefused>)

    /// The largest message a client takes: a browser's answers can be some MiB long.
    private static let largestMessage = 64 << 20

    static func ask(
        for request: HTTPRequestHead,
        on channel: any Channel,
        within limit: TimeAmount,
        onFrame: @escaping @Sendable (Frame) -> Void
    ) -> EventLoopFuture<EventLoopFuture<Upgrade>> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Upgrade>(maxFrameSize: largestMessage) { channel, response in
            channel.eventLoop.makeCompletedFuture {
                let aggregator = NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 0,
                    maxAccumulatedFrameCount: .max,
                    maxAccumulatedFrameSize: largestMessage
                )
                try channel.pipeline.syncOperations.addHandlers(aggregator, FrameReader(onFrame: onFrame))
                let subprotocol = response.headers.first(name: "Sec-WebSocket-Protocol")
                return .open(channel, subprotocol: subprotocol)
            }
        }
        let configuration = NIOTypedHTTPClientUpgradeConfiguration(
            upgradeRequestHead: request,
            upgraders: [upgrader]
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                let refusal = channel.eventLoop.makePromise(of: UpgradeRefused.self)
                try channel.pipeline.syncOperations.addHandler(RefusalReader(refusal: refusal))
                return .refused(refusal.futureResult)
            }
        }
        return channel.eventLoop.makeCompletedFuture {
            var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: configuration)
            // The first frames may come in one piece with the response; NIO would drop them.
            pipeline.leftOverBytesStrategy = .forwardBytes
            let outcome = try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                configuration: pipeline
            )
            let giveUp = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
            outcome.whenComplete { _ in giveUp.cancel() }
            return outcome
        }
    }
}

/// Collects the HTTP response that came instead of a WebSocket, then closes the connection.
private final class RefusalReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let refusal: EventLoopPromise<UpgradeRefused>
    private var status = 0
    private var body = ""

    init(refusal: EventLoopPromise<UpgradeRefused>) {
        self.refusal = refusal
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(let part): body += String(buffer: part)
        case .end: context.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        refusal.succeed(UpgradeRefused(status: status, body: body))
    }
}
