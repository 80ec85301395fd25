import Events
import HTTPMessages
import Messages
import NIOCore
import Routing

/// A polling request of an Engine.IO session, whose packets are read.
struct PollingExchange {
    let request: EngineIORequest
    /// The session; `nil` for the request that opens one.
    var session: ProxiedSession?
    /// Whether the body of a request with packets is not complete yet, so that nothing of it was forwarded.
    var isCollectingRequest: Bool
    /// Whether the request was sent to the server.
    var isForwarded = false
    /// The body of a request with packets, or of the response to a request for packets.
    var body: CollectedBody
    /// The head of the response to a request for packets, until its body is complete.
    var response: ProxiedResponse?
}

/// Polling requests: their bodies are read as a whole before they are forwarded.
extension ProxyHandler {
    /// Begins to serve a request with packets or for packets; returns whether it is to be forwarded at once.
    func beginPolling() -> Bool {
        guard var exchange, let request = exchange.engineRequest, request.transport == .polling, !request.isJSONP else {
            return true
        }
        let session = service.sessions[request.sessionID]
        let isPost = exchange.request.method == "POST"
        guard !isPost || session != nil else { return true }
        exchange.polling = PollingExchange(
            request: request, session: session, isCollectingRequest: isPost,
            body: CollectedBody(limit: service.upstream.maxMessageSize))
        exchange.request.fields.mapValues(of: "accept-encoding", Self.decodableCodings)
        if isPost, exchange.request.fields.contains("expect") {
            // The body is awaited before the server can ask for it (RFC 9110 §10.1.1).
            exchange.request.fields.remove("expect")
            write(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
            flush()
        }
        self.exchange = exchange
        if isPost { return false }
        return session?.beginPoll(self) ?? true
    }

    /// Returns the content codings of a list that the proxy can decode.
    private static func decodableCodings(_ value: [UInt8]) -> [UInt8] {
        let codings = value.split(separator: UInt8(ascii: ",")).filter { coding in
            let name = HeaderFields.trimmed(coding.prefix { $0 != UInt8(ascii: ";") })
            return ["gzip", "x-gzip", "deflate", "identity"].contains(
                String(decoding: name, as: UTF8.self).lowercased())
        }
        return codings.isEmpty ? Array("identity".utf8) : Array(codings.joined(separator: [UInt8(ascii: ",")]))
    }

    /// Whether the body of the current request is to be complete before it is forwarded.
    var isCollectingRequest: Bool { exchange?.polling?.isCollectingRequest == true }

    /// Collects a part of the body of the current request; returns false if there is none.
    func collectRequest() -> Bool {
        guard var body = exchange?.body else { return false }
        do throws(HTTPFault) {
            let part = try body.take(from: &input)
            exchange?.body = body
            if let part, exchange?.polling?.body.append(part) == false {
                forwardUnread("a body of more than \(service.upstream.maxMessageSize) bytes")
            } else if body.isComplete {
                try finishRequest()
            }
            return part != nil
        } catch {
            refuse(error)
            return true
        }
    }

    /// Passes the packets of a complete request to its session.
    private func finishRequest() throws(HTTPFault) {
        guard let exchange, let polling = exchange.polling, let session = polling.session else { return }
        self.exchange?.polling?.isCollectingRequest = false
        let content: [UInt8]
        do throws(HTTPFault) {
            content = try polling.body.content(exchange.request.fields)
        } catch {
            return forwardUnread(error.text)
        }
        var request = exchange.request
        request.forward(to: service.upstream, from: exchange.side, isHandshake: false)
        if session.beginPost(content, request) {
            forward()
        } else {
            answer("ok", exchange.side)
        }
    }

    /// Forwards the request although its packets cannot be read.
    private func forwardUnread(_ reason: String) {
        report(.undecoded(reason))
        exchange?.polling?.session = nil
        exchange?.polling?.isCollectingRequest = false
        forward()
    }

    // MARK: Responses

    /// Keeps the head of a response until its body is complete; returns false if the response is to be forwarded as it comes.
    func collectResponse(_ response: ProxiedResponse) -> Bool {
        guard let polling = exchange?.polling, exchange?.request.method == "GET" else { return false }
        guard response.status == 200 else {
            guard response.status >= 400 else {
                polling.session?.passPoll()
                return false
            }
            exchange?.refusal = HandshakeRefusal(response, isPolling: true)
            polling.session?.refuse(response.status)
            return false
        }
        exchange?.polling?.response = response
        return true
    }

    /// Collects a part of the body of a response; returns false if it is to be forwarded as it comes.
    func collectResponse(_ part: ByteBuffer) -> Bool {
        guard let response = exchange?.polling?.response else { return false }
        guard exchange?.polling?.body.append(part) == false else { return true }
        sendUnread(response, "a body of more than \(service.upstream.maxMessageSize) bytes")
        return true
    }

    /// Forwards what was collected of a response although its packets cannot be read.
    private func sendUnread(_ response: ProxiedResponse, _ reason: String) {
        guard let exchange, let polling = exchange.polling else { return }
        report(.undecoded(reason))
        self.exchange?.polling = nil
        self.exchange?.isAnswered = true
        polling.session?.passPoll()
        write(head(response))
        write(polling.body.bytes)
    }

    /// Sends the response whose body is complete, with the packets that its session lets pass.
    func finishResponse() {
        guard let exchange, let polling = exchange.polling else { return }
        if exchange.request.method == "POST" {
            polling.session?.finishPost()
            return
        }
        guard let response = polling.response else { return }
        let content: [UInt8]
        do throws(HTTPFault) {
            content = try polling.body.content(response.fields)
        } catch {
            return sendUnread(response, error.text)
        }
        self.exchange?.isAnswered = true
        let session = polling.session ?? service.sessions.open(polling.request, content, client)
        guard let session, let replacement = session.finishPoll(content, response) else {
            write(head(response))
            return write(polling.body.bytes)
        }
        send(replacement, response)
    }

    /// The encoded head of a response, as it is forwarded.
    private func head(_ response: ProxiedResponse) -> ByteBuffer {
        guard let exchange else { return ByteBuffer() }
        var response = response
        _ = response.forward(from: service.upstream, to: exchange.side)
        if !exchange.isPersistent { response.fields.add("Connection", "close") }
        return response.bytes
    }

    /// Sends a body of packets in a response like that of the server.
    private func send(_ body: [UInt8], _ response: ProxiedResponse) {
        var response = response
        for name in ["content-length", "content-type", "content-encoding", "transfer-encoding", "etag", "content-md5"] {
            response.fields.remove(name)
        }
        response.fields.add("Content-Type", "text/plain; charset=UTF-8")
        response.fields.add("Content-Length", String(body.count))
        write(head(response))
        write(ByteBuffer(bytes: body))
    }

    // MARK: Answers

    /// Whether the current request was sent to the server.
    var isForwarded: Bool { exchange?.polling?.isForwarded == true }

    /// Whether the current request is one of `session`, and nothing of a response to it has been received.
    func isAwaitingResponse(of session: ProxiedSession) -> Bool {
        exchange?.polling?.session === session && (!isForwarded || server?.hasReceived != true)
    }

    /// Takes the connection to the server away from the request, so that it can be answered before; `nil` if the request
    /// was not sent.
    func detachServer() -> UpstreamHandler? {
        guard isForwarded else { return nil }
        defer { server = nil }
        return server
    }

    /// Answers a request for packets, in a response like the last one of the server.
    func answerPoll(_ body: [UInt8], _ response: ProxiedResponse) {
        guard exchange != nil else { return }
        var response = response
        response.fields.remove("set-cookie")
        exchange?.isAnswered = true
        send(body, response)
        finishExchange(isReusable: true)
    }

    /// Answers a request with packets as a server does.
    private func answer(_ text: String, _ side: ListeningSide) {
        guard let exchange else { return }
        var fields = HeaderFields()
        fields.add("Content-Type", "text/html")
        fields.add("Content-Length", String(text.utf8.count))
        // The page may be of another origin (Fetch §3.2).
        if let origin = exchange.request.fields.first("origin") {
            fields.add("Access-Control-Allow-Origin", origin)
            fields.add("Access-Control-Allow-Credentials", "true")
        }
        if !exchange.isPersistent { fields.add("Connection", "close") }
        self.exchange?.isAnswered = true
        write(ProxiedResponse(status: 200, reason: Array("OK".utf8), fields: fields).bytes)
        write(ByteBuffer(string: text))
        finishExchange(isReusable: true)
    }
}
