import NIOCore
import NIOWebSocket
import Signaling

/// One WebSocket: frames in and out, ping and pong, and the close handshake.
///
/// On the relay loop.
///
/// ```
///            said, left                 deliver, close
/// frames ──► PeerHandler ──► Exchange ──► PeerHandler ──► frames
/// ```
final class PeerHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private enum State {
        /// Messages pass both ways.
        case open
        /// A close frame was sent; what still comes is passed over until the answer or the deadline (RFC 6455 §7.1.2).
        case closing(deadline: Scheduled<Void>)
        /// The connection is gone, or about to be.
        case closed
    }

    private let exchange: Exchange
    private let request: UpgradeRequest
    private let limits: RelayLimits
    private var state = State.open
    private var id: PeerID?
    private var context: ChannelHandlerContext?
    /// Knows when the peer last gave a sign of life.
    private let rules: FrameRules
    /// When it was last asked for one; nil before the first time.
    private var pinged: Instant?
    private var pings: UInt32 = 0
    /// What the last ping says and its pong has to say again (RFC 6455 §5.5.3); nil where it has.
    private var awaited: UInt32?
    /// Nanoseconds from the last ping that was answered to its pong.
    private var roundTrip: Int64?
    /// Frames that wait to be read by the peer.
    private var waiting = 0

    /// What a frame that waits takes beside its payload, in bytes.
    private static let overhead = 256

    init(_ request: UpgradeRequest, rules: FrameRules, exchange: Exchange, limits: RelayLimits) {
        self.request = request
        self.rules = rules
        self.exchange = exchange
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let id = exchange.nextID()
        self.id = id
        exchange.arrived(
            Arrival(
                id: id,
                name: request.name,
                room: request.room,
                isAware: request.isAware,
                address: context.remoteAddress.map(Self.text) ?? "unknown"
            ),
            handler: self
        )
    }

    /// `127.0.0.1:52110`, `[::1]:52110`.
    private static func text(_ address: SocketAddress) -> String {
        let ip = address.ipAddress ?? "unknown"
        return (ip.contains(":") ? "[\(ip)]" : ip) + (address.port.map { ":\($0)" } ?? "")
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        left(.lost)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let violation = Violation(error, limits: limits) {
            fail(violation)
        } else {
            left(.lost)
            context.close(promise: nil)
        }
    }

    // MARK: From the peer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch (state, frame.opcode) {
        case (.open, .text): said(.text, frame.unmaskedData)
        case (.open, .binary): said(.binary, frame.unmaskedData)
        case (.open, .ping): answerPing(frame.unmaskedData)
        case (.open, .pong): heardPong(frame.unmaskedData)
        case (.open, .connectionClose): answerClose(frame.unmaskedData)
        case (.closing, .connectionClose): end()
        default: break
        }
    }

    private func said(_ opcode: Message.Opcode, _ payload: ByteBuffer) {
        guard let id else { return }
        let message = Message(opcode, Array(payload.readableBytesView))
        // A browser that is handed text that is no UTF-8 ends its connection: one peer could throw out the others.
        if opcode == .text, (try? UTF8Span(validating: message.payload.span)) == nil {
            return fail(Violation(.notUTF8, "text is UTF-8 (RFC 6455 section 8.1)"))
        }
        exchange.said(id, message, read: rules.heard)
    }

    private func answerPing(_ payload: ByteBuffer) {
        guard !send(.pong, payload), let id else { return }
        exchange.isTooSlow(id)
    }

    /// A pong of an earlier ping, or of none, is only a sign of life.
    private func heardPong(_ payload: ByteBuffer) {
        guard let pinged, let awaited, payload == ByteBuffer(integer: awaited) else { return }
        self.awaited = nil
        roundTrip = rules.heard.nanoseconds - pinged.nanoseconds
        exchange.gaugesAreDue()
    }

    private func answerClose(_ payload: ByteBuffer) {
        do throws(Violation) {
            let close = try ClosePayload(payload)
            left(.closed(close.code, reason: close.reason))
            self.close(ClosePayload(code: close.code, reason: ""), isAnswer: true)
        } catch {
            fail(error)
        }
    }

    private func fail(_ violation: Violation) {
        guard case .open = state else { return }
        left(.violated(violation.code, reason: violation.reason))
        close(violation.code, reason: violation.reason)
    }

    private func left(_ departure: Departure) {
        guard case .open = state, let id else { return }
        exchange.left(id, departure)
    }

    // MARK: To the peer

    /// Sends a frame; false where too much waits for the peer already, this frame counted.
    func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) -> Bool {
        guard case .open = state, let context else { return true }
        let queued = queuedBytes
        guard queued + payload.readableBytes + waiting * Self.overhead <= limits.outboundBytes else { return false }
        let frame = wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: payload))
        if queued == 0 {
            context.writeAndFlush(frame, promise: nil)
        } else {
            waiting += 1
            exchange.gaugesAreDue()
            context.writeAndFlush(frame).assumeIsolated().whenComplete { _ in self.waiting -= 1 }
        }
        return true
    }

    /// Bytes that wait to be read by the peer, beyond what the system has taken.
    var queuedBytes: Int {
        // Only a channel without a socket (in a test) does not know.
        (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    /// What is measured of the way to the peer.
    var gauges: PeerGauges { PeerGauges(queued: queuedBytes, roundTrip: roundTrip) }

    /// Sends a close frame and gives the peer a moment to answer it.
    func close(_ code: CloseCode, reason: String) {
        close(ClosePayload(code: code, reason: reason), isAnswer: false)
    }

    /// Sends a close frame behind all that waits; where it answers the peer's own, the connection ends when it is out.
    private func close(_ payload: ClosePayload, isAnswer: Bool) {
        guard case .open = state, let context else { return }
        let deadline = context.eventLoop.assumeIsolated().scheduleTask(in: limits.closeTime) { self.end() }
        state = .closing(deadline: deadline)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: payload.bytes)
        let sent = context.writeAndFlush(wrapOutboundOut(frame)).assumeIsolated()
        if isAnswer { sent.whenComplete { _ in self.end() } }
    }

    /// Ends the connection, with what may still wait.
    private func end() {
        if case .closing(let deadline) = state { deadline.cancel() }
        state = .closed
        guard let context else { return }
        context.close(promise: nil)
    }

    /// Asks a peer that has been silent for a sign of life; false where it has been so for too long.
    ///
    /// Each is asked once at the beginning, so that its round trip is known.
    func checkAlive(at now: Instant) -> Bool {
        guard case .open = state else { return true }
        let silence = now.nanoseconds - rules.heard.nanoseconds
        if silence >= limits.silenceTime.nanoseconds { return false }
        let unasked = pinged.map { now.nanoseconds - $0.nanoseconds } ?? .max
        if pinged == nil || min(silence, unasked) >= limits.pingTime.nanoseconds {
            pinged = now
            pings &+= 1
            awaited = pings
            _ = send(.ping, ByteBuffer(integer: pings))
        }
        return true
    }
}
