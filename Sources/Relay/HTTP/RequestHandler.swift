import Events
import NIOCore
import NIOHTTP1

/// Answers the request of a connection: a WebSocket handshake (RFC 6455 §4.2) at any path with a WebSocket, all others
/// with the response of ``StaticRoutes``.
///
/// A connection serves one request, because the page is only three files. Whatever follows the request is ignored
/// (RFC 9112 §9.6).
///
/// NIOWebSocket validates the handshake and builds its response. NIO's own upgrade handler is not used: it costs each
/// peer a dozen futures, and only the response to a wrong token is ever delayed.
final class RequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    /// The decisions that the handler leaves to its owner, all called on the channel's event loop.
    struct Delegate {
        /// Returns the reason to refuse a request, whatever it is for; `nil` if it is admitted.
        let admit: (any Channel, HTTPRequestHead) -> Refusal?
        /// Returns the decision on a valid handshake, and a future that succeeds when it may be answered.
        let decide: (any Channel, UpgradeRequest) -> (decision: UpgradeDecision, EventLoopFuture<Void>)
        /// Called after the handshake was answered with 101, to open the WebSocket, or to close it with the refusal.
        let open: (ChannelHandlerContext, UpgradeRequest, Refusal?) -> Void
        /// Called before any other response is sent.
        let responseWillStart: () -> Void
    }

    private let routes: StaticRoutes
    private let delegate: Delegate
    private var head: HTTPRequestHead?
    /// Whether the request is complete.
    private var isRequestRead = false

    init(routes: StaticRoutes, delegate: Delegate) {
        self.routes = routes
        self.delegate = delegate
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRequestRead else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            isRequestRead = true
            let refusal = delegate.admit(context.channel, head)
            if refusal == nil, UpgradeRequest.isHandshake(head) {
                answerHandshake(head, context)
            } else {
                send(routes.response(to: head, refusal: refusal), omitsBody: head.method == .HEAD, context)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The bytes after the request need not be HTTP.
        if isRequestRead, error is HTTPParserError || error is ByteToMessageDecoderError { return }
        guard error is HTTPParserError, !isRequestRead else { return context.close(promise: nil) }
        isRequestRead = true
        let body = ByteBuffer(string: "This is not a valid HTTP request.\n")
        send(HTTPResponse(status: .badRequest, body: body), context)
    }

    private func answerHandshake(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        UpgradeRequest.answer(head, on: context.channel) { headers in
            guard let headers else { return self.send(self.routes.response(to: head), context) }
            let request = UpgradeRequest(head)
            let (decision, wait) = self.delegate.decide(context.channel, request)
            guard let refusal = decision.refusal else {
                return self.open(request, headers: headers, refusal: nil, context)
            }
            wait.assumeIsolated().whenSuccess {
                if decision.opensToClose {
                    self.open(request, headers: headers, refusal: refusal, context)
                } else {
                    self.send(self.routes.response(to: head, refusal: refusal), context)
                }
            }
        }
    }

    private func open(
        _ request: UpgradeRequest, headers: HTTPHeaders, refusal: Refusal?, _ context: ChannelHandlerContext
    ) {
        context.writeAndFlush(wrapOutboundOut(HTTPResponse.head(.switchingProtocols, headers)), promise: nil)
        delegate.open(context, request, refusal)
    }

    private func send(_ response: HTTPResponse, omitsBody: Bool = false, _ context: ChannelHandlerContext) {
        delegate.responseWillStart()
        context.write(wrapOutboundOut(response.head), promise: nil)
        let body = omitsBody ? ByteBuffer() : response.body
        context.writeAndFlush(wrapOutboundOut(body)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}

/// The decision on a WebSocket handshake.
struct UpgradeDecision {
    /// The reason to refuse it; `nil` if it is accepted.
    var refusal: Refusal?
    /// Whether a refused WebSocket is opened and closed at once with the reason.
    ///
    /// Browsers do not show the response to a failed handshake to the page, but they do show a close code and its
    /// reason.
    var opensToClose = false
    /// The time for which the response is held back.
    var delay = TimeAmount.zero
}
