import NIOCore
import TestSupport

/// A WebSocket client that sends prebuilt frames.
///
/// It must be used on its event loop only.
final class Client: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The time that the relay has to answer a close frame.
    private static let closeTimeout: TimeAmount = .seconds(5)

    let number: Int
    private let relay: WebSocketURL
    private let request: ByteBuffer
    private let pool: ClientPool
    private let opened: EventLoopPromise<Void>

    private var context: ChannelHandlerContext?
    private var head = ByteBuffer()
    private var reader = ServerFrameReader()
    private var isOpen = false
    /// Whether this client began to close the connection.
    private var isClosing = false
    private var closeDeadline: Scheduled<Void>?
    /// The code and reason of the relay's close frame, or the error that ended the connection.
    private var closeReason: String?

    init(_ number: Int, request: ByteBuffer, relay: WebSocketURL, pool: ClientPool, opened: EventLoopPromise<Void>) {
        self.number = number
        self.request = request
        self.relay = relay
        self.pool = pool
        self.opened = opened
    }

    /// Sends a message.
    func send(_ message: NumberedMessage) {
        context?.writeAndFlush(wrapOutboundOut(message.bytes), promise: nil)
    }

    private func sendControlFrame(_ opcode: UInt8, _ payload: [UInt8]) {
        let frame = ByteBuffer(bytes: ClientFrame(opcode, payload).bytes)
        context?.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    /// Sends a close frame and waits for the relay to close the connection (RFC 6455 §7.1.1).
    func close() {
        guard !isClosing, let context else { return }
        isClosing = true
        sendControlFrame(ClientFrame.Opcode.close, [0x03, 0xE8])
        closeDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: Self.closeTimeout) {
            context.close(promise: nil)
        }
    }

    /// Stops or resumes reading from the socket.
    func setReading(_ isReading: Bool) {
        try? context?.channel.syncOptions?.setOption(.autoRead, value: isReading)
    }

    /// Closes the connection without a close frame.
    func disconnect() {
        isClosing = true
        context?.close(promise: nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        closeDeadline?.cancel()
        if isOpen {
            pool.remove(self, reason: isClosing ? nil : closeReason ?? "no close frame")
        } else {
            opened.fail(LoadError.noWebSocket(relay))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        closeReason = closeReason ?? LoadGenerator.reason(error)
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard !isOpen else { return read(bytes, context) }
        head.writeImmutableBuffer(bytes)
        do {
            guard let response = try ResponseHead.take(from: &head) else { return }
            guard response.status == 101 else { throw LoadError.refused(relay, status: response.status) }
            guard response.accept == OpeningHandshake.accept else { throw LoadError.noWebSocket(relay) }
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
            while let frame = try reader.next() { receive(frame, context) }
        } catch {
            closeReason = error == .masked ? "a masked frame" : "a frame of more than 16 MiB"
            context.close(promise: nil)
        }
    }

    private func receive(_ frame: ServerFrame, _ context: ChannelHandlerContext) {
        switch frame.opcode {
        case 0...2:
            if frame.isFinal { pool.onMessage(self, frame.payload) }
        case 8:
            var payload = frame.payload
            let code: UInt16? = payload.readInteger()
            closeReason = code.map { "\($0) '\(String(buffer: payload))'" } ?? "a close frame without a code"
            if !isClosing { sendControlFrame(ClientFrame.Opcode.close, Array(frame.bytes.prefix(2))) }
        case 9:
            sendControlFrame(ClientFrame.Opcode.pong, frame.bytes)
        default:
            break
        }
    }
}

/// The open clients of a scenario, and the callbacks for their events.
///
/// It must be used on its event loop only.
final class ClientPool {
    private let loop: any EventLoop
    /// The open clients by number.
    private(set) var clients: [Int: Client] = [:]
    /// The number of clients that the relay disconnected or refused, and the reason for the first.
    private(set) var losses: (count: Int, reason: String)?
    /// The promise of ``close()``; `nil` until that is called.
    private var allClosed: EventLoopPromise<Void>?

    /// Called when the WebSocket of a client is open.
    var onOpen: (Client) -> Void = { _ in }
    /// Called when a client has received a message.
    var onMessage: (Client, ByteBuffer) -> Void = { _, _ in }
    /// Called when the connection of a client has ended.
    var onClose: (Client) -> Void = { _ in }

    init(on loop: any EventLoop) { self.loop = loop }

    func add(_ client: Client) {
        clients[client.number] = client
        if allClosed == nil { onOpen(client) } else { client.close() }
    }

    /// Records a connection that the relay closed or refused.
    func recordLoss(_ reason: String) { losses = ((losses?.count ?? 0) + 1, losses?.reason ?? reason) }

    func remove(_ client: Client, reason: String?) {
        guard clients[client.number] === client else { return }
        clients[client.number] = nil
        if let reason { recordLoss(reason) }
        onClose(client)
        if clients.isEmpty { allClosed?.succeed() }
    }

    /// Closes all clients; the future succeeds when all connections have ended.
    func close() -> EventLoopFuture<Void> {
        onMessage = { _, _ in }
        onClose = { _ in }
        let promise = allClosed ?? loop.makePromise(of: Void.self)
        allClosed = promise
        if clients.isEmpty { promise.succeed() }
        for client in clients.values { client.close() }
        return promise.futureResult
    }

    /// Throws if the relay closed or refused connections, which invalidates the measurement.
    func checkNoLosses() throws(LoadError) {
        if let losses { throw .connectionsLost(count: losses.count, reason: losses.reason) }
    }
}
