import Events
import NIOCore
import NIOSSL
import NIOTLS

/// Waits for the end of a TLS handshake right behind TLS, tells of one that fails, and leaves the pipeline.
final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let exchange: RelayCore
    private var isOver = false

    init(_ exchange: RelayCore) {
        self.exchange = exchange
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            isOver = true
            context.fireUserInboundEventTriggered(event)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(context, FailedConnection.Cause(handshake: error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(context, .unfinishedHandshake)
        context.fireChannelInactive()
    }

    private func fail(_ context: ChannelHandlerContext, _ cause: FailedConnection.Cause) {
        guard !isOver else { return }
        isOver = true
        exchange.failed(context.remoteAddress, cause)
    }
}

extension FailedConnection.Cause {
    /// What `error`, which NIOSSL met in a handshake, says.
    init(handshake error: any Error) {
        // BoringSSL's names of reasons are all that tells one failure from another.
        let text = "\(error)"
        func says(_ names: String...) -> Bool { names.contains { text.contains($0) } }
        if says("ALERT_CERTIFICATE_UNKNOWN", "ALERT_UNKNOWN_CA", "ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE_EXPIRED") {
            self = .untrustedCertificate
        } else if says("UNSUPPORTED_PROTOCOL", "ALERT_PROTOCOL_VERSION") {
            self = .oldVersion
        } else if says("EOF", "uncleanShutdown", "ECONNRESET", "reset by peer") {
            self = .unfinishedHandshake
        } else {
            self = .handshake(Self.reason(text))
        }
    }

    /// `no shared cipher` of `…OPENSSL_internal:NO_SHARED_CIPHER at …`.
    private static func reason(_ text: String) -> String {
        let name = text.split(separator: "OPENSSL_internal:").dropFirst().first?.prefix { $0.isLetter || $0 == "_" }
        return name.map { $0.lowercased().replacing("_", with: " ") } ?? "no reason given"
    }
}
