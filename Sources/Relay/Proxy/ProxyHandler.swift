import Events
import HTTPMessages
import Messages
import NIOCore
import Routing

/// The connection of a client to the proxy: it parses requests, and forwards them and their responses.
///
/// Requests are served one after the other. Confined to the relay loop.
///
/// ```
/// head ─► exchange ─► head ─► …      or: exchange ─► closing, or to a WebSocket
/// ```
final class ProxyHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum State {
        /// Before the end of the head of a request.
        case head
        /// Within a request or its response.
        case exchange
        /// The last response was sent, or will be; further bytes are discarded.
        case closing
    }

    /// A request and its response.
    struct Exchange {
        var request: ProxiedRequest
        let side: ListeningSide
        let isHandshake: Bool
        /// The request of an Engine.IO session that it is; `nil` if it is another one.
        let engineRequest: EngineIORequest?
        /// The time at which the head of the request was received.
        let began: Instant
        /// The rest of the request's body.
        var body: BodyReader
        /// Whether the head of the final response was received.
        var isAnswered = false
        /// Whether another request may follow.
        var isPersistent: Bool
        /// The refusal of a handshake or of a polling request; `nil` if there is none.
        var refusal: HandshakeRefusal?
        /// The polling request that the request is; `nil` if it is another one.
        var polling: PollingExchange?

        /// Whether it belongs to signaling: a WebSocket, or a session of Engine.IO.
        var isSignaling: Bool { isHandshake || engineRequest != nil }
        /// The injection of the probe into the response; `nil` if there is none.
        var injection: PageInjection?
        /// The status of the response; 0 before its head was received.
        var status = 0
        /// The bytes of the response's body so far.
        var bodyBytes = 0
    }

    let service: ProxyService
    let isTLS: Bool
    var client: ClientAddress
    var state = State.head
    var exchange: Exchange?
    var server: UpstreamHandler?
    var context: ChannelHandlerContext?
    private var parser: HeadParser
    /// The bytes that were received and are not yet forwarded.
    var input = ByteBuffer()
    private var gate = ReadGate()
    private var deadline: Scheduled<Void>?
    /// Whether a request has been received on this connection.
    private var hasServed = false

    /// Creates the handler of a connection.
    ///
    /// - Parameters:
    ///   - service: The parts of the relay that connections share.
    ///   - client: The address of the client.
    ///   - isTLS: Whether the client uses TLS.
    init(_ service: ProxyService, client: ClientAddress, isTLS: Bool) {
        (self.service, self.client, self.isTLS) = (service, client, isTLS)
        parser = HeadParser(limit: service.core.limits.maxRequestSize)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        awaitRequest()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        state = .closing
        server?.close()
        let lost = exchange
        (server, exchange) = (nil, nil)
        lost?.polling?.session?.connectionLost(of: self, isPoll: lost?.request.method == "GET")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: From the client

    func read(context: ChannelHandlerContext) { if gate.mayRead() { context.read() } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .closing = state { return }
        var bytes = unwrapInboundIn(data)
        if input.readableBytes == 0 { input = bytes } else { input.writeBuffer(&bytes) }
        process()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        server?.flush()
        context.fireChannelReadComplete()
    }

    /// Processes the received bytes as far as possible.
    func process() {
        while true {
            switch state {
            case .head: guard beginRequest() else { return updateReading() }
            case .exchange: guard forwardBody() else { return updateReading() }
            case .closing: return input.clear()
            }
        }
    }

    /// Parses the head of the next request and begins to serve it; returns false if it is incomplete.
    private func beginRequest() -> Bool {
        let wasWithinHead = parser.isWithinHead
        do throws(HTTPFault) {
            guard let lines = try parser.lines(from: &input) else {
                if hasServed, !wasWithinHead, parser.isWithinHead { limitHandshakeTime() }
                return false
            }
            let request = try ProxiedRequest(lines)
            let body = BodyReader(try BodyFraming(of: request))
            hasServed = true
            deadline?.cancel()
            serve(request, body)
        } catch {
            refuse(error)
        }
        return true
    }

    /// Forwards a part of the body of the request; returns false if there is none.
    private func forwardBody() -> Bool {
        if isCollectingRequest { return collectRequest() }
        guard let server, !server.isConnecting, var body = exchange?.body, exchange?.isHandshake == false else {
            return false
        }
        do throws(HTTPFault) {
            guard let part = try body.take(from: &input) else { return false }
            exchange?.body = body
            server.write(part)
            return true
        } catch {
            refuse(error)
            return true
        }
    }

    /// Reads only as fast as the server, so that memory is constant.
    func updateReading() {
        let isAllowed =
            switch state {
            case .head, .closing: true
            case .exchange:
                // Without a body there is little to read, but the end of the connection must be noticed.
                exchange?.body.isComplete == false && server?.isConnecting == false
                    ? server?.isWritable != false : input.readableBytes < service.core.limits.maxRequestSize
            }
        if gate.set(isAllowed) { context?.read() }
    }

    // MARK: To the client

    /// Writes a part of a response, to be flushed by ``flush()``; the server is read only as fast as the client.
    func write(_ bytes: ByteBuffer) {
        guard let context else { return }
        context.write(wrapOutboundOut(bytes), promise: nil)
        if !context.channel.isWritable { flush() }
        if !context.channel.isWritable { server?.setReading(false) }
    }

    func flush() { context?.flush() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { server?.setReading(true) }
        context.fireChannelWritabilityChanged()
    }

    /// Sends a response of the proxy's own and closes the connection.
    func respond(_ response: HTTPResponse) {
        write(response.head)
        if exchange?.request.method != "HEAD" { write(response.body) }
        finishConnection()
    }

    /// Closes the connection to the server, and that of the client after what is queued for it.
    ///
    /// Only the output at first: closing a socket with unread input resets it, and the client could lose the response.
    func finishConnection() {
        guard let context else { return }
        state = .closing
        server?.close()
        (server, exchange) = (nil, nil)
        input.clear()
        updateReading()
        setDeadline(TimeAmount(service.core.limits.closeTimeout)) { context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in
            context.close(mode: .output, promise: nil)
        }
    }

    // MARK: Time

    /// Waits for a request: the first for the handshake timeout, a later one for the keep-alive timeout.
    func awaitRequest() {
        (state, exchange) = (.head, nil)
        guard hasServed else { return limitHandshakeTime() }
        setDeadline(ProxyService.keepAliveTimeout) { [weak self] in self?.finishConnection() }
    }

    private func limitHandshakeTime() {
        guard let limit = service.core.limits.handshakeTimeout else { return }
        setDeadline(TimeAmount(limit)) { [weak self] in self?.handshakeTimedOut(limit) }
    }

    private func handshakeTimedOut(_ limit: Duration) {
        // Browsers open connections in advance, and then use none of them.
        guard parser.isWithinHead else { return finishConnection() }
        let refusal = Refusal.requestTooSlow(milliseconds: Int(TimeAmount(limit).nanoseconds / 1_000_000))
        service.admission.report(refusal, of: client)
        respond(HTTPResponse(refusal))
    }

    func setDeadline(_ time: TimeAmount, _ action: @escaping () -> Void) {
        deadline?.cancel()
        deadline = context?.eventLoop.assumeIsolated().scheduleTask(in: time) { action() }
    }
}
