import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The handshake of a WebSocket (RFC 6455 §4.2), at any path; what speaks after it is put into the pipeline by ``open``.
///
/// NIOWebSocket's upgrader reads the request and answers it. It would put its own frames behind, so it is not asked to.
final class WebSocketUpgrade: HTTPServerProtocolUpgrader {
    let supportedProtocol = "websocket"
    /// What has to be among the headers, and named by `Connection` (RFC 9110 §7.8): else the HTTP parser reads on.
    let requiredUpgradeHeaders = ["upgrade"]
    private let admits: (any Channel, UpgradeRequest) -> Bool
    private let open: (any Channel, UpgradeRequest) throws -> Void

    /// Both are called on the channel's loop.
    ///
    /// - Parameters:
    ///   - admits: Whether there is to be a WebSocket; where not, the request is answered as any other is.
    ///   - open: Called when the answer is out.
    init(
        admits: @escaping (any Channel, UpgradeRequest) -> Bool,
        open: @escaping (any Channel, UpgradeRequest) throws -> Void
    ) {
        self.admits = admits
        self.open = open
    }

    private static let handshake = NIOWebSocketServerUpgrader(
        shouldUpgrade: { channel, head in
            var headers = HTTPHeaders()
            if let subprotocol = UpgradeRequest(head).subprotocol {
                headers.add(name: "Sec-WebSocket-Protocol", value: subprotocol)
            }
            return channel.eventLoop.makeSucceededFuture(headers)
        },
        upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
    )

    func buildUpgradeResponse(
        channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        guard !Self.hasBody(upgradeRequest) else {
            return channel.eventLoop.makeFailedFuture(NIOWebSocketUpgradeError.invalidUpgradeHeader)
        }
        guard admits(channel, UpgradeRequest(upgradeRequest)) else {
            return channel.eventLoop.makeFailedFuture(NIOWebSocketUpgradeError.unsupportedWebSocketTarget)
        }
        return Self.handshake.buildUpgradeResponse(
            channel: channel, upgradeRequest: upgradeRequest, initialResponseHeaders: initialResponseHeaders)
    }

    /// A handshake has none (RFC 6455 §4.1), and NIO's upgrade, which waits for its end, would never be freed where the
    /// connection ends first.
    private static func hasBody(_ head: HTTPRequestHead) -> Bool {
        head.headers.contains(name: "Transfer-Encoding") || head.headers["Content-Length"].contains { $0 != "0" }
    }

    func upgrade(context: ChannelHandlerContext, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<Void> {
        context.eventLoop.makeCompletedFuture { try open(context.channel, UpgradeRequest(upgradeRequest)) }
    }
}
