import Events
import HTTPMessages
import Messages
import NIOCore
import NIOHTTP1
import Routing
import Text

/// The decision on each request.
extension ProxyHandler: UpstreamClient {
    /// Answers a request that is not valid HTTP/1.1, and closes the connection: where the next one begins is unknown.
    func refuse(_ fault: HTTPFault) {
        if fault.isTooLarge {
            let refusal = Refusal.requestTooLarge(limit: service.core.limits.maxRequestSize)
            service.admission.report(refusal, of: client)
            return respond(HTTPResponse(refusal))
        }
        report(.invalidRequest(fault.text))
        // If the response has begun, another one cannot be sent.
        guard exchange?.isAnswered != true else { return finishConnection() }
        let body = ByteBuffer(string: "This is not a valid HTTP request: \(fault.text).\n")
        respond(HTTPResponse(status: .badRequest, body: body))
    }

    /// Records a report about the current request.
    func report(_ event: ProxyReport.Event) {
        service.core.record(
            ProxyReport(address: client.text, request: exchange?.request.summary ?? "", event))
    }

    /// Answers a request, or forwards it to the server.
    func serve(_ request: ProxiedRequest, _ body: BodyReader) {
        guard let channel = context?.channel else { return }
        let head = request.admissionHead
        // A proxy in front of this one names the client of the first request; later ones count for the same client.
        let refusal = service.admission.admit(head, from: &client, on: channel)
        let side = ListeningSide(
            client: channel.remoteAddress?.address?.text, isTLS: isTLS, host: request.fields.first("host"))
        state = .exchange
        exchange = Exchange(
            request: request, side: side, isHandshake: request.isHandshake,
            engineRequest: ProxiedSessions.engineRequest(request), began: service.core.now(), body: body,
            isPersistent: request.isPersistent)
        if let refusal { return respond(HTTPResponse(refusal)) }
        let sessionID = exchange?.engineRequest?.sessionID
        if let seconds = service.core.retryAfter, service.sessions[sessionID] == nil {
            return respond(Self.draining(seconds))
        }
        if request.path.hasPrefix(OwnPaths.proxy) || request.isHandshake && UpgradeRequest(head).isProbe {
            return serveOwn(request, head, on: channel)
        }
        guard request.method != "CONNECT" else {
            return respond(
                HTTPResponse(
                    status: .methodNotAllowed,
                    body: ByteBuffer(string: "This is a proxy for one server, whose address is that of the proxy.\n")))
        }
        guard !request.isHandshake || admitHandshake(head, on: channel) else { return }
        service.recordRequest(isSignaling: exchange?.isSignaling == true, from: client)
        if beginPolling() { forward() }
    }

    /// Serves a request below the proxy's own path: a file, or the socket of a probe.
    private func serveOwn(_ request: ProxiedRequest, _ head: HTTPRequestHead, on channel: any Channel) {
        guard request.isHandshake, let format = UpgradeRequest(head).probeFormat else {
            return respond(service.ownResponse(to: request.path))
        }
        guard admitHandshake(head, on: channel) else { return }
        UpgradeRequest.answer(head, on: channel) { headers in
            guard let headers else {
                return self.respond(
                    HTTPResponse(status: .badRequest, body: ByteBuffer(string: "Invalid WebSocket handshake.\n")))
            }
            self.openProbe(headers, format)
        }
    }

    /// Answers the handshake of a probe, and makes the connection its socket.
    private func openProbe(_ headers: HTTPHeaders, _ format: ProbeFormat) {
        guard let context, context.channel.isActive else { return }
        write(HTTPResponse.head(.switchingProtocols, headers))
        flush()
        let early = input
        input = ByteBuffer()
        do {
            try service.openProbe(context.channel, address: client, format: format, isTLS: isTLS)
        } catch {
            return context.close(promise: nil)
        }
        (state, exchange) = (.closing, nil)
        updateReading()
        if early.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(early)) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private static func draining(_ seconds: Int) -> HTTPResponse {
        HTTPResponse(
            status: .serviceUnavailable, headers: ["Retry-After": String(seconds)],
            body: ByteBuffer(string: "This proxy is shutting down; try again in \(seconds) s.\n"))
    }

    /// Applies the rules for WebSockets; returns false if the request is answered.
    ///
    /// The policy for origins replaces that of the server, which sees its own origin.
    private func admitHandshake(_ head: HTTPRequestHead, on channel: any Channel) -> Bool {
        let decision = service.admission.decide(UpgradeRequest(head), from: client)
        guard let refusal = decision.refusal else { return true }
        state = .closing
        service.admission.delayResponse(by: decision.delay, on: channel).assumeIsolated().whenSuccess {
            self.respond(HTTPResponse(refusal))
        }
        return false
    }

    /// Sends the request to the server, once there is a connection to it.
    func forward() {
        guard let server else {
            let server = UpstreamHandler(service.upstream, headLimit: service.core.limits.maxRequestSize)
            server.client = self
            self.server = server
            return service.connector.connect(server)
        }
        send(to: server)
    }

    private func send(to server: UpstreamHandler) {
        guard let exchange else { return }
        var request = exchange.request
        request.forward(to: service.upstream, from: exchange.side, isHandshake: exchange.isHandshake)
        server.send(request, isHandshake: exchange.isHandshake)
        if let polling = exchange.polling, !server.isConnecting {
            server.write(polling.body.bytes)
            self.exchange?.polling?.isForwarded = true
        }
        server.flush()
    }

    /// Sends the request for which the connection was established.
    func upstreamConnected() {
        guard let server, let channel = server.context?.channel else { return }
        try? service.setStreamingOptions(of: channel)
        guard !isCollectingRequest else { return }
        send(to: server)
        process()
        server.flush()
    }

    func upstreamWritabilityChanged() { updateReading() }
}

extension ProxiedRequest {
    /// The head as the admission rules read it.
    fileprivate var admissionHead: HTTPRequestHead {
        var headers = HTTPHeaders()
        for field in fields.all { headers.add(name: field.name, value: String(decoding: field.value, as: UTF8.self)) }
        return HTTPRequestHead(
            version: version == .one ? .http1_1 : .http1_0, method: HTTPMethod(rawValue: method),
            uri: String(decoding: target, as: UTF8.self), headers: headers)
    }
}
