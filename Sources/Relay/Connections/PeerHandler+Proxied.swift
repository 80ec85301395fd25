import Events
import NIOCore
import WebSocketFrames

/// The two ends of a proxied socket.
///
/// ```
/// client ── close 1000 ──► PeerHandler ──► switchboard ──► PeerHandler ── close 1000 ──► server
/// client ◄── close 1000 ── PeerHandler ◄─────── answer ─── PeerHandler ◄── close 1000 ── server
/// ```
extension PeerHandler {
    /// The number of bytes queued for one end above which the other is not read: 64 KiB, so that neither waits for small
    /// messages.
    static let pauseThreshold = 64 * 1024

    /// Returns a new masking key, from a strong source of entropy (RFC 6455 §10.3).
    static func maskingKey() -> UInt32 { UInt32.random(in: 0...UInt32.max) }

    /// The masking key of a control frame; `nil` if the frames to this end are not masked.
    var controlKey: UInt32? { proxied?.role == .server ? Self.maskingKey() : nil }

    /// Makes `other` the other end of this one, and conversely.
    func join(_ other: PeerHandler) {
        partner = other
        other.partner = self
    }

    /// Passes a control frame on to the other end; returns false if the element is a message.
    func passOn(_ element: FrameParser.Element) -> Bool {
        switch (state, element) {
        case (_, .message): return false
        case (.open, .ping(let payload)): partner?.sendControl(.ping, payload)
        case (.open, .pong(let payload)): partner?.sendControl(.pong, payload)
        case (.open, .close(let close)):
            guard let context else { return true }
            state = .answering(deadline: scheduleDeadline(context))
            leave(.closed(close.code, reason: close.reason))
        case (.closing, .close(let close)):
            // Both ends may have sent a close frame at the same time: then each is the answer to the other.
            partner?.otherEndClosed(answer: close)
            end()
        default: break
        }
        return true
    }

    private func sendControl(_ opcode: FrameHead.Opcode, _ payload: [UInt8]) {
        if !send(OutgoingFrame(opcode, payload, maskedBy: controlKey)) { core.disconnectSlowPeer(id) }
    }

    /// Answers the close frame of this end like the other end did, or closes the connection if that sent no answer.
    func otherEndClosed(answer: ClosePayload?) {
        guard case .answering = state else { return }
        if let answer { sendClose(answer, .answer) } else { end() }
    }

    /// Stops reading until the other end has accepted all that is queued for it.
    func pauseReading() {
        try? context?.channel.syncOptions?.setOption(.autoRead, value: false)
    }

    /// Continues to read.
    func resumeReading() {
        try? context?.channel.syncOptions?.setOption(.autoRead, value: true)
    }
}
