import Events
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Answers the request of a connection: with a WebSocket where it is a handshake (RFC 6455 §4.2), at any path, and else
/// with what ``StaticRoutes`` says.
///
/// One request a connection: a page is three files, and a connection that does nothing else costs nothing. What comes
/// behind it is not looked at (RFC 9112 §9.6): a request is some bytes, and the page thousands.
///
/// NIOWebSocket reads the handshake and knows its answer. NIO's own handler of upgrades would have each peer wait for a
/// dozen futures, though nothing is waited for but the answer to a wrong token.
final class RequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer
    typealias Admit = (any Channel, HTTPRequestHead) -> Refusal?
    typealias Ask = (any Channel, UpgradeRequest) -> (verdict: Admission.Verdict, EventLoopFuture<Void>)
    typealias Open = (ChannelHandlerContext, UpgradeRequest, Refusal?) -> Void

    private let pages: StaticRoutes
    private let admit: Admit
    private let ask: Ask
    private let open: Open
    private let willAnswer: () -> Void
    private var head: HTTPRequestHead?
    private var isRead = false

    /// - Parameters:
    ///   - pages: The answers to what is no handshake.
    ///   - admit: Says why a request is refused, whatever it asks for; nil if it is not.
    ///   - ask: Says of a handshake that is right what is to be done about it, and when it may be.
    ///   - open: Called when the answer to it is out; with a refusal where there will be a WebSocket only to be closed.
    ///   - willAnswer: Called before any other answer.
    ///
    /// All are called on the channel's loop.
    init(
        pages: StaticRoutes, admit: @escaping Admit, ask: @escaping Ask, open: @escaping Open,
        willAnswer: @escaping () -> Void
    ) {
        self.pages = pages
        self.admit = admit
        self.ask = ask
        self.open = open
        self.willAnswer = willAnswer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRead else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            isRead = true
            let refusal = admit(context.channel, head)
            if refusal == nil, UpgradeRequest.isHandshake(head) {
                shakeHands(head, context)
            } else {
                send(pages.answer(to: head, refusal: refusal), isHead: head.method == .HEAD, context)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What comes behind the request need not be one.
        if isRead, error is HTTPParserError || error is ByteToMessageDecoderError { return }
        guard error is HTTPParserError, !isRead else { return context.close(promise: nil) }
        isRead = true
        let words = "What came cannot be read as a request of HTTP.\n"
        send(HTTPResponse(status: .badRequest, body: ByteBuffer(string: words)), isHead: false, context)
    }

    private static let handshake = NIOWebSocketServerUpgrader(
        shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
        upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
    )

    private func shakeHands(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        Self.handshake.buildUpgradeResponse(
            channel: context.channel, upgradeRequest: head, initialResponseHeaders: [:]
        ).assumeIsolated().whenComplete { result in
            guard case .success(let headers) = result else { return self.send(self.pages.answer(to: head), context) }
            let request = UpgradeRequest(head)
            let (verdict, wait) = self.ask(context.channel, request)
            guard let refusal = verdict.refusal else { return self.open(request, headers, nil, context) }
            wait.assumeIsolated().whenSuccess {
                if verdict.isClosed {
                    self.open(request, headers, refusal, context)
                } else {
                    self.send(self.pages.answer(to: head, refusal: refusal), context)
                }
            }
        }
    }

    private func open(
        _ request: UpgradeRequest, _ headers: HTTPHeaders, _ refusal: Refusal?, _ context: ChannelHandlerContext
    ) {
        var headers = headers
        if let subprotocol = request.subprotocol { headers.add(name: "Sec-WebSocket-Protocol", value: subprotocol) }
        context.writeAndFlush(wrapOutboundOut(HTTPResponse.head(.switchingProtocols, headers)), promise: nil)
        open(context, request, refusal)
    }

    private func send(_ answer: HTTPResponse, isHead: Bool = false, _ context: ChannelHandlerContext) {
        willAnswer()
        context.write(wrapOutboundOut(answer.head), promise: nil)
        context.writeAndFlush(wrapOutboundOut(isHead ? ByteBuffer() : answer.body)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
