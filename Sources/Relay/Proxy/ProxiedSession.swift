import Events
import HTTPMessages
import Messages
import NIOCore
import Routing
import WebSocketFrames

/// An Engine.IO session that passes through the proxy: two participants, whatever transport carries their packets.
///
/// ```
/// polling request ─► ProxyHandler ──┐                                ┌─► server ─► POST request, or WebSocket
///                                   ├─► ProxiedSession ─► RelayCore ─┤
/// WebSocket ───────► PeerHandler ───┘                                └─► client ─► response to a GET, or WebSocket
/// ```
/// Messages go through the switchboard, so that they can be held, changed and dropped; all other packets are passed on at
/// once. A body whose packets are all delivered unchanged is forwarded as it is.
///
/// Confined to the relay loop.
final class ProxiedSession {
    /// The packet with which one side ends a session (Engine.IO protocol, "close").
    static let closePacket = OutgoingPacket.text([UInt8(ascii: "1")])
    /// The packet that ends a polling request without a message (Engine.IO protocol, "noop").
    private static let noop = OutgoingPacket.text([UInt8(ascii: "6")])
    /// The time without a request of the client after which a session is over, if the server did not announce one: 60 s,
    /// more than the sum of the usual interval and timeout of pings.
    private static let defaultIdleTimeout = TimeAmount.seconds(60)

    let service: ProxyService
    /// The id of the session; `nil` if it began with a WebSocket.
    let id: String?
    var reader: EngineIOReader
    let client: SessionEnd
    let server: SessionEnd
    /// Whether the packets of a body are being routed, so that they are sent together afterwards.
    private var isRouting = false
    private var isFlushDue = false
    private(set) var isOver = false
    /// Whether one side has sent the packet that ends the session.
    private var isClosed = false
    /// The request of the client that waits for packets; `nil` if there is none.
    private weak var poll: ProxyHandler?
    /// The upgrade that waits for the end of a request with packets, which the server would refuse after it.
    var upgrade: Upgrade?
    /// The requests that the session itself makes to the server.
    let requests: SessionRequests
    /// The end of the time in which the client has to send a request.
    var idle: Scheduled<Void>?

    /// Creates a session.
    ///
    /// - Parameters:
    ///   - request: The request that opened the session, or that is the first to name it.
    ///   - id: The id of the session; `nil` if it begins with a WebSocket.
    ///   - service: The parts of the relay that connections share.
    init(_ request: EngineIORequest, id: String?, _ service: ProxyService) {
        (self.id, self.service) = (id, service)
        reader = EngineIOReader(request.version, carriesSocketIO: request.carriesSocketIO)
        client = SessionEnd(service.core.nextID(), .client)
        server = SessionEnd(service.core.nextID(), .server)
        requests = SessionRequests(service)
        (client.session, server.session) = (self, self)
    }

    var version: EngineIOVersion { reader.session.version }

    // MARK: Packets

    /// Returns the packets that carry `message` to either end.
    func packets(carrying message: Message) -> [OutgoingPacket] { reader.session.packets(carrying: message) }

    /// Passes the packets of a body on.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - direction: The direction.
    ///   - isAlone: Whether no packets before those of the body are on their way.
    /// - Returns: Whether the body can be forwarded as it is, because the queue had no other packets and is empty now.
    private func route(_ body: [UInt8], _ direction: EngineIOItem.Direction, isAlone: Bool = true) -> Bool {
        let now = service.core.now()
        let (from, to) = direction == .toServer ? (client, server) : (server, client)
        let isFirst = isAlone && to.queue.isEmpty && reader.session.missingAttachments(direction) == 0
        let outputs = reader.read(body: body, direction, at: now.nanoseconds)
        isRouting = true
        for output in outputs {
            switch output {
            case .message(let message): service.core.receive(message, from: from.id, read: now)
            case .control(let packet, let event):
                // With the last packet of an upgrade, the server ends the polling requests only.
                if event == .close, client.socket == nil { isClosed = true }
                if !to.enqueue([packet]) { service.core.disconnectSlowPeer(to.id) }
            }
        }
        isRouting = false
        guard isFirst, reader.session.missingAttachments(direction) == 0, to.socket == nil,
            to.queue.packets.elementsEqual(outputs.lazy.flatMap { $0.packets(in: self.reader.session) })
        else { return false }
        _ = to.queue.takeAll()
        return true
    }

    /// Ends the session if one side has sent the packet for that.
    private func endIfClosed() {
        if isClosed { end(.closed(nil, reason: "")) }
    }

    /// Schedules the sending of queued packets at the end of this tick of the loop.
    func scheduleFlush() {
        guard !isRouting, !isFlushDue else { return }
        isFlushDue = true
        service.loop.assumeIsolated().execute { self.flush() }
    }

    private func flush() {
        isFlushDue = false
        post()
        guard let poll, poll.isAwaitingResponse(of: self), !client.queue.isEmpty, client.socket == nil,
            let head = requests.pollHead
        else { return }
        // The response of the server is still to come; its packets are for the next request.
        if let server = poll.detachServer() { requests.adopt(server) { self.received($0) } }
        self.poll = nil
        poll.answerPoll(takeBody(), head)
        watchForSilence()
    }

    // MARK: Polling

