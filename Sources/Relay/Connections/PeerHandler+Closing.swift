import Events
import NIOCore
import Routing
import WebSocketFrames

/// The end of a WebSocket.
extension PeerHandler {
    /// The purpose of a close frame: to begin a closing handshake, to answer that of the peer, or to report a violation.
    enum ClosePurpose {
        case handshake, answer, failure
    }

    /// Begins a closing handshake.
    func close(_ code: CloseCode, reason: String) {
        // The answer to the close frame must be read, even if the other end of a proxied socket did not keep up.
        if proxied != nil { resumeReading() }
        switch code {
        case .abnormal: endAfterQueue()
        case .noStatus: sendClose(ClosePayload(code: nil, reason: ""), .handshake)
        default: sendClose(ClosePayload(code: code, reason: reason), .handshake)
        }
    }

    /// Sends a close frame after all queued frames; the connection is closed at the deadline at the latest.
    func sendClose(_ payload: ClosePayload, _ purpose: ClosePurpose) {
        switch state {
        case .open: break
        case .answering(let deadline): deadline.cancel()
        case .closing, .ending, .closed: return
        }
        guard let context else { return }
        unflushed = 0
        let frame = OutgoingFrame(.close, payload.bytes, maskedBy: controlKey)
        let sent = context.writeAndFlush(wrapOutboundOut(frame.bytes)).assumeIsolated()
        switch purpose {
        case .handshake: state = .closing(deadline: scheduleDeadline(context))
        case .answer:
            state = .ending(deadline: nil)
            sent.whenComplete { _ in self.end() }
            // If the frame was sent at once, `end()` has been called already.
            if case .ending = state { state = .ending(deadline: scheduleDeadline(context)) }
        case .failure:
            state = .ending(deadline: scheduleDeadline(context))
            // Only the output: closing a socket with unread input resets it, and the peer could lose the close frame.
            sent.whenComplete { _ in self.context?.close(mode: .output, promise: nil) }
        }
    }

    /// Ends the connection without a close frame after all queued frames.
    private func endAfterQueue() {
        guard case .open = state, let context else { return }
        unflushed = 0
        state = .ending(deadline: scheduleDeadline(context))
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in self.end() }
    }

    func scheduleDeadline(_ context: ChannelHandlerContext) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(core.limits.closeTimeout)) { self.end() }
    }

    /// Closes the connection and discards the send queue.
    func end() {
        switch state {
        case .closing(let deadline), .answering(let deadline): deadline.cancel()
        case .ending(let deadline): deadline?.cancel()
        case .open, .closed: break
        }
        state = .closed
        context?.close(promise: nil)
        partner?.otherEndClosed(answer: nil)
        partner = nil
    }
}
