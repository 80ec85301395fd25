package import Events
package import NIOCore
import NIOSSL
import NIOTLS

/// Reports a TLS handshake that fails, and removes itself after one that succeeds; placed directly behind the TLS
/// handler.
package final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = ByteBuffer

    private let report: (SocketAddress?, FailedConnection.Cause) -> Void
    /// Whether the handshake has succeeded or was reported to have failed.
    private var isOver = false

    package init(report: @escaping (SocketAddress?, FailedConnection.Cause) -> Void) {
        self.report = report
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            isOver = true
            context.fireUserInboundEventTriggered(event)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(context, FailedConnection.Cause(handshake: error))
        context.close(promise: nil)
    }

    package func channelInactive(context: ChannelHandlerContext) {
        fail(context, .unfinishedHandshake)
        context.fireChannelInactive()
    }

    private func fail(_ context: ChannelHandlerContext, _ cause: FailedConnection.Cause) {
        guard !isOver else { return }
        isOver = true
        report(context.remoteAddress, cause)
    }
}

extension FailedConnection.Cause {
    /// The cause that an error of NIOSSL in a handshake stands for.
    package init(handshake error: any Error) {
        // NIOSSL does not export BoringSSL's error codes; only their names in the description tell failures apart.
        let text = "\(error)"
        func contains(_ names: String...) -> Bool { names.contains { text.contains($0) } }
        if contains(
            "ALERT_CERTIFICATE_UNKNOWN", "ALERT_UNKNOWN_CA", "ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE_EXPIRED")
        {
            self = .untrustedCertificate
        } else if contains("UNSUPPORTED_PROTOCOL", "ALERT_PROTOCOL_VERSION") {
            self = .oldVersion
        } else if contains("EOF", "uncleanShutdown", "ECONNRESET", "reset by peer") {
            self = .unfinishedHandshake
        } else {
            self = .handshake(Self.reason(text))
        }
    }

    /// Returns the reason in BoringSSL's text: `no shared cipher` for `…OPENSSL_internal:NO_SHARED_CIPHER at …`.
    private static func reason(_ text: String) -> String {
        let name = text.split(separator: "OPENSSL_internal:").dropFirst().first?.prefix { $0.isLetter || $0 == "_" }
        return name.map { $0.lowercased().replacing("_", with: " ") } ?? "no reason given"
    }
}
