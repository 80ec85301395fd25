import Events
import NIOCore
import NIOHTTP1
import Routing
import ServerTLS

/// Assembles the pipeline of each accepted connection.
///
/// ```
/// bytes ─┬─► RequestGuard ─► ProtocolDetectionHandler ─► HTTP decoder ─► RequestHandler    until the handshake
///        └─► PeerHandler ─► RelayCore                                                      after the handshake
/// ```
/// In front of an upstream server ``ProxyHandler`` takes the place of the guard and of all handlers after the detection.
///
/// Confined to the relay loop.
struct ConnectionPipeline {
    let core: RelayCore
    let connections: Connections
    let admission: Admission
    /// `nil` if the relay speaks plain HTTP.
    let certificates: Certificates?
    /// The files that are served over HTTP.
    let files: [WebFile]
    /// The proxy to the upstream server; `nil` for a relay.
    var proxy: ProxyService?

    /// Adds the handlers of a request to the pipeline of `channel`, or closes it if it is refused.
    func configure(_ channel: any Channel) throws {
        let refusal = admission.accept(channel)
        let requestGuard = RequestGuard(
            limits: core.limits, refusal: refusal, isPlain: certificates == nil,
            report: { [admission] in admission.report($0, of: ClientAddress($1)) })
        if refusal != nil {
            guard admission.mayAwaitRequest(channel) else { return channel.close(promise: nil) }
            return try channel.pipeline.syncOperations.addHandler(requestGuard)
        }
        if let proxy { return try configure(channel, proxy) }
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        let routes = StaticRoutes(files: files, retryAfter: { [core] in core.retryAfter })
        let delegate = delegate(for: ClientAddress(channel.remoteAddress), requestGuard: requestGuard, decoder: decoder)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(requestGuard)
        try pipeline.addHandler(makeDetection())
        try pipeline.addHandler(decoder)
        try pipeline.addHandler(RequestHandler(routes: routes, delegate: delegate))
    }

    private func makeDetection() -> ProtocolDetectionHandler {
        ProtocolDetectionHandler(
            certificates, closeTimeout: TimeAmount(core.limits.closeTimeout),
            report: { [core] in core.recordFailedConnection(from: $0, $1) })
    }

    /// Adds the handlers of a connection to the proxy.
    private func configure(_ channel: any Channel, _ proxy: ProxyService) throws {
        try proxy.setStreamingOptions(of: channel)
        try channel.pipeline.syncOperations.addHandler(makeDetection())
        try channel.pipeline.syncOperations.addHandler(
            ProxyHandler(proxy, client: ClientAddress(channel.remoteAddress), isTLS: certificates != nil))
    }

    /// Returns the decisions on the request of `client`, which is replaced if a trusted proxy names another one.
    private func delegate(
        for client: ClientAddress, requestGuard: RequestGuard, decoder: ByteToMessageHandler<HTTPRequestDecoder>
    ) -> RequestHandler.Delegate {
        var client = client
        return RequestHandler.Delegate(
            admit: { channel, head in admission.admit(head, from: &client, on: channel) },
            decide: { channel, request in
                let decision = admission.decide(request, from: client)
                requestGuard.extendDeadline(by: decision.delay)
                return (decision, admission.delayResponse(by: decision.delay, on: channel))
            },
            open: { context, request, refusal in
                open(request, context, from: client, refusal: refusal, removing: requestGuard, decoder)
            },
            responseWillStart: { requestGuard.responseWillStart() })
    }

    /// Replaces the handlers of the request by that of the WebSocket, and closes it if there is a refusal.
    private func open(
        _ request: UpgradeRequest, _ context: ChannelHandlerContext, from client: ClientAddress, refusal: Refusal?,
        removing requestGuard: RequestGuard, _ decoder: ByteToMessageHandler<HTTPRequestDecoder>
    ) {
        let channel = context.channel
        // A handler that is added to a closed channel is not notified that it is closed.
        guard channel.isActive else { return }
        connections.markAsWebSocket(channel)
        let format = refusal == nil ? request.probeFormat : nil
        let accepted =
            refusal == nil && format == nil ? ConnectionRequest(request, id: core.nextID(), from: client) : nil
        let isPlain = certificates == nil
        let peer =
            format.map { ProbeSocket.handler(core: core, address: client, format: $0, isPlain: isPlain) }
            ?? PeerHandler(accepted?.id ?? .relay, core: core, isPlain: isPlain)
        let pipeline = channel.pipeline.syncOperations
        do {
            try pipeline.addHandler(peer)
        } catch {
            return channel.close(promise: nil)
        }
        pipeline.removeHandler(requestGuard, promise: nil)
        pipeline.removeHandler(context: context, promise: nil)
        // The decoder is removed asynchronously, and forwards the bytes that it has not parsed.
        pipeline.removeHandler(decoder, promise: nil)
        if let accepted { core.connect(accepted, handler: peer) }
        if let refusal { peer.close(refusal.code, reason: refusal.closeReason) }
    }
}
