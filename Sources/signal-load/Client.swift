import NIOCore

/// A WebSocket of the load: it opens, says frames that are built already, and hears messages.
///
/// On the event loop.
final class Client: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long the relay has to answer a close frame.
    private static let closeLimit: TimeAmount = .seconds(5)

    let number: Int
    private let relay: RelayURL
    private let request: ByteBuffer
    private let crowd: Crowd
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

    init(_ number: Int, request: ByteBuffer, relay: RelayURL, crowd: Crowd, opened: EventLoopPromise<Void>) {
        self.number = number
        self.request = request
        self.relay = relay
        self.crowd = crowd
        self.opened = opened
    }

    /// Sends a frame at once.
    func say(_ frame: ClientFrame) {
        context?.writeAndFlush(wrapOutboundOut(frame.bytes), promise: nil)
    }

    /// Says that it goes, and goes when the relay has closed the connection (RFC 6455 §7.1.1).
    func close() {
        guard !hasLeft, let context else { return }
        hasLeft = true
        say(ClientFrame(.close, [0x03, 0xE8]))
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
            crowd.remove(self, reason: hasLeft ? nil : farewell ?? "no close frame")
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
            guard answer.accept == RelayURL.accept else { throw LoadError.noWebSocket(relay) }
        } catch {
            opened.fail(error is LoadError ? error : LoadError.noWebSocket(relay))
            return context.close(promise: nil)
        }
        isOpen = true
        crowd.add(self)
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

    private func hear(_ frame: ServerFrameReader.Frame, _ context: ChannelHandlerContext) {
        switch frame.opcode {
        case 0...2:
            if frame.isFinal { crowd.heard(self, frame.payload) }
        case 8:
            var payload = frame.payload
            let code: UInt16? = payload.readInteger()
            farewell = code.map { "\($0) '\(String(buffer: payload))'" } ?? "a close frame without a code"
            if !hasLeft { say(ClientFrame(.close, frame.payload.readableBytesView.prefix(2))) }
        case 9:
            say(ClientFrame(.pong, frame.payload.readableBytesView))
        default:
            break
        }
    }
}
