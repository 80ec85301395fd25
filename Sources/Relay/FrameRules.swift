import NIOCore
import NIOWebSocket
import Signaling

/// What RFC 6455 forbids a client to send and NIOWebSocket lets through: stands between its decoder and its aggregator.
final class FrameRules: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame

    /// When the bytes of the last frame were read, a fragment of a long message included: its sender lives.
    private(set) var heard: Instant
    /// Whether the frames to come are of bytes that have just been read: one look at the clock is enough for all of them.
    private var isNewRead = true
    private let now: @Sendable () -> Instant

    init(now: @escaping @Sendable () -> Instant) {
        self.now = now
        heard = now()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isNewRead = true
        context.fireChannelReadComplete()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isNewRead {
            heard = now()
            isNewRead = false
        }
        if let violation = Violation(unwrapInboundIn(data)) {
            context.fireErrorCaught(violation)
        } else {
            context.fireChannelRead(data)
        }
    }
}

/// A reason to close a WebSocket with a code.
struct Violation: Error, Equatable {
    let code: CloseCode
    let reason: String

    init(_ code: CloseCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// What is wrong with a frame from a client; nil where nothing is.
    init?(_ frame: WebSocketFrame) {
        if frame.maskKey == nil {
            self.init(.protocolError, "a client masks its frames (RFC 6455 section 5.1)")
        } else if frame.rsv1 || frame.rsv2 || frame.rsv3 {
            self.init(.protocolError, "a reserved bit is set (RFC 6455 section 5.2)")
        } else {
            switch frame.opcode {
            case .continuation, .text, .binary, .connectionClose, .ping, .pong: return nil
            default: self.init(.protocolError, "a reserved opcode (RFC 6455 section 5.2)")
            }
        }
    }

    /// What NIOWebSocket's decoder or aggregator found; nil for an error of another kind.
    init?(_ error: any Error, limits: RelayLimits) {
        let tooBig = Violation(.tooBig, "a message is limited to \(limits.messageBytes) bytes")
        switch error {
        case let violation as Violation: self = violation
        case NIOWebSocketError.invalidFrameLength, NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge:
            self = tooBig
        case NIOWebSocketFrameAggregator.Error.tooManyFragments:
            self.init(.tooBig, "a message is limited to \(limits.fragments) fragments")
        case is NIOWebSocketError:
            self.init(.protocolError, "a control frame is whole and has 125 bytes at most (RFC 6455 section 5.5)")
        case is NIOWebSocketFrameAggregator.Error:
            self.init(.protocolError, "a fragment in the wrong place (RFC 6455 section 5.4)")
        default: return nil
        }
    }
}
