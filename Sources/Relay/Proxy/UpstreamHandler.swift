import Events
import HTTPMessages
import NIOCore
import NIOSSL
import NIOTLS
import Routing

/// The connection to the upstream server that belongs to one connection of a client.
///
/// It parses responses and passes their parts to the ``ProxyHandler`` of the client. Confined to the relay loop.
///
/// ```
/// connecting ─► idle ─► head ─► body ─► idle ─► …        or: head ─► switched, to a WebSocket
/// ```
final class UpstreamHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        case connecting(deadline: Scheduled<Void>?)
        /// Between two requests.
        case idle
        /// Before the end of the head of a response to a request.
        case head(method: String, isHandshake: Bool)
        /// Within the body of a response.
        case body(BodyReader)
        /// After a response with status 101.
        case switched
        case closed
    }

    private let upstream: Upstream
    /// The receiver of the responses.
    weak var client: (any UpstreamClient)?
    private var state = State.connecting(deadline: nil)
    private(set) var context: ChannelHandlerContext?
    private var parser: HeadParser
    private var input = ByteBuffer()
    private var gate = ReadGate()
    /// The number of responses that have been received.
    private(set) var responses = 0
    /// Whether a part of the current response has been received.
    private(set) var hasReceived = false

    /// Creates the handler of a connection; ``client`` is to be set before it is connected.
    init(_ upstream: Upstream, headLimit: Int) {
        self.upstream = upstream
        parser = HeadParser(limit: headLimit)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // MARK: Connecting

    var isConnecting: Bool { if case .connecting = state { true } else { false } }

    /// Limits the time of connecting, TLS handshake included.
    func startConnecting(to upstream: Upstream, on loop: any EventLoop) {
        let task = loop.assumeIsolated().scheduleTask(in: TimeAmount(upstream.connectTimeout)) {
            self.fail(.connectTimeout(upstream.address, upstream.connectTimeout))
        }
        state = .connecting(deadline: task)
    }

    /// Records that the connection is established.
    func connected() {
        guard case .connecting(let deadline) = state else { return }
        deadline?.cancel()
        state = .idle
        client?.upstreamConnected()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { connected() }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: To the server

    /// Writes the head of a request, whose response is expected next.
    func send(_ request: ProxiedRequest, isHandshake: Bool) {
        guard case .idle = state else { return }
        state = .head(method: request.method, isHandshake: isHandshake)
        hasReceived = false
        write(request.bytes)
    }

    /// Writes a part of a body, to be flushed by ``flush()``.
    func write(_ bytes: ByteBuffer) { context?.write(wrapOutboundOut(bytes), promise: nil) }

    func flush() { context?.flush() }

    /// Whether few bytes are queued.
    var isWritable: Bool { context?.channel.isWritable ?? false }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        client?.upstreamWritabilityChanged()
        context.fireChannelWritabilityChanged()
    }

    /// Closes the connection; nothing more is reported.
    func close() {
        if case .connecting(let deadline) = state { deadline?.cancel() }
        state = .closed
        context?.close(promise: nil)
    }

    // MARK: From the server

    /// Allows reading, or stops it until it is allowed again.
    func setReading(_ isAllowed: Bool) { if gate.set(isAllowed) { context?.read() } }

    func read(context: ChannelHandlerContext) { if gate.mayRead() { context.read() } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if input.readableBytes == 0 { input = bytes } else { input.writeBuffer(&bytes) }
        hasReceived = true
        do throws(HTTPFault) {
            while try parseNext(context) {}
        } catch {
            fail(.invalidResponse(error.text))
        }
        if input.readableBytes == 0 { input = ByteBuffer() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        client?.flush()
        context.fireChannelReadComplete()
    }

    /// Parses the next part of a response; returns false if there is none.
    private func parseNext(_ context: ChannelHandlerContext) throws(HTTPFault) -> Bool {
        switch state {
        case .connecting, .switched, .closed: return false
        case .idle:
            guard input.readableBytes > 0 else { return false }
            throw HTTPFault("bytes that belong to no response", value: input.readableBytesView)
        case .head(let method, let isHandshake):
            guard let lines = try parser.lines(from: &input) else { return false }
            let response = try ProxiedResponse(lines)
            guard response.status != 101 else {
                switchProtocols(response, isHandshake: isHandshake, context)
                return false
            }
            if !response.isInterim { state = .body(BodyReader(try BodyFraming(of: response, to: method))) }
            client?.upstreamResponded(response, isUntilClose: isUntilClose)
            return true
        case .body(var reader):
            let part = try reader.take(from: &input)
            state = .body(reader)
            if let part { client?.upstreamSent(part) }
            guard case .body = state, reader.isComplete else { return part != nil }
            finish()
            return true
        }
    }

    private var isUntilClose: Bool { if case .body(let reader) = state { reader.isUntilClose } else { false } }

    private func finish() {
        state = .idle
        responses += 1
        // Bytes after the response would be taken for the response to the next request.
        client?.upstreamFinished(isReusable: input.readableBytes == 0)
    }

    private func switchProtocols(_ response: ProxiedResponse, isHandshake: Bool, _ context: ChannelHandlerContext) {
        guard isHandshake, response.fields.elements(of: "upgrade").contains("websocket") else {
            return fail(.unexpectedUpgrade)
        }
        state = .switched
        let bytes = input
        input = ByteBuffer()
        client?.upstreamSwitched(response, server: context, bytes: bytes)
    }

    // MARK: The end

    func channelInactive(context: ChannelHandlerContext) {
        endOfInput()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch (state, error) {
        case (.connecting, _): fail(UpstreamFailure(handshake: error, with: upstream))
        // Many servers close a connection without the closing alert of TLS.
        case (_, NIOSSLError.uncleanShutdown): endOfInput()
        case (.head, _), (.body, _): fail(.reset)
        case (.idle, _), (.switched, _), (.closed, _): endOfInput()
        }
        context.close(promise: nil)
    }

    private func endOfInput() {
        switch state {
        case .connecting: fail(.tls(upstream.address, reason: "the server closed the connection"))
        case .idle:
            state = .closed
            client?.upstreamClosed()
        case .head: fail(hasReceived ? .truncatedResponse : .noResponse)
        case .body(let reader):
            guard reader.isUntilClose else { return fail(.truncatedResponse) }
            state = .closed
            client?.upstreamFinished(isReusable: false)
        case .switched, .closed: break
        }
    }

    /// Reports a failure and closes the connection.
    func fail(_ failure: UpstreamFailure) {
        if case .closed = state { return }
        close()
        client?.upstreamFailed(failure, hasReceived: hasReceived)
    }
}