    /// Begins to serve a request of the client for packets; returns whether the server is to be asked.
    func beginPoll(_ handler: ProxyHandler) -> Bool {
        idle?.cancel()
        poll = handler
        // The proxy's own responses have the fields of an earlier one.
        guard requests.pollHead != nil else { return true }
        if !client.queue.isEmpty { scheduleFlush() }
        return client.queue.isEmpty && !requests.isPolling
    }

    /// Routes the packets of the server's response.
    ///
    /// - Parameters:
    ///   - body: The body, decompressed.
    ///   - head: The head of the response.
    /// - Returns: The body to send in its place; `nil` if it is unchanged.
    func finishPoll(_ body: [UInt8], _ head: ProxiedResponse) -> [UInt8]? {
        poll = nil
        requests.pollHead = head
        let isUnchanged = route(body, .toClient)
        defer { endIfClosed() }
        watchForSilence()
        return isUnchanged ? nil : takeBody()
    }

    /// Ends the session, because `handler` has no connection to the client or to the server any more, unless another
    /// request for packets has taken the place of its own.
    func connectionLost(of handler: ProxyHandler, isPoll: Bool) {
        guard client.socket == nil, !isPoll || poll == nil || poll === handler else { return }
        if poll === handler { poll = nil }
        end(.lost)
    }

    /// Records that a response to a request for packets passes unread.
    func passPoll() {
        poll = nil
        watchForSilence()
    }

    /// Ends the session, because the server has answered a request with `status`.
    func refuse(_ status: Int) {
        guard client.socket == nil else { return }
        poll = nil
        end(.closed(nil, reason: "the server answered \(status)"))
    }

    /// Routes the packets of the response to a request that was answered before.
    private func received(_ body: [UInt8]?) {
        guard let body else {
            if client.socket == nil { end(.lost) }
            return
        }
        // The body is not forwarded itself, so its packets are queued.
        _ = route(body, .toClient, isAlone: false)
        client.sendQueue()
        defer { endIfClosed() }
        guard let poll, let head = requests.pollHead else { return }
        self.poll = nil
        poll.answerPoll(takeBody(), head)
        watchForSilence()
    }

    /// Returns a body with all packets for the client, at least one.
    private func takeBody() -> [UInt8] {
        let packets = client.queue.isEmpty ? [Self.noop] : client.queue.takeAll()
        return EngineIOPayload.body(of: packets, version)
    }

    /// Routes the packets of a request of the client.
    ///
    /// - Parameters:
    ///   - body: The body, decompressed.
    ///   - request: The request as it is forwarded, for further ones.
    /// - Returns: Whether the request is to be forwarded as it is, so that ``finishPost()`` follows; otherwise it is to be
    ///   answered.
    func beginPost(_ body: [UInt8], _ request: ProxiedRequest) -> Bool {
        watchForSilence()
        requests.template = request
        let isUnchanged = route(body, .toServer, isAlone: !requests.isPosting)
        defer { endIfClosed() }
        if isUnchanged { requests.isPosting = true } else { post() }
        return isUnchanged
    }

    /// Sends the packets that were queued while a request with others was on its way.
    func finishPost() {
        requests.isPosting = false
        guard let upgrade else { return post() }
        self.upgrade = nil
        finishUpgrade(upgrade)
    }

    private func post() {
        guard server.socket == nil, upgrade == nil, !server.queue.isEmpty, !requests.isPosting else { return }
        let packets = server.queue.take(fitting: reader.session.handshake?.maxPayload)
        requests.post(EngineIOPayload.body(of: packets, version)) { isAccepted in
            if isAccepted { return self.finishPost() }
            if self.client.socket == nil { self.end(.lost) }
        }
    }

    /// Ends the session if the client is silent for longer than the server accepts.
    func watchForSilence() {
        idle?.cancel()
        guard !isOver, client.socket == nil else { return }
        let handshake = reader.session.handshake
        var limit = Self.defaultIdleTimeout
        if let interval = handshake?.pingInterval, let timeout = handshake?.pingTimeout, interval >= 0, timeout >= 0 {
            limit = min(.hours(1), .milliseconds(Int64(min(interval, 1 << 32) + min(timeout, 1 << 32))))
        }
        idle = service.loop.assumeIsolated().scheduleTask(in: limit) {
            if self.poll == nil { self.end(.silent(seconds: Int(limit.nanoseconds / 1_000_000_000))) }
        }
    }

    // MARK: The end

    func end(_ reason: DisconnectReason) {
        guard !isOver else { return }
        service.core.removePeer(client.id, reason)
    }

    /// Closes one end, because the other has left or the operator removes it.
    func close(_ end: SessionEnd, _ code: CloseCode, reason: String) {
        isOver = true
        idle?.cancel()
        requests.cancelPoll()
        // The other end is closed in the same tick.
        service.loop.assumeIsolated().execute { self.service.sessions.remove(self) }
        if let socket = end.socket { return socket.close(code, reason: reason) }
        // The packet that ends the session follows what is queued.
        if end === server, !isClosed {
            server.queue.append(Self.closePacket)
            post()
        }
        // If one side has ended the session, the server answers the request that it has received.
        guard let poll, let head = requests.pollHead, !isClosed || !poll.isForwarded else { return }
        self.poll = nil
        poll.detachServer()?.close()
        client.queue.append(Self.closePacket)
        poll.answerPoll(takeBody(), head)
    }
}
