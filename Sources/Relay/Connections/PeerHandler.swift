import Events
import Messages
import NIOCore
import Routing
import WebSocketFrames

/// The handler of one WebSocket: it parses and sends frames, answers pings, and performs the closing handshake.
///
/// The last handler in its pipeline, confined to the relay loop.
///
/// ```
///                          messages                    deliver, close
/// bytes ──► FrameParser ──► PeerHandler ──► RelayCore ──► PeerHandler ──► bytes
///                                └── ping, pong, answer to a close ──┘           on a proxied socket
/// ```
/// Each end of a proxied socket has a handler. Between the two, pings, pongs and close frames pass from end to end, and an
/// end is not read while the other does not keep up; there are no pings of the relay's own, and no limits of rate and
/// silence.
final class PeerHandler: ChannelInboundHandler, PeerConnection {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum State {
        /// Messages pass in both directions.
        case open
        /// A close frame was sent. Messages are discarded until the peer answers it or the deadline passes
        /// (RFC 6455 §7.1.2).
        case closing(deadline: Scheduled<Void>)
        /// On a proxied socket, a close frame was received and passed on. Its answer comes from the other end.
        case answering(deadline: Scheduled<Void>)
        /// The last frame was sent: the answer to a close frame, or the close frame after a violation. Nothing more is
        /// read (RFC 6455 §7.1.7).
        case ending(deadline: Scheduled<Void>?)
        /// The connection is closed, or about to be.
        case closed
    }

    /// The properties of the handler of one end of a proxied socket.
    struct ProxiedEnd {
        /// The end that the handler is connected to.
        let role: Peer.Role
        /// The maximum size of a message in bytes.
        let maxMessageSize: Int
    }

    let core: RelayCore
    let id: PeerID
    /// The end of a proxied socket; `nil` for a peer of the relay.
    let proxied: ProxiedEnd?
    /// The handler of the other end; `nil` for a peer of the relay.
    weak var partner: PeerHandler?
    /// The session that the socket carries; `nil` if messages go to the relay as they are.
    let session: (any SocketSession)?
    /// Whether the connection has no TLS.
    ///
    /// Without TLS the channel counts bytes as queued once they are written; with TLS, once they are flushed.
    private let isPlain: Bool
    var state = State.open
    private(set) var context: ChannelHandlerContext?
    private var parser: FrameParser
    private var liveness: Liveness
    private var rates: PeerRates
    /// The number of bytes written in this tick of the loop and not flushed yet.
    var unflushed = 0
    /// Whether the socket did not accept all bytes at the last flush.
    private var isBehind = false
    /// The number of frames in the send queue.
    private var queuedFrames = 0

    /// The memory that a queued frame takes up besides its bytes, in bytes.
    private static let frameOverhead = 256

    /// Creates a handler; that of a `session` may have other `limits` than the relay's peers.
    init(
        _ id: PeerID, core: RelayCore, isPlain: Bool, proxied: ProxiedEnd? = nil, session: (any SocketSession)? = nil,
        limits: Limits? = nil
    ) {
        (self.id, self.core, self.isPlain) = (id, core, isPlain)
        (self.proxied, self.session) = (proxied, session)
        parser = FrameParser(
            maxMessageSize: proxied?.maxMessageSize ?? (limits ?? core.limits).maxMessageSize,
            maxFragments: core.limits.maxFragments, isMasked: proxied?.role != .server,
            recordsFragments: proxied != nil)
        liveness = Liveness(connectedAt: core.now())
        rates = proxied == nil ? PeerRates(limits ?? core.limits) : PeerRates()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        disconnect(.lost)
        end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        disconnect(.lost)
        end()
    }

