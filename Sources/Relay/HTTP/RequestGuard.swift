import Events
import NIOCore
import Routing

/// Limits the size and the time of the request of a connection, and answers connections that were refused when
/// accepted.
///
/// The guard is the first handler of the pipeline and is removed once the WebSocket is open. A refused client is
/// answered only after its first byte. A connection that sends nothing until the deadline is closed without an entry,
/// because browsers open connections in advance.
final class RequestGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// Nothing has been received; if there is a refusal, the first byte is answered with it.
        case idle(Refusal?)
        /// The request is being received and passed on.
        case receiving
        /// A later handler is answering.
        case responding
        /// The refusal has been sent; further bytes are discarded.
        case refused
    }

    private let limits: Limits
    /// Reports a refusal of this guard's own.
    private let report: (Refusal, SocketAddress?) -> Void
    /// Whether the port speaks plain HTTP; a client of a TLS port cannot read what is written at this end of the
    /// pipeline.
    private let isPlain: Bool
    private var state: State
    private var bytesLeft: Int
    private var deadline: Scheduled<Void>?
    private var context: ChannelHandlerContext?

    /// Creates a guard.
    ///
    /// - Parameters:
    ///   - limits: The limits of a request.
    ///   - refusal: The reason to refuse the connection whatever it requests; `nil` if it was accepted.
    ///   - isPlain: Whether the port speaks plain HTTP, not TLS.
    ///   - report: Called with the refusal of a request that is too large or too slow, on the channel's event loop.
    init(limits: Limits, refusal: Refusal?, isPlain: Bool, report: @escaping (Refusal, SocketAddress?) -> Void) {
        self.limits = limits
        self.report = report
        self.isPlain = isPlain
        state = .idle(refusal)
        bytesLeft = limits.maxRequestSize
    }

    private var closeTimeout: TimeAmount { TimeAmount(limits.closeTimeout) }
    private var handshakeTimeout: TimeAmount? { limits.handshakeTimeout.map { TimeAmount($0) } }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if case .idle(.some) = state { setDeadline(closeTimeout) } else { handshakeTimeout.map(setDeadline) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytesLeft -= unwrapInboundIn(data).readableBytes
        switch state {
        case .idle(.some(let refusal)): return refuse(refusal, context)
        case .idle(nil): state = .receiving
        case .receiving, .responding: break
        case .refused: return bytesLeft < 0 ? context.close(promise: nil) : ()
        }
        if bytesLeft >= 0 { return context.fireChannelRead(data) }
        let refusal = Refusal.requestTooLarge(limit: limits.maxRequestSize)
        guard case .receiving = state else { return context.close(promise: nil) }
        report(refusal, context.channel.remoteAddress)
        refuse(refusal, context)
    }

    /// Records that a response is being sent: if the deadline passes now, the connection is closed without a refusal.
    func responseWillStart() {
        state = .responding
    }

    /// Extends the deadline by `delay`, the time for which the relay holds back its response.
    func extendDeadline(by delay: TimeAmount) {
        guard delay > .zero, let time = handshakeTimeout else { return }
        setDeadline(time + delay)
    }

    private func setDeadline(_ time: TimeAmount) {
        deadline?.cancel()
        guard let context else { return }
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) { self.deadlinePassed(context) }
    }

    private func deadlinePassed(_ context: ChannelHandlerContext) {
        guard case .receiving = state, let time = handshakeTimeout else { return context.close(promise: nil) }
        let refusal = Refusal.requestTooSlow(milliseconds: Int(time.nanoseconds / 1_000_000))
        report(refusal, context.channel.remoteAddress)
        refuse(refusal, context)
    }

    /// Sends the refusal and closes the output only: closing a socket with unread input resets the connection, and the
    /// client could lose the response.
    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        state = .refused
        guard isPlain else { return context.close(promise: nil) }
        bytesLeft = limits.maxRequestSize
        setDeadline(closeTimeout)
        let response = HTTPResponse(refusal)
        context.write(wrapOutboundOut(response.head), promise: nil)
        context.writeAndFlush(wrapOutboundOut(response.body)).assumeIsolated().whenComplete { _ in
            context.close(mode: .output, promise: nil)
        }
    }
}
