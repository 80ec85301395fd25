import NIOCore
import NIOWebSocket

/// What a WebSocket brings: whole messages, put together from their fragments, and at last, once, its end.
enum Frame: Equatable, Sendable {
    case text(String)
    case binary([UInt8])
    /// The code is 1005 where the other side gave none and 1006 where the connection ended without a close frame,
    /// as in a browser.
    case close(code: UInt16, reason: String)
}

/// Turns the frames of one connection into `Frame` values, and does what a client owes: pong, and the echo of a close.
final class FrameReader: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let onFrame: @Sendable (Frame) -> Void
    private var saidGoodbye = false
    private var heardGoodbye = false

    init(onFrame: @escaping @Sendable (Frame) -> Void) {
        self.onFrame = onFrame
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let payload = frame.unmaskedData
        switch frame.opcode {
        case .text: onFrame(.text(String(buffer: payload)))
        case .binary: onFrame(.binary(Array(buffer: payload)))
        case .ping: write(.pong, payload, context)
        case .connectionClose: end(payload, context)
        default: break
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if unwrapOutboundIn(data).opcode == .connectionClose { saidGoodbye = true }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !heardGoodbye { onFrame(.close(code: 1006, reason: "")) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func end(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !heardGoodbye else { return }
        heardGoodbye = true
        var rest = payload
        let code = rest.readInteger(as: UInt16.self)
        onFrame(.close(code: code ?? 1005, reason: String(buffer: rest)))
        if !saidGoodbye { write(.connectionClose, payload, context) }
        context.close(promise: nil)
    }

    private func write(_ opcode: WebSocketOpcode, _ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: payload)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
