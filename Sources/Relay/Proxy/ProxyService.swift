import Events
import Messages
import NIOCore
import NIOHTTP1
import Routing

/// The parts of the relay that the connections to a proxy share.
///
/// ```
/// client ◄─► ProxyHandler ◄─► UpstreamHandler ◄─► server      until a response with status 101
/// client ◄─► PeerHandler ◄──► RelayCore ◄──► PeerHandler ◄─► server      after it
/// ```
/// Each connection of a client has one connection to the server, which is not shared: a request is never sent twice, no
/// response can reach another client, and when one ends, so does the other. Confined to the relay loop.
final class ProxyService {
    /// The number of bytes queued for one side above which the other is not read: 64 KiB, several reads.
    static let highWaterMark = 64 * 1024
    /// The silence after which a connection between two requests is closed, unless the server closes it before: 75 s, more
    /// than the keep-alive timeout of most servers.
    static let keepAliveTimeout = TimeAmount.seconds(75)

    let upstream: Upstream
    /// The files that the proxy serves below ``OwnPaths/proxy``.
    let files: [WebFile]
    let core: RelayCore
    let connections: Connections
    let admission: Admission
    let connector: UpstreamConnector
    let loop: any EventLoop
    /// The pages whose clients have opened no socket yet.
    var pages: PageWatch
    /// Whether a page whose policy blocks the probe was reported; one report is enough to know the reason.
    var hasReportedPolicy = false
    /// Whether a check of ``pages`` is scheduled.
    var isPageCheckScheduled = false
    /// The Engine.IO sessions.
    private(set) lazy var sessions = ProxiedSessions(self)
    /// The number of proxied sockets so far, without those of sessions.
    private var sockets = 0

    init(
        _ upstream: Upstream, files: [WebFile], core: RelayCore, connections: Connections, admission: Admission,
        connector: UpstreamConnector, loop: any EventLoop
    ) {
        (self.upstream, self.files, self.core, self.connections) = (upstream, files, core, connections)
        (self.admission, self.connector, self.loop) = (admission, connector, loop)
        pages = PageWatch(timeout: upstream.pageTimeout)
    }

    /// Sets the limits of what is queued for `channel` while it carries HTTP.
    func setStreamingOptions(of channel: any Channel) throws {
        try channel.syncOptions?.setOption(
            .writeBufferWaterMark, value: .init(low: Self.highWaterMark / 2, high: Self.highWaterMark))
    }

    /// Returns the response to a request below ``OwnPaths/proxy``.
    func ownResponse(to path: String) -> HTTPResponse {
        if let file = files.first(where: { OwnPaths.proxy + $0.path.dropFirst() == path }) {
            return HTTPResponse(file)
        }
        guard path == OwnPaths.proxy + "healthz" else {
            return HTTPResponse(status: .notFound, body: ByteBuffer(string: "Not found: the proxy has no \(path).\n"))
        }
        return HTTPResponse(body: ByteBuffer(string: "ok\n"))
    }

    /// Returns the response that stands for a failure of the server.
    func response(to failure: UpstreamFailure) -> HTTPResponse {
        HTTPResponse(
            status: failure.isTimeout ? .gatewayTimeout : .badGateway, body: ByteBuffer(string: failure.text + "\n"))
    }

    /// Makes a connection the socket of a probe.
    func openProbe(
        _ channel: any Channel, address: ClientAddress, format: ProbeFormat, isTLS: Bool
    ) throws {
        try channel.syncOptions?.setOption(.writeBufferWaterMark, value: .init(low: 1, high: 1))
        try channel.pipeline.syncOperations.addHandler(
            ProbeSocket.handler(core: core, address: address, format: format, isPlain: !isTLS))
        connections.markAsWebSocket(channel)
    }

    /// Makes a proxied socket of two connections: two participants in a room of their own, or those of a session.
    ///
    /// The names of these rooms are made here only, because a proxy takes none from its clients.
    ///
    /// - Parameters:
    ///   - client: The client's connection.
    ///   - server: The server's connection.
    ///   - address: The client's address.
    ///   - isTLS: Whether the client uses TLS.
    ///   - request: The request of the Engine.IO session that the socket belongs to; `nil` if there is none.
    /// - Throws: An error if one of the connections is closed, or if the session is refused.
    func openSocket(
        _ client: any Channel, _ server: any Channel, address: ClientAddress, isTLS: Bool, _ request: EngineIORequest?
    ) throws {
        let session = request.flatMap { sessions.attach($0, address) }
        guard request == nil || session != nil else { throw RefusedSession() }
        let (clientID, serverID) = session.map { ($0.client.id, $0.server.id) } ?? (core.nextID(), core.nextID())
        let size = upstream.maxMessageSize
        let near = PeerHandler(
            clientID, core: core, isPlain: !isTLS, proxied: .init(role: .client, maxMessageSize: size), session: session
        )
        let far = PeerHandler(
            serverID, core: core, isPlain: upstream.scheme == .http,
            proxied: .init(role: .server, maxMessageSize: size), session: session)
        do {
            for (channel, handler) in [(client, near), (server, far)] {
                // Peers need to know whether any byte is queued.
                try channel.syncOptions?.setOption(.writeBufferWaterMark, value: .init(low: 1, high: 1))
                try channel.pipeline.syncOperations.addHandler(handler)
            }
        } catch {
            if let session, request?.sessionID == nil { core.removePeer(session.client.id, .lost) }
            throw error
        }
        connections.markAsWebSocket(client)
        near.join(far)
        if let session {
            if request?.sessionID == nil { session.use(near, far) }
            return
        }
        sockets += 1
        let room = "socket \(sockets)"
        core.connect(
            (ConnectionRequest(id: clientID, room: room, address: address.text, partner: serverID), near),
            (
                ConnectionRequest(
                    id: serverID, room: room, address: upstream.address, role: .server, partner: clientID),
                far
            ))
    }
}

/// The relay does not accept the participants of a session.
private struct RefusedSession: Error {}
