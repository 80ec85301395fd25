import Dispatch
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

@testable import Relay

/// A client that speaks TLS, takes any certificate, and keeps what it reads.
final class TLSClient: Sendable {
    struct Failure: Error {
        let words: String
    }

    private struct Seen: Sendable {
        var bytes: [UInt8] = []
        var certificate: [UInt8] = []
        var isEnded = false
    }

    private final class Reader: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let note: @Sendable ([UInt8]?) -> Void

        init(_ note: @escaping @Sendable ([UInt8]?) -> Void) { self.note = note }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            note(Array(unwrapInboundIn(data).readableBytesView))
        }

        func channelInactive(context: ChannelHandlerContext) { note(nil) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private let channel: any Channel
    private let seen = NIOLockedValueBox(Seen())
    private let news = DispatchSemaphore(value: 0)

    /// Connects to `relay`, with no version above `newest`; one that does not trust what it is shown ends with an alert.
    ///
    /// `receiveBuffer` is how much the system takes in while nobody reads, in bytes, where that matters.
    init(
        _ relay: RelayServer, newest: TLSVersion = .tlsv13, trusts: Bool = true, receiveBuffer: Int? = nil
    ) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = newest
        let context = try NIOSSLContext(configuration: configuration)
        let (seen, news) = (seen, news)
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        if let receiveBuffer { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer) }
        channel =
            try bootstrap
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(
                        context: context, serverHostname: "localhost",
                        customVerificationCallback: { chain, promise in
                            let bytes = (try? chain.first?.toDERBytes()) ?? []
                            seen.withLockedValue { $0.certificate = bytes }
                            promise.succeed(trusts ? .certificateVerified : .failed)
                        })
                    let reader = Reader { bytes in
                        seen.withLockedValue { seen in
                            if let bytes { seen.bytes += bytes } else { seen.isEnded = true }
                        }
                        news.signal()
                    }
                    try channel.pipeline.syncOperations.addHandlers([tls, reader])
                }
            }
            .connect(host: "127.0.0.1", port: relay.port).wait()
    }

    deinit { channel.close(promise: nil) }

    func write(_ text: String) { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }

    /// Writes a text frame of less than 64 KiB, masked with zeros (RFC 6455 §5.3).
    func say(_ text: String) {
        let count = text.utf8.count
        let length: [UInt8] =
            count < 126 ? [0x80 | UInt8(count)] : [0x80 | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
        channel.writeAndFlush(ByteBuffer(bytes: [0x81] + length + [0, 0, 0, 0] + Array(text.utf8)), promise: nil)
    }

    /// Reads nothing more.
    func stopReading() throws { try channel.setOption(.autoRead, value: false).wait() }

    /// Opens a WebSocket.
    func open(_ path: String = "/") throws {
        write(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        try wait(for: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
    }

    /// Waits until it has read `text`.
    func wait(for text: String) throws {
        let limit = DispatchTime.now() + 20
        while true {
            let now = seen.withLockedValue(\.self)
            if String(decoding: now.bytes, as: UTF8.self).contains(text) { return }
            guard !now.isEnded, news.wait(timeout: limit) == .success else {
                throw Failure(words: "not read: \(text), but: \(String(decoding: now.bytes, as: UTF8.self))")
            }
        }
    }

    /// Waits for the end of the connection and returns what was read; nil where it does not end.
    func rest() -> String? {
        let limit = DispatchTime.now() + 20
        while !seen.withLockedValue(\.isEnded) {
            guard news.wait(timeout: limit) == .success else { return nil }
        }
        return String(decoding: seen.withLockedValue(\.bytes), as: UTF8.self)
    }

    /// The server's certificate in DER; empty before the handshake.
    var certificate: [UInt8] { seen.withLockedValue(\.certificate) }

    func close() { channel.close(promise: nil) }
}