    // MARK: From the peer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        liveness.lastReceived = core.now()
        if case .open = state, let rate = rates.countBytes(buffer.readableBytes, at: liveness.lastReceived) {
            return closeForRate(rate)
        }
        var index = 0
        do throws(Violation) {
            while isReading, let element = try parser.next(buffer.readableBytesUInt8Span, at: &index) {
                receive(element)
            }
        } catch {
            fail(error)
        }
        core.buffers.give(buffer)
    }

    private var isReading: Bool {
        switch state {
        case .open, .closing: true
        case .answering, .ending, .closed: false
        }
    }

    private func receive(_ element: FrameParser.Element) {
        if proxied != nil, passOn(element) { return }
        if case .open = state, let rate = rates.countMessage(at: liveness.lastReceived) { return closeForRate(rate) }
        switch (state, element) {
        case (.open, .message(let message)):
            if let session { return session.receive(message, on: self, at: liveness.lastReceived) }
            core.receive(message, from: id, read: liveness.lastReceived)
        case (.open, .ping(let payload)):
            if !send(OutgoingFrame(.pong, payload)) { core.disconnectSlowPeer(id) }
        case (.open, .pong(let payload)):
            if liveness.recordPong(payload) { core.scheduleGauges() }
        case (.open, .close(let close)):
            disconnect(.closed(close.code, reason: close.reason))
            sendClose(ClosePayload(code: close.code, reason: ""), .answer)
        case (.closing, .close): end()
        default: break
        }
    }

    private func fail(_ violation: Violation) {
        // After a violation the answer to a close frame cannot be parsed.
        guard case .open = state else { return end() }
        disconnect(.violated(violation.code, reason: violation.reason))
        sendClose(ClosePayload(code: violation.code, reason: violation.reason), .failure)
    }

    private func closeForRate(_ rate: Rate) {
        disconnect(.tooFast(rate))
        sendClose(ClosePayload(code: .tooFast, reason: rate.text), .failure)
    }

    /// Reports that the peer has disconnected, unless that was reported when the closing handshake began.
    func disconnect(_ reason: DisconnectReason) {
        guard case .open = state else { return }
        leave(reason)
    }

    /// Reports that the connection ends to its session, or to the relay.
    func leave(_ reason: DisconnectReason) {
        if let session { session.socketEnded(self, reason) } else { core.removePeer(id, reason) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if let partner, context.channel.isWritable { partner.resumeReading() }
        context.fireChannelWritabilityChanged()
    }

    // MARK: To the peer

    func send(_ message: Message, as frame: inout OutgoingFrame?) -> Bool {
        if proxied?.role == .server { return send(OutgoingFrame(message, maskedBy: Self.maskingKey)) }
        let shared = frame ?? OutgoingFrame(message)
        frame = shared
        return send(shared)
    }

    /// Writes a frame, to be flushed at the end of this tick of the loop.
    ///
    /// - Returns: False, without writing, if the frame does not fit into the send queue.
    func send(_ frame: OutgoingFrame) -> Bool {
        guard case .open = state, let context else { return true }
        // Querying the channel costs as much as parsing a frame, so it is avoided for a peer that keeps up.
        var queued = isBehind ? queuedBytes : 0
        if !hasRoom(for: frame, beside: queued) {
            // The frames of one tick may exceed the queue, and yet the socket may accept them at once.
            flush()
            queued = isBehind ? queuedBytes : 0
            guard hasRoom(for: frame, beside: queued) else { return false }
        }
        if unflushed == 0 { core.scheduleFlush(of: self) }
        unflushed += frame.bytes.readableBytes
        if queued > 0 {
            queuedFrames += 1
            context.write(wrapOutboundOut(frame.bytes)).assumeIsolated().whenComplete { _ in self.queuedFrames -= 1 }
        } else {
            context.write(wrapOutboundOut(frame.bytes), promise: nil)
        }
        return true
    }

    private func hasRoom(for frame: OutgoingFrame, beside queued: Int) -> Bool {
        let size = queued + unflushed + frame.bytes.readableBytes + queuedFrames * Self.frameOverhead
        return size <= core.limits.maxQueueSize + (proxied?.maxMessageSize ?? 0)
    }

    /// Flushes the written frames to the socket.
    func flush() {
        guard unflushed > 0, let context else { return }
        unflushed = 0
        context.flush()
        isBehind = !context.channel.isWritable
        if isBehind { core.scheduleGauges() }
        if let partner, isBehind, queuedBytes > Self.pauseThreshold { partner.pauseReading() }
    }

    var queuedBytes: Int {
        // Only an embedded channel, in a test, does not have the option.
        let buffered = (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        return isPlain ? max(0, buffered - unflushed) : buffered
    }

    var gauges: PeerGauges { PeerGauges(queued: queuedBytes, roundTrip: liveness.roundTrip) }

    func checkLiveness(at now: Instant) -> Bool {
        guard case .open = state, proxied == nil else { return true }
        let limits = core.limits
        switch liveness.check(
            at: now, isWithinFrame: parser.isWithinFrame, pingInterval: limits.pingInterval,
            idleTimeout: limits.idleTimeout)
        {
        case .alive: return true
        case .sendPing(let payload):
            _ = send(OutgoingFrame(.ping, payload))
            return true
        case .timedOut: return false
        }
    }
}
