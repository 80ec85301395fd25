public import Events
import Messages
public import Sessions
import Text

/// Exports entries as an HTTP archive (HAR 1.2) with the WebSocket messages of each peer, as Chromium writes them.
///
/// Each peer is an entry whose `_webSocketMessages` are the messages that it sent and received. Messages of Engine.IO
/// sessions are exported without their packets, as messages of a plain WebSocket.
public enum HARText {
    /// Returns the archive of `records`.
    ///
    /// - Parameters:
    ///   - records: The entries, in order.
    ///   - session: The session that they are of.
    ///   - wall: The wall clock.
    /// - Returns: The JSON text.
    public static func text(_ records: [Journal.Record], _ session: Session, _ wall: WallClock) -> String {
        var sockets: [PeerID: Socket] = [:]
        var order: [PeerID] = []
        func append(_ message: String, to peer: PeerID, at time: Instant) {
            guard peer != .relay, !session.roster.isServer(peer) else { return }
            if sockets[peer] == nil {
                order.append(peer)
                sockets[peer] = Socket(first: time)
            }
            sockets[peer]?.messages.append(message)
            sockets[peer]?.last = time
        }
        for record in records {
            guard let delivery = record.entry.delivery else { continue }
            let time = record.entry.time
            // A held message was sent when it was held.
            if case .peer(let sender) = delivery.sender, delivery.release == nil {
                append(Self.message(delivery.message, "send", at: time, wall), to: sender, at: time)
            }
            let received = Self.message(delivery.message, "receive", at: time, wall)
            for recipient in delivery.recipients { append(received, to: recipient, at: time) }
        }
        let entries = order.compactMap { peer in sockets[peer].map { entry($0, of: peer, session, wall) } }
        return """
            {"log":{"version":"1.2","creator":{"name":"signal-console","version":"1"},"pages":[],"entries":[
            \(entries.joined(separator: ",\n"))
            ]}}

            """
    }

    private struct Socket {
        let first: Instant
        var last = Instant.start
        var messages: [String] = []

        init(first: Instant) { self.first = first }
    }

    private static func message(_ message: Message, _ type: String, at time: Instant, _ wall: WallClock) -> String {
        let text = message.opcode == .text ? message.text : nil
        let data = text ?? String(decoding: Base64.encode(message.payload.span), as: UTF8.self)
        let opcode = message.opcode == .text ? 1 : 2
        let moment = seconds(time, wall)
        return "{\"type\":\"\(type)\",\"time\":\(moment),\"opcode\":\(opcode),\"data\":\(JSONString.encode(data))}"
    }

    private static func entry(_ socket: Socket, of peer: PeerID, _ session: Session, _ wall: WallClock) -> String {
        let member = session.roster[peer]?.peer
        let url = session.endpoint.upstream ?? session.endpoint.socket
        let name = member?.name ?? peer.description
        let duration = max(0, socket.last.nanoseconds - socket.first.nanoseconds) / 1_000_000
        let started = JSONString.encode(wall.timestamp(socket.first))
        return """
            {"_resourceType":"websocket","_peer":\(JSONString.encode(name)),"startedDateTime":\(started),"time":\(duration),\
            "request":{"method":"GET","url":\(JSONString.encode(socketURL(url))),"httpVersion":"HTTP/1.1","cookies":[],\
            "headers":[],"queryString":[],"headersSize":-1,"bodySize":0},\
            "response":{"status":101,"statusText":"Switching Protocols","httpVersion":"HTTP/1.1","cookies":[],"headers":[],\
            "content":{"size":0,"mimeType":"x-unknown"},"redirectURL":"","headersSize":-1,"bodySize":-1},\
            "cache":{},"timings":{"send":0,"wait":0,"receive":0},"_webSocketMessages":[
            \(socket.messages.joined(separator: ",\n"))
            ]}
            """
    }

    /// The URL of a WebSocket at the same place as `url`.
    private static func socketURL(_ url: String) -> String {
        url.hasPrefix("http") ? "ws" + url.dropFirst(4) : url
    }

    /// The time of day in seconds since 1970-01-01 UTC, with milliseconds.
    private static func seconds(_ time: Instant, _ wall: WallClock) -> String {
        let milliseconds = wall.milliseconds(time)
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: max(0, 3 - fraction.count)) + fraction
    }
}
