import NIOCore
import TestSupport

/// A WebSocket of the load: it opens, says frames that are built already, and hears messages.
///
/// On the event loop.
final class Client: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long the relay has to answer a close frame.
    private static let closeLimit: TimeAmount = .seconds(5)

    let number: Int
    private let relay: WebSocketURL
    private let request: ByteBuffer
    private let pool: ClientPool
    private let opened: EventLoopPromise<Void>

    private var context: ChannelHandlerContext?
    private var head = ByteBuffer()
    private var reader = ServerFrameReader()
    private var isOpen = false
    /// Whether it goes, or went, by its own wish.
    private var hasLeft = false
    private var closing: Scheduled<Void>?
    /// What the relay's close frame said.
    private var farewell: String?

    init(_ number: Int, request: ByteBuffer, relay: WebSocketURL, pool: ClientPool, opened: EventLoopPromise<Void>) {
        self.number = number
        self.request = request
        self.relay = relay
        self.pool = pool
        self.opened = opened
    }

    /// Sends a message at once.
    func say(_ message: NumberedMessage) {
        context?.writeAndFlush(wrapOutboundOut(message.bytes), promise: nil)
    }

    private func answer(_ opcode: UInt8, _ payload: [UInt8]) {
        let frame = ByteBuffer(bytes: ClientFrame(opcode, payload).bytes)
        context?.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    /// Says that it goes, and goes when the relay has closed the connection (RFC 6455 §7.1.1).
    func close() {
        guard !hasLeft, let context else { return }
        hasLeft = true
        answer(ClientFrame.Opcode.close, [0x03, 0xE8])
        closing = context.eventLoop.assumeIsolated().scheduleTask(in: Self.closeLimit) { context.close(promise: nil) }
    }

    /// Reads no more, or again.
    func setReading(_ isReading: Bool) {
        try? context?.channel.syncOptions?.setOption(.autoRead, value: isReading)
    }

    /// Goes without a word.
    func abandon() {
        hasLeft = true
        context?.close(promise: nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        closing?.cancel()
        if isOpen {
            pool.remove(self, reason: hasLeft ? nil : farewell ?? "no close frame")
        } else {
            opened.fail(LoadError.noWebSocket(relay))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        farewell = farewell ?? LoadGenerator.reason(error)
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard !isOpen else { return read(bytes, context) }
        head.writeImmutableBuffer(bytes)
        do {
            guard let answer = try ResponseHead.take(from: &head) else { return }
            guard answer.status == 101 else { throw LoadError.refused(relay, status: answer.status) }
            guard answer.accept == OpeningHandshake.accept else { throw LoadError.noWebSocket(relay) }
        } catch {
            opened.fail(error is LoadError ? error : LoadError.noWebSocket(relay))
            return context.close(promise: nil)
        }
        isOpen = true
        pool.add(self)
        opened.succeed()
        read(head, context)
        head = ByteBuffer()
    }

    private func read(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        reader.append(bytes)
        do {
            while let frame = try reader.next() { hear(frame, context) }
        } catch {
            farewell = error == .masked ? "a masked frame" : "a frame of more than 16 MiB"
            context.close(promise: nil)
        }
    }

    private func hear(_ frame: ServerFrame, _ context: ChannelHandlerContext) {
        switch frame.opcode {
        case 0...2:
            if frame.isFinal { pool.heard(self, frame.payload) }
        case 8:
            var payload = frame.payload
            let code: UInt16? = payload.readInteger()
            farewell = code.map { "\($0) '\(String(buffer: payload))'" } ?? "a close frame without a code"
            if !hasLeft { answer(ClientFrame.Opcode.close, Array(frame.bytes.prefix(2))) }
        case 9:
            answer(ClientFrame.Opcode.pong, frame.bytes)
        default:
            break
        }
    }
}
