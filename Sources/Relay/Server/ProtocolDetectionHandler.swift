import Events
import NIOCore
import NIOHTTP1
import ServerTLS

/// Detects whether a connection speaks the protocol of its port, adds TLS to the pipeline if so configured, and removes
/// itself.
///
/// A client of the wrong protocol is answered in its own. The handler sits behind ``RequestGuard``, which limits its
/// time.
final class ProtocolDetectionHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// `nil` if the port speaks plain HTTP.
    private let certificates: Certificates?
    private let closeTimeout: TimeAmount
    private let report: (SocketAddress?, FailedConnection.Cause) -> Void
    /// The bytes received until the protocol is detected; `nil` after that.
    private var received: ByteBuffer? = ByteBuffer()

    /// Creates a handler.
    ///
    /// - Parameters:
    ///   - certificates: The certificate of a TLS port; `nil` if the port speaks plain HTTP.
    ///   - closeTimeout: The time after which a rejected connection is closed.
    ///   - report: Called with the remote address of a connection that is rejected or fails its TLS handshake.
    init(
        _ certificates: Certificates?, closeTimeout: TimeAmount,
        report: @escaping (SocketAddress?, FailedConnection.Cause) -> Void
    ) {
        self.certificates = certificates
        self.closeTimeout = closeTimeout
        self.report = report
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Bytes of a rejected connection are discarded.
        guard var received else { return }
        self.received = nil
        let bytes = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = bytes } else { received.writeImmutableBuffer(bytes) }
        guard let detected = DetectedProtocol(received.readableBytesView) else {
            self.received = received
            return
        }
        switch (detected, certificates) {
        case (.tls, nil):
            reject(context, with: [ByteBuffer(bytes: DetectedProtocol.unexpectedMessageAlert)], .tlsOnPlainPort)
        case (.http, .some):
            let response = DetectedProtocol.tlsRequired(authority: context.localAddress?.authority ?? "localhost")
            reject(context, with: [response.head, response.body], .httpOnTLSPort)
        case (_, let certificates?):
            do {
                let pipeline = context.pipeline.syncOperations
                try pipeline.addHandler(HandshakeHandler(report: report), position: .after(self))
                try pipeline.addHandler(certificates.makeHandler(), position: .after(self))
                passOn(received, context)
            } catch {
                context.close(promise: nil)
            }
        case (_, nil): passOn(received, context)
        }
    }

    private func passOn(_ received: ByteBuffer, _ context: ChannelHandlerContext) {
        context.fireChannelRead(wrapInboundOut(received))
        context.fireChannelReadComplete()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    /// Answers with `parts` and closes the output; the input is read until `closeTimeout`, because closing a socket
    /// with unread input resets the connection, and the client could lose the answer.
    private func reject(
        _ context: ChannelHandlerContext, with parts: [ByteBuffer], _ cause: FailedConnection.Cause
    ) {
        report(context.remoteAddress, cause)
        for part in parts { context.write(wrapOutboundOut(part), promise: nil) }
        context.flush()
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: closeTimeout) { channel.close(promise: nil) }
    }
}

/// The protocol of a connection, detected from its first bytes.
enum DetectedProtocol {
    /// A TLS record with a handshake message, such as a ClientHello (RFC 8446 §5.1).
    case tls
    /// An HTTP method (RFC 9112 §3): all registered ones begin with a capital letter.
    case http
    case unknown

    /// Detects the protocol; returns `nil` if there are too few bytes.
    init?(_ bytes: some Collection<UInt8>) {
        guard let first = bytes.first else { return nil }
        switch first {
        case 0x16:
            guard let version = bytes.dropFirst().first else { return nil }
            self = version == 0x03 ? .tls : .unknown
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .http
        default: self = .unknown
        }
    }

    /// The answer to a ClientHello on a plain port: a fatal alert, `unexpected_message` (RFC 8446 §6.2), in a record of
    /// TLS 1.2, which clients of all versions accept.
    static let unexpectedMessageAlert: [UInt8] = [21, 3, 3, 0, 2, 2, 10]

    /// Returns the response to a plain HTTP request on the TLS port at `authority`.
    static func tlsRequired(authority: String) -> HTTPResponse {
        let text = "This port speaks TLS: https://\(authority)/ and wss://\(authority)/\n"
        return HTTPResponse(status: .badRequest, body: ByteBuffer(string: text))
    }
}
