import Events
import HTTPMessages
import Messages
import NIOCore
import Routing

/// The requests to the server that a session makes itself: with packets that the operator has released or sent, and the
/// rest of a request for packets whose client was answered before the server.
///
/// Confined to the relay loop.
final class SessionRequests {
    private let service: ProxyService
    /// The last request of the client with packets, as it was forwarded.
    var template: ProxiedRequest?
    /// The head of the last response with packets.
    var pollHead: ProxiedResponse?
    /// Whether a request with packets is on its way; a server accepts one at a time.
    var isPosting = false
    private var polling: SessionRequest?

    init(_ service: ProxyService) { self.service = service }

    /// Whether the server has yet to answer a request for packets that is no longer the client's.
    var isPolling: Bool { polling != nil }

    /// Receives the response to a request for packets in place of the client.
    ///
    /// - Parameters:
    ///   - server: The connection on which the request was sent.
    ///   - completion: Called with the body of the response; `nil` if it is not a successful one.
    func adopt(_ server: UpstreamHandler, _ completion: @escaping ([UInt8]?) -> Void) {
        let request = SessionRequest(server, limit: service.upstream.maxMessageSize) { [weak self] body in
            self?.polling = nil
            completion(body)
        }
        polling = request
        server.client = request
    }

    /// Gives up the response to a request for packets.
    func cancelPoll() {
        polling?.cancel()
        polling = nil
    }

    /// Sends a request with packets.
    ///
    /// - Parameters:
    ///   - body: The packets.
    ///   - completion: Called with whether the server has accepted them.
    func post(_ body: [UInt8], _ completion: @escaping (Bool) -> Void) {
        guard var request = template else { return completion(false) }
        isPosting = true
        for name in ["content-length", "content-type", "content-encoding", "transfer-encoding", "expect", "connection"]
        {
            request.fields.remove(name)
        }
        request.fields.add("Content-Type", "text/plain;charset=UTF-8")
        request.fields.add("Content-Length", String(body.count))
        request.fields.add("Connection", "close")
        let server = UpstreamHandler(service.upstream, headLimit: service.core.limits.maxRequestSize)
        let posting = SessionRequest(server, limit: service.upstream.maxMessageSize) { [weak self] response in
            self?.isPosting = false
            completion(response != nil)
        }
        posting.request = (request, ByteBuffer(bytes: body))
        server.client = posting
        service.connector.connect(server)
    }
}

/// A request to the server whose response no client waits for.
private final class SessionRequest: UpstreamClient {
    private let server: UpstreamHandler
    private var body: CollectedBody
    private var head: ProxiedResponse?
    private let completion: ([UInt8]?) -> Void
    /// This request until it is over, which may be after the end of its session.
    private var itself: SessionRequest?
    /// The request, which is sent once there is a connection.
    var request: (head: ProxiedRequest, body: ByteBuffer)?

    init(_ server: UpstreamHandler, limit: Int, _ completion: @escaping ([UInt8]?) -> Void) {
        (self.server, self.completion) = (server, completion)
        body = CollectedBody(limit: limit)
        itself = self
    }

    func upstreamConnected() {
        guard let request else { return }
        server.send(request.head, isHandshake: false)
        server.write(request.body)
        server.flush()
    }

    func upstreamResponded(_ response: ProxiedResponse, isUntilClose: Bool) {
        if !response.isInterim { head = response }
    }

    func upstreamSent(_ bytes: ByteBuffer) {
        if !body.append(bytes) { finish(nil) }
    }

    func upstreamFinished(isReusable: Bool) {
        guard let head, head.status == 200 else { return finish(nil) }
        finish(try? body.content(head.fields))
    }

    func upstreamClosed() { finish(nil) }

    func upstreamFailed(_ failure: UpstreamFailure, hasReceived: Bool) { finish(nil) }

    func upstreamSwitched(_ response: ProxiedResponse, server: ChannelHandlerContext, bytes: ByteBuffer) { finish(nil) }

    func upstreamWritabilityChanged() {}

    func flush() {}

    private func finish(_ body: [UInt8]?) {
        cancel()
        completion(body)
    }

    /// Closes the connection.
    func cancel() {
        server.client = nil
        server.close()
        itself = nil
    }
}
