/// A request that belongs to an Engine.IO session, as its query tells.
///
/// ```
/// GET  /socket.io/?EIO=4&transport=polling               opens a session
/// GET  /socket.io/?EIO=4&transport=polling&sid=lv_V      waits for packets
/// POST /socket.io/?EIO=4&transport=polling&sid=lv_V      sends packets
/// GET  /socket.io/?EIO=4&transport=websocket&sid=lv_V    opens a WebSocket, by an upgrade
/// ```
public struct EngineIORequest: Hashable, Sendable {
    /// The transport that carries packets.
    public enum Transport: String, Hashable, Sendable {
        case polling, websocket
    }

    public let transport: Transport
    public let version: EngineIOVersion
    /// The id of the session; `nil` if the request opens one.
    public let sessionID: String?
    /// Whether messages are Socket.IO packets, as they are except below a path that names Engine.IO.
    public let carriesSocketIO: Bool

    /// Whether bodies are JSONP, which is not read.
    public let isJSONP: Bool

    /// Reads the decoded members of a query; `nil` if it is not one of Engine.IO.
    public init?(path: String, query: [String: String]) {
        guard let transport = query["transport"].flatMap(Transport.init),
            let version = EngineIOVersion(query: query["EIO"])
        else { return nil }
        (self.transport, self.version) = (transport, version)
        let id = query["sid"] ?? ""
        guard id.utf8.count <= Self.idLimit else { return nil }
        sessionID = id.isEmpty ? nil : id
        isJSONP = query["j"] != nil
        carriesSocketIO = !path.lowercased().contains("engine.io")
    }

    /// The longest id in bytes; those of known servers have 20 to 36.
    static let idLimit = 256
}
