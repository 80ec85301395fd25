import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL
import TestSupport

@testable import Relay

/// A TLS connection whose bytes a test reads and writes, and which accepts any certificate.
///
/// It is read in the background until that is stopped.
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
    /// The bytes as they come, and `nil` at the end.
    private let inbox = Inbox<[UInt8]?>()
    private let chain = NIOLockedValueBox<[UInt8]>([])

    /// Connects to `relay`.
    ///
    /// - Parameters:
    ///   - relay: The server.
    ///   - newest: The newest version of TLS that is offered.
    ///   - trusts: Whether the server's certificate is accepted; if not, the connection ends with an alert.
    ///   - receiveBuffer: How many bytes the system keeps that were not read; `nil` leaves that to the system.
    /// - Throws: An error if there is no connection.
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
        // The end stays the end.
        if bytes == nil { inbox.post(nil) }
        return bytes
    }

    func cut() { channel.close(promise: nil) }
}
