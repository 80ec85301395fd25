import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL
import TestSupport

@testable import Relay

/// A TLS client connection that accepts any certificate and reads in the background.
final class TLSStream: ByteStream {
    private final class Reader: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        let inbox: Inbox<[UInt8]?>

        init(_ inbox: Inbox<[UInt8]?>) { self.inbox = inbox }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            inbox.post(Array(buffer: unwrapInboundIn(data)))
        }

        func channelInactive(context: ChannelHandlerContext) { inbox.post(nil) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private let channel: any Channel
    /// The received bytes, and `nil` at the end of the stream.
    private let inbox = Inbox<[UInt8]?>()
    private let chain = NIOLockedValueBox<[UInt8]>([])

    /// Connects to `relay`.
    ///
    /// - Parameters:
    ///   - relay: The server.
    ///   - newest: The maximum version of TLS.
    ///   - trusts: Whether the certificate is accepted; if not, the connection is closed with an alert.
    ///   - receiveBuffer: The size of the socket's receive buffer in bytes; `nil` for the default of the system.
    /// - Throws: An error if the connection fails.
    init(
        _ relay: RelayServer, newest: TLSVersion = .tlsv13, trusts: Bool = true, receiveBuffer: Int? = nil
    ) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = newest
        let context = try NIOSSLContext(configuration: configuration)
        let (chain, inbox) = (chain, inbox)
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        if let receiveBuffer { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer) }
        channel =
            try bootstrap
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(
                        context: context, serverHostname: "localhost",
                        customVerificationCallback: { certificates, promise in
                            let bytes = (try? certificates.first?.toDERBytes()) ?? []
                            chain.withLockedValue { $0 = bytes }
                            promise.succeed(trusts ? .certificateVerified : .failed)
                        })
                    try channel.pipeline.syncOperations.addHandlers([tls, Reader(inbox)])
                }
            }
            .connect(host: "127.0.0.1", port: relay.port).wait()
    }

    deinit { cut() }

    /// The server's certificate in DER; empty before the handshake.
    var certificate: [UInt8] { chain.withLockedValue { $0 } }

    /// Stops reading in the background.
    func stopReading() throws { try channel.setOption(.autoRead, value: false).wait() }

    func write(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    func read(within limit: Duration) throws -> [UInt8]? {
        guard let bytes = inbox.next(within: limit) else {
            throw TimeLimitExceeded(expected: "bytes", limit: limit)
        }
        // Further reads return the end of the stream again.
        if bytes == nil { inbox.post(nil) }
        return bytes
    }

    func cut() { channel.close(promise: nil) }
}
