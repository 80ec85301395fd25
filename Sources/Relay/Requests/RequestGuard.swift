import Events
import NIOCore
import Routing

/// Ends a connection that takes too many bytes or too long to become a WebSocket or to fetch its file, or that was
/// refused as it came: with an answer and an entry where it has begun to ask for something.
///
/// First in the pipeline, and gone once there is a WebSocket. Who connects and says nothing is let go without a word, as
/// browsers connect in advance.
final class RequestGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// Nothing came yet; if there is a refusal, it is the answer to whatever comes.
        case silent(Refusal?)
        /// What comes is passed on.
        case asking
        /// A handler has begun to answer.
        case answered
        /// It was told why it is refused; what still comes is passed over.
        case refused
    }

    private let limits: Limits
    private let admission: Admission
    /// Whether what is written here is not within TLS: else nobody could read it.
    private let isPlain: Bool
    private var state: State
    private var bytesLeft: Int
    private var deadline: Scheduled<Void>?
    private var context: ChannelHandlerContext?

    init(limits: Limits, admission: Admission, refusal: Refusal?, isPlain: Bool) {
        self.limits = limits
        self.admission = admission
        self.isPlain = isPlain
        state = .silent(refusal)
        bytesLeft = limits.maxRequestSize
    }

    private var closeTimeout: TimeAmount { TimeAmount(limits.closeTimeout) }
    private var handshakeTimeout: TimeAmount? { limits.handshakeTimeout.map { TimeAmount($0) } }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if case .silent(.some) = state { setDeadline(closeTimeout) } else { handshakeTimeout.map(setDeadline) }
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
        case .silent(.some(let refusal)): return refuse(refusal, context)
        case .silent(nil): state = .asking
        case .asking, .answered: break
        case .refused: return bytesLeft < 0 ? context.close(promise: nil) : ()
        }
        if bytesLeft >= 0 { return context.fireChannelRead(data) }
        let refusal = Refusal.requestTooLarge(limit: limits.maxRequestSize)
        guard case .asking = state else { return context.close(promise: nil) }
        admission.note(refusal, of: ClientAddress(context.channel.remoteAddress))
        refuse(refusal, context)
    }

    /// There is an answer: what takes its time from now on is that.
    func isAnswered() {
        state = .answered
    }

    /// Has an answer that waits for so long not be the request's fault.
    func allow(_ delay: TimeAmount) {
        guard delay > .zero, let time = handshakeTimeout else { return }
        setDeadline(time + delay)
    }

    private func setDeadline(_ time: TimeAmount) {
        deadline?.cancel()
        guard let context else { return }
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) { self.isOver(context) }
    }

    private func isOver(_ context: ChannelHandlerContext) {
        guard case .asking = state, let time = handshakeTimeout else { return context.close(promise: nil) }
        let refusal = Refusal.requestTooSlow(milliseconds: Int(time.nanoseconds / 1_000_000))
        admission.note(refusal, of: ClientAddress(context.channel.remoteAddress))
        refuse(refusal, context)
    }

    /// Answers, and ends only this way: ending the other while bytes are unread could lose the answer.
    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        state = .refused
        guard isPlain else { return context.close(promise: nil) }
        bytesLeft = limits.maxRequestSize
        setDeadline(closeTimeout)
        let answer = HTTPResponse(refusal)
        context.write(wrapOutboundOut(answer.head), promise: nil)
        context.writeAndFlush(wrapOutboundOut(answer.body)).assumeIsolated().whenComplete { _ in
            context.close(mode: .output, promise: nil)
        }
    }
}
