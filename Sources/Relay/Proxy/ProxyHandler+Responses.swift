import Events
import HTTPMessages
import Messages
import NIOCore
import Routing
import Text

/// The parts of responses from the server.
extension ProxyHandler {
    /// Forwards the head of a response; several may precede the final one (RFC 9110 §15.2).
    func upstreamResponded(_ response: ProxiedResponse, isUntilClose: Bool) {
        guard let exchange else { return }
        var forwarded = response
        let discarded = forwarded.forward(from: service.upstream, to: exchange.side)
        if response.isInterim {
            // A client of HTTP/1.0 knows none.
            if exchange.request.version == .one { write(forwarded.bytes) }
            return
        }
        for name in discarded { report(.crossSiteCookie(name: name)) }
        let isPersistent = exchange.isPersistent && response.isPersistent && !isUntilClose
        self.exchange?.isPersistent = isPersistent
        self.exchange?.status = response.status
        service.recordResponse(response, to: exchange, from: client)
        if collectResponse(response) { return }
        if !isPersistent { forwarded.fields.add("Connection", "close") }
        if exchange.isHandshake { self.exchange?.refusal = HandshakeRefusal(response, isPolling: false) }
        if beginInjection(into: forwarded) { return }
        self.exchange?.isAnswered = true
        write(forwarded.bytes)
    }

    /// Forwards a part of the body.
    func upstreamSent(_ bytes: ByteBuffer) {
        if collectResponse(bytes) { return }
        exchange?.refusal?.append(bytes)
        exchange?.bodyBytes += bytes.readableBytes
        if exchange?.injection == nil { write(bytes) } else { inject { $0.feed(bytes) } }
    }

    /// Continues with the next request, or closes the connection.
    func upstreamFinished(isReusable: Bool) {
        inject { $0.finish() }
        finishResponse()
        finishExchange(isReusable: isReusable)
    }

    /// Continues after a response with the next request, or closes the connection.
    func finishExchange(isReusable: Bool) {
        guard let exchange else { return }
        if let refusal = exchange.refusal { report(refusal.event) }
        service.recordCompletion(of: exchange, from: client)
        // The rest of a request that the server has answered early is not read.
        guard exchange.isPersistent, isReusable, exchange.body.isComplete else { return finishConnection() }
        flush()
        awaitRequest()
        process()
        // The body of the next request may have been received already, so that no read completes after this.
        server?.flush()
    }

    /// Closes the connection between two requests, because the server did: the client would find it closed without a proxy
    /// too, and then repeats its request itself if that is safe (RFC 9110 §9.2.2).
    func upstreamClosed() {
        server = nil
        // A request that the server has not received is sent on another connection.
        guard exchange == nil else { return }
        finishConnection()
    }

    /// Answers the request with 502 or 504; if the response has begun, cuts it off.
    func upstreamFailed(_ failure: UpstreamFailure, hasReceived: Bool) {
        let isStale = (server?.responses ?? 0) > 0 && !hasReceived
        server = nil
        guard let exchange else { return finishConnection() }
        exchange.polling?.session?.connectionLost(of: self, isPoll: exchange.request.method == "GET")
        // The server closed the connection while the request was on its way.
        if isStale, failure == .noResponse || failure == .reset { return closeAfterQueue() }
        service.core.setUpstreamReachable(false)
        report(.failed(failure))
        guard !exchange.isAnswered else { return closeAfterQueue() }
        respond(service.response(to: failure))
    }

    /// Closes the connection without the rest of a response, after what is queued.
    private func closeAfterQueue() {
        guard let context else { return }
        state = .closing
        (server, exchange) = (nil, nil)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    /// Answers the handshake like the server did, and makes both connections a proxied socket.
    ///
    /// - Parameters:
    ///   - response: The response with status 101.
    ///   - server: The context of the server's handler.
    ///   - bytes: The bytes after the response, the first frames.
    func upstreamSwitched(_ response: ProxiedResponse, server: ChannelHandlerContext, bytes: ByteBuffer) {
        guard let context, let exchange, context.channel.isActive else { return server.close(promise: nil) }
        service.core.setUpstreamReachable(true)
        var forwarded = response
        forwarded.forwardHandshake(from: service.upstream, to: exchange.side)
        write(forwarded.bytes)
        flush()
        let early = input
        input = ByteBuffer()
        do {
            try service.openSocket(
                context.channel, server.channel, address: client, isTLS: isTLS, exchange.engineRequest)
        } catch {
            server.close(promise: nil)
            return context.close(promise: nil)
        }
        state = .closing
        let handler = self.server
        (self.server, self.exchange) = (nil, nil)
        handler?.setReading(true)
        updateReading()
        // Clients should not send frames before the response, but some do.
        if early.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(early)) }
        if bytes.readableBytes > 0 { server.fireChannelRead(wrapInboundOut(bytes)) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
        if let handler { server.pipeline.syncOperations.removeHandler(handler, promise: nil) }
    }
}

/// A response to a handshake that opens no WebSocket, or to a polling request that is no success, with the beginning of its
/// body.
struct HandshakeRefusal {
    /// The number of bytes that are kept: twice those that are reported, as sizes of chunks are among them.
    private static let limit = 2 * ProxyReport.bodyLimit

    private let response: ProxiedResponse
    private let isPolling: Bool
    private var bytes: [UInt8] = []

    init(_ response: ProxiedResponse, isPolling: Bool) { (self.response, self.isPolling) = (response, isPolling) }

    /// Appends a part of the body as far as there is room.
    mutating func append(_ part: ByteBuffer) {
        bytes += part.readableBytesView.prefix(max(0, Self.limit - bytes.count))
    }

    /// The report.
    var event: ProxyReport.Event {
        var body = bytes
        if response.fields.contains("transfer-encoding") { body = ChunkParser.content(of: body) }
        // A compressed body cannot be read.
        if response.fields.contains("content-encoding") { body = [] }
        let reason = String(decoding: response.reason, as: UTF8.self)
        let shown = Array(body.prefix(ProxyReport.bodyLimit))
        return isPolling
            ? .pollRefused(status: response.status, reason: reason, body: shown)
            : .upgradeRefused(status: response.status, reason: reason, body: shown)
    }
}
