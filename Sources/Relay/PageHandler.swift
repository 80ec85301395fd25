import NIOCore
import NIOHTTP1
import NIOWebSocket
import Signaling

/// Answers plain HTTP: the page and its files, `/healthz`, and for anything else words that say what is here.
///
/// One request a connection: a page is three files, and a connection that does nothing else costs nothing. What comes
/// behind it is not looked at (RFC 9112 §9.6): a request is some bytes, and the page thousands.
final class PageHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let files: [WebFile]
    private let retryAfter: () -> Int?
    private let willAnswer: () -> Void
    private var head: HTTPRequestHead?
    private var hasAnswered = false
    /// Why there is no WebSocket, where it was asked for.
    private var refusal: Refusal?

    /// - Parameters:
    ///   - files: What is served.
    ///   - retryAfter: Seconds after which to try again; nil where the relay is not ending.
    ///   - willAnswer: Called before the answer.
    init(files: [WebFile], retryAfter: @escaping () -> Int?, willAnswer: @escaping () -> Void) {
        self.files = files
        self.retryAfter = retryAfter
        self.willAnswer = willAnswer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasAnswered else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            hasAnswered = true
            willAnswer()
            send(answer(to: head), isHead: head.method == .HEAD, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A handshake that is none comes here first, and then as a request that is answered in words.
        if error is NIOWebSocketUpgradeError { return }
        if let error = error as? Admission.Refused { return refusal = error.refusal }
        context.close(promise: nil)
    }

    private struct Answer {
        var status = HTTPResponseStatus.ok
        var headers: HTTPHeaders = [:]
        var contentType = "text/plain; charset=utf-8"
        var body: ByteBuffer
    }

    private func answer(to head: HTTPRequestHead) -> Answer {
        let path = String(head.uri.prefix { $0 != "?" && $0 != "#" })
        if let retryAfter = retryAfter() {
            return Answer(
                status: .serviceUnavailable,
                headers: ["Retry-After": String(retryAfter)],
                body: ByteBuffer(
                    string: path == "/healthz"
                        ? "draining\n" : "This relay is closing and lets nobody in; try again in \(retryAfter) s.\n"
                )
            )
        }
        if let refusal {
            return Answer(status: refusal.status, headers: refusal.headers, body: ByteBuffer(string: refusal.body))
        }
        guard head.method == .GET || head.method == .HEAD else {
            return Answer(
                status: .methodNotAllowed,
                headers: ["Allow": "GET, HEAD"],
                body: ByteBuffer(string: "This relay answers GET and HEAD; signaling goes over a WebSocket.\n")
            )
        }
        if head.headers[canonicalForm: "upgrade"].contains(where: { $0.lowercased() == "websocket" }) {
            return Answer(
                status: .upgradeRequired,
                headers: ["Upgrade": "websocket", "Sec-WebSocket-Version": "13"],
                body: ByteBuffer(
                    string: """
                        No WebSocket: the handshake needs Connection: Upgrade, one Sec-WebSocket-Key, \
                        Sec-WebSocket-Version: 13 and no body.

                        """
                )
            )
        }
        if let file = files.first(where: { $0.path == path }) {
            return Answer(contentType: file.contentType, body: file.bytes)
        }
        if path == "/healthz" { return Answer(body: ByteBuffer(string: "ok\n")) }
        return Answer(
            status: .notFound,
            body: ByteBuffer(
                string: "Nothing is here. The page is at /, the state at /healthz, and a WebSocket at any path.\n"
            )
        )
    }

    private func send(_ answer: Answer, isHead: Bool, context: ChannelHandlerContext) {
        var headers = answer.headers
        headers.add(name: "Content-Type", value: answer.contentType)
        headers.add(name: "Content-Length", value: String(answer.body.readableBytes))
        headers.add(name: "Connection", value: "close")
        headers.add(name: "Cache-Control", value: "no-store")
        headers.add(name: "X-Content-Type-Options", value: "nosniff")
        headers.add(name: "Referrer-Policy", value: "no-referrer")
        headers.add(
            name: "Content-Security-Policy",
            value:
                "default-src 'self'; connect-src 'self' ws: wss:; media-src 'self' blob: mediastream:; frame-ancestors 'none'"
        )
        let head = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !isHead { context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
