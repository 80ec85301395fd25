import NIOCore
import NIOHTTP1
import NIOWebSocket
import Signaling

/// The handshake of a WebSocket (RFC 6455 §4.2), at any path; what speaks after it is put into the pipeline by ``open``.
///
/// NIOWebSocket's upgrader reads the request and answers it. It would put its own frames behind, so it is not asked to.
final class WebSocketUpgrade: HTTPServerProtocolUpgrader {
    typealias Ask = (any Channel, UpgradeRequest) -> (verdict: Admission.Verdict, EventLoopFuture<Void>)
    typealias Open = (any Channel, UpgradeRequest, Refusal?) throws -> Void

    let supportedProtocol = "websocket"
    /// What has to be among the headers, and named by `Connection` (RFC 9110 §7.8): else the HTTP parser reads on.
    let requiredUpgradeHeaders = ["upgrade"]
    private let ask: Ask
    private let open: Open
    /// What was asked for.
    private var request: UpgradeRequest?
    /// Why there will be a WebSocket only to be closed.
    private var refusal: Refusal?

    /// - Parameters:
    ///   - ask: Says of a handshake that is right what is to be done about it, and when it may be.
    ///   - open: Called when the answer is out; with a refusal where there is one.
    ///
    /// Both are called on the channel's loop.
    init(ask: @escaping Ask, open: @escaping Open) {
        self.ask = ask
        self.open = open
    }

    private static let handshake = NIOWebSocketServerUpgrader(
        shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
        upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
    )

    func buildUpgradeResponse(
        channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        guard !Self.hasBody(upgradeRequest) else {
            return channel.eventLoop.makeFailedFuture(NIOWebSocketUpgradeError.invalidUpgradeHeader)
        }
        let handshake = Self.handshake.buildUpgradeResponse(
            channel: channel, upgradeRequest: upgradeRequest, initialResponseHeaders: initialResponseHeaders)
        return handshake.assumeIsolated().flatMap { headers in
            let request = UpgradeRequest(upgradeRequest)
            self.request = request
            var headers = headers
            if let subprotocol = request.subprotocol {
                headers.add(name: "Sec-WebSocket-Protocol", value: subprotocol)
            }
            let (verdict, wait) = self.ask(channel, request)
            guard let refusal = verdict.refusal else { return channel.eventLoop.makeSucceededFuture(headers) }
            let answer = headers
            return wait.assumeIsolated().flatMapThrowing {
                guard verdict.isClosed else { throw Admission.Refused(refusal: refusal) }
                self.refusal = refusal
                return answer
            }.nonisolated()
        }.nonisolated()
    }

    /// A handshake has none (RFC 6455 §4.1), and NIO's upgrade, which waits for its end, would never be freed where the
    /// connection ends first.
    private static func hasBody(_ head: HTTPRequestHead) -> Bool {
        head.headers.contains(name: "Transfer-Encoding") || head.headers["Content-Length"].contains { $0 != "0" }
    }

    func upgrade(context: ChannelHandlerContext, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<Void> {
        context.eventLoop.makeCompletedFuture {
            try open(context.channel, request ?? UpgradeRequest(upgradeRequest), refusal)
        }
    }
}
