import Events
import NIOCore

/// Sees whether a connection speaks what its port does, puts TLS into the pipeline where that is so, and leaves it.
///
/// Who does not is told so in its own protocol. Behind ``RequestGuard``, which ends what takes too long.
final class FirstBytesHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let exchange: RelayCore
    /// `nil` if plain HTTP is spoken.
    private let certificates: Certificates?
    private let closeTime: TimeAmount
    /// What has come while that was too little to tell; `nil` if it is known.
    private var received: ByteBuffer? = ByteBuffer()

    init(_ exchange: RelayCore, _ certificates: Certificates?, closeTime: TimeAmount) {
        self.exchange = exchange
        self.certificates = certificates
        self.closeTime = closeTime
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What still comes from who was turned away.
        guard var received else { return }
        self.received = nil
        let bytes = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = bytes } else { received.writeImmutableBuffer(bytes) }
        guard let protocolSpoken = FirstBytes(received.readableBytesView) else {
            self.received = received
            return
        }
        switch (protocolSpoken, certificates) {
        case (.tls, nil): turnAway(context, [ByteBuffer(bytes: FirstBytes.alert)], .tlsOnPlainPort)
        case (.http, .some):
            let address = context.localAddress.flatMap(Self.text) ?? "localhost"
            let answer = FirstBytes.answer(address: address)
            turnAway(context, [answer.head, answer.body], .httpOnTLSPort)
        case (_, let certificates?):
            do {
                let pipeline = context.pipeline.syncOperations
                let watch = HandshakeHandler(exchange)
                try pipeline.addHandler(watch, position: .after(self))
                try pipeline.addHandler(certificates.handler(), position: .after(self))
                leave(context, received)
            } catch {
                context.close(promise: nil)
            }
        case (_, nil): leave(context, received)
        }
    }

    private func leave(_ context: ChannelHandlerContext, _ received: ByteBuffer) {
        context.fireChannelRead(wrapInboundOut(received))
        context.fireChannelReadComplete()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    /// Answers and ends the connection, but not before what the client says has been read, for a moment at least: to
    /// end it with bytes unread could lose it the answer.
    private func turnAway(_ context: ChannelHandlerContext, _ answer: [ByteBuffer], _ cause: FailedConnection.Cause) {
        exchange.failed(context.remoteAddress, cause)
        for part in answer { context.write(wrapOutboundOut(part), promise: nil) }
        context.flush()
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: closeTime) { channel.close(promise: nil) }
    }

    /// `127.0.0.1:8080`, `[::1]:8080`.
    private static func text(_ address: SocketAddress) -> String? {
        guard let ip = address.ipAddress, let port = address.port else { return nil }
        return (ip.contains(":") ? "[\(ip)]" : ip) + ":\(port)"
    }
}
