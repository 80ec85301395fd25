import NIOCore
import NIOHTTP1

/// Leaves of the protocols that a request names for an upgrade the one that is known, once.
///
/// NIO's upgrade looks at each with a call within the call before, and asks anew for each WebSocket among them: thousands
/// ended the relay. A server may pass over what it does not know (RFC 9110 §7.8).
final class UpgradeHeader: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.headers.contains(name: "upgrade") else {
            return context.fireChannelRead(data)
        }
        let isWebSocket = head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
        head.headers.remove(name: "upgrade")
        if isWebSocket { head.headers.add(name: "Upgrade", value: "websocket") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
