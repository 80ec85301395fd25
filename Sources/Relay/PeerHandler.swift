import Events
import NIOCore
import Routing

/// One WebSocket: frames in and out, ping and pong, and the close handshake.
///
/// Alone in its pipeline, on the relay loop.
///
/// ```
///                          said, left                 deliver, close
/// bytes ──► FrameParser ──► PeerHandler ──► Exchange ──► PeerHandler ──► bytes
/// ```
final class PeerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// Messages pass both ways.
        case open
        /// A close frame was sent; what still comes is passed over until the answer or the deadline (RFC 6455 §7.1.2).
        case closing(deadline: Scheduled<Void>)
        /// The last close frame of two was sent, or the peer broke a rule: nothing is read any more (RFC 6455 §7.1.7).
        case ending(deadline: Scheduled<Void>?)
        /// The connection is gone, or about to be.
        case closed
    }

    private let exchange: RelayCore
    private let id: PeerID
    /// Whether the channel counts what was written at once: TLS does so when it is flushed.
    private let isPlain: Bool
    private var state = State.open
    private var context: ChannelHandlerContext?
    private var parser: FrameParser
    private var liveness: Liveness
    private var rates: PeerRates
    /// Bytes that were written in this turn of the loop, and not offered to the system yet.
    private var unflushed = 0
    /// Whether the system has not taken all when it was last offered something: the channel is written full by a byte.
    private var isBehind = false
    /// Frames that wait to be read by the peer.
    private var waiting = 0

    /// What a frame that waits takes beside its bytes.
    private static let overhead = 256

    init(_ id: PeerID, exchange: RelayCore, isPlain: Bool) {
        self.id = id
        self.isPlain = isPlain
        self.exchange = exchange
        parser = FrameParser(maxMessageSize: exchange.limits.maxMessageSize, maxFragments: exchange.limits.maxFragments)
        liveness = Liveness(heard: exchange.now())
        rates = PeerRates(exchange.limits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        left(.lost)
        end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        left(.lost)
        end()
    }

    // MARK: From the peer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        liveness.heard = exchange.now()
        if case .open = state, let rate = rates.noteBytes(buffer.readableBytes, at: liveness.heard) {
            return isTooFast(rate)
        }
        var index = 0
        do throws(Violation) {
            while isReading, let step = try parser.next(buffer.readableBytesUInt8Span, at: &index) { receive(step) }
        } catch {
            fail(error)
        }
        exchange.buffers.give(buffer)
    }

    private var isReading: Bool {
        switch state {
        case .open, .closing: true
        case .ending, .closed: false
        }
    }

    private func receive(_ step: FrameParser.Step) {
        if case .open = state, let rate = rates.noteMessage(at: liveness.heard) { return isTooFast(rate) }
        switch (state, step) {
        case (.open, .message(let message)): exchange.said(id, message, read: liveness.heard)
        case (.open, .ping(let payload)):
            if !send(OutgoingFrame(.pong, payload)) { exchange.isTooSlow(id) }
        case (.open, .pong(let payload)):
            if liveness.isAnswered(by: payload) { exchange.gaugesAreDue() }
        case (.open, .close(let close)):
            left(.closed(close.code, reason: close.reason))
            sendClose(ClosePayload(code: close.code, reason: ""), .answer)
        case (.closing, .close): end()
        default: break
        }
    }

    private func fail(_ violation: Violation) {
        // Its answer to a close frame will not be understood any more.
        guard case .open = state else { return end() }
        left(.violated(violation.code, reason: violation.reason))
        sendClose(ClosePayload(code: violation.code, reason: violation.reason), .failure)
    }

    private func isTooFast(_ rate: Rate) {
        left(.tooFast(rate))
        sendClose(ClosePayload(code: .tooFast, reason: rate.words), .failure)
    }

    private func left(_ departure: DisconnectReason) {
        guard case .open = state else { return }
        exchange.left(id, departure)
    }

    // MARK: To the peer

    /// Sends a frame, at the end of this turn of the loop; false if too much waits for the peer, this frame counted.
    func send(_ frame: OutgoingFrame) -> Bool {
        guard case .open = state, let context else { return true }
        // Asking the channel costs as much as reading a frame.
        var queued = isBehind ? queuedBytes : 0
        if !hasRoom(for: frame, beside: queued) {
            // What one turn brings together may be more than may wait, and yet be taken at once.
            flush()
            queued = isBehind ? queuedBytes : 0
            guard hasRoom(for: frame, beside: queued) else { return false }
        }
        if unflushed == 0 { exchange.isToFlush(self) }
        unflushed += frame.bytes.readableBytes
        if queued > 0 {
            waiting += 1
            context.write(wrapOutboundOut(frame.bytes)).assumeIsolated().whenComplete { _ in self.waiting -= 1 }
        } else {
            context.write(wrapOutboundOut(frame.bytes), promise: nil)
        }
        return true
    }

    private func hasRoom(for frame: OutgoingFrame, beside queued: Int) -> Bool {
        queued + unflushed + frame.bytes.readableBytes + waiting * Self.overhead <= exchange.limits.maxQueueSize
    }

    /// Offers the system what was written.
    func flush() {
        guard unflushed > 0, let context else { return }
        unflushed = 0
        context.flush()
        isBehind = !context.channel.isWritable
        if isBehind { exchange.gaugesAreDue() }
    }

    /// Bytes that wait to be read by the peer, beyond what the system has taken, or not been offered yet.
    var queuedBytes: Int {
        // Only a channel without a socket (in a test) does not know.
        let written = (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        return isPlain ? max(0, written - unflushed) : written
    }

    /// What is measured of the way to the peer.
    var gauges: PeerGauges { PeerGauges(queued: queuedBytes, roundTrip: liveness.roundTrip) }

    /// Asks a peer that has been silent for a sign of life; false if it has been so for too long.
    func checkAlive(at now: Instant) -> Bool {
        guard case .open = state else { return true }
        let limits = exchange.limits
        switch liveness.check(
            at: now, isWithinFrame: parser.isWithinFrame, pingInterval: limits.pingInterval,
            idleTimeout: limits.idleTimeout)
        {
        case .alive: return true
        case .isToBeAsked(let payload):
            _ = send(OutgoingFrame(.ping, payload))
            return true
        case .silent: return false
        }
    }

    // MARK: The end

    /// What a close frame is sent for.
    private enum Ending {
        /// To be answered.
        case handshake
        /// To answer the peer's.
        case answer
        /// To say what the peer did wrong.
        case failure
    }

    /// Sends a close frame and gives the peer a moment to answer it.
    func close(_ code: CloseCode, reason: String) {
        sendClose(ClosePayload(code: code, reason: reason), .handshake)
    }

    /// Sends a close frame behind all that waits, and has the connection ended at the deadline at the latest.
    private func sendClose(_ payload: ClosePayload, _ ending: Ending) {
        guard case .open = state, let context else { return }
        unflushed = 0
        let sent = context.writeAndFlush(wrapOutboundOut(OutgoingFrame(.close, payload.bytes).bytes)).assumeIsolated()
        switch ending {
        case .handshake: state = .closing(deadline: deadline(context))
        case .answer:
            state = .ending(deadline: nil)
            sent.whenComplete { _ in self.end() }
            // Mostly all is sent by now.
            if case .ending = state { state = .ending(deadline: deadline(context)) }
        case .failure:
            state = .ending(deadline: deadline(context))
            // Only this way: ending the other while bytes of the peer are unread could lose it the close frame.
            sent.whenComplete { _ in self.context?.close(mode: .output, promise: nil) }
        }
    }

    private func deadline(_ context: ChannelHandlerContext) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(exchange.limits.closeTimeout)) { self.end() }
    }

    /// Ends the connection, with what may still wait.
    private func end() {
        switch state {
        case .closing(let deadline): deadline.cancel()
        case .ending(let deadline): deadline?.cancel()
        case .open, .closed: break
        }
        state = .closed
        context?.close(promise: nil)
    }
}
