import Events
import HTTPMessages
import Messages
import NIOCore
import Routing

/// The Engine.IO sessions that pass through the proxy.
///
/// Confined to the relay loop.
final class ProxiedSessions {
    private unowned let service: ProxyService
    private var sessions: [String: ProxiedSession] = [:]
    /// The number of sessions so far.
    private var count = 0

    init(_ service: ProxyService) { self.service = service }

    /// The session with an id; `nil` if it is not known.
    subscript(id: String?) -> ProxiedSession? { id.flatMap { sessions[$0] } }

    /// Returns the request of an Engine.IO session that `request` is; `nil` if it is another one.
    static func engineRequest(_ request: ProxiedRequest) -> EngineIORequest? {
        guard request.method == "GET" || request.method == "POST" else { return nil }
        let query = UpgradeRequest.query(String(decoding: request.target, as: UTF8.self))
        guard let known = EngineIORequest(path: request.path, query: query) else { return nil }
        return (known.transport == .websocket) == request.isHandshake ? known : nil
    }

    /// Opens the session whose first packets `body` has; returns `nil` if it has none, or if the session is refused.
    func open(_ request: EngineIORequest, _ body: [UInt8], _ client: ClientAddress) -> ProxiedSession? {
        var id = request.sessionID
        if id == nil {
            guard case .packet(let packet)? = EngineIOPayload.parts(of: body, request.version).first,
                packet.kind == .open, let payload = try? packet.payload(in: body)
            else { return nil }
            id = (try? EngineIOHandshake(payload))?.sessionID
        }
        guard let id else { return nil }
        return begin(request, id: id, .polling, client)
    }

    /// Returns the session that the WebSocket for `request` belongs to, a new one if it is not known; `nil` if that is
    /// refused.
    func attach(_ request: EngineIORequest, _ client: ClientAddress) -> ProxiedSession? {
        if let session = self[request.sessionID] { return session }
        let session = begin(
            request, id: request.sessionID, request.sessionID == nil ? .webSocket : .polling, client)
        session?.watchForSilence()
        return session
    }

    private func begin(
        _ request: EngineIORequest, id: String?, _ carrier: Transport.Carrier, _ address: ClientAddress
    ) -> ProxiedSession? {
        let session = ProxiedSession(request, id: id, service)
        count += 1
        let (room, transport) = ("session \(count)", session.transport(carrier))
        let (near, far) = (session.client, session.server)
        if let id { sessions[id] = session }
        service.core.connect(
            (
                ConnectionRequest(
                    id: near.id, room: room, address: address.text, partner: far.id, transport: transport),
                near
            ),
            (
                ConnectionRequest(
                    id: far.id, room: room, address: service.upstream.address, role: .server, partner: near.id,
                    transport: transport),
                far
            ))
        return session.isOver ? nil : session
    }

    /// Forgets a session that is over.
    func remove(_ session: ProxiedSession) {
        if let id = session.id, sessions[id] === session { sessions[id] = nil }
    }
}
