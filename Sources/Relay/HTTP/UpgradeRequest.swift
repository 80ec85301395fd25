import Events
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Reports
import Text

/// The request of a WebSocket handshake: `GET /any/path?room=demo&name=alice`.
struct UpgradeRequest: Equatable, Sendable {
    /// The room and the name in the query; `nil` if the query has none.
    let room: String?
    let name: String?
    /// The scheme, host and port of the page, which browsers send (RFC 6454 §7); `nil` for other clients.
    let origin: String?
    /// The host and port of the relay as the client addresses it (RFC 9110 §7.2).
    let host: String?
    /// The access token from the `Authorization` header (RFC 6750 §2.1), or else from the query.
    let token: String?
    /// The subprotocol to answer with; `nil` if the client offers none.
    let subprotocol: String?

    /// The path of the request.
    let path: String

    /// The browser, as it names itself; empty if it does not.
    let agent: String

    /// Whether it is the handshake of a probe; any other client may use the path for signaling.
    var isProbe: Bool { probeFormat != nil }

    /// The format of a probe's reports; `nil` if it is not the handshake of a probe.
    var probeFormat: ProbeFormat? {
        guard OwnPaths.probes.contains(path) else { return nil }
        switch subprotocol {
        case ReportDecoder.subprotocol: return .own
        case RTCStatsDecoder.subprotocol: return .rtcstats(origin: origin ?? "", agent: agent)
        default: return nil
        }
    }

    var isAware: Bool { subprotocol == AwareProtocol.subprotocol }

    init(_ head: HTTPRequestHead) {
        let query = Self.query(head.uri)
        path = String(head.uri.prefix { $0 != "?" && $0 != "#" })
        room = query["room"]
        name = query["name"]
        // No browser sends two. Joined they are not a valid origin, and so match no policy.
        let origins = head.headers["origin"]
        origin = origins.isEmpty ? nil : origins.joined(separator: ", ")
        host = head.headers["host"].first
        agent = head.headers["user-agent"].first ?? ""
        // A token has no spaces, so a space was an unescaped plus sign.
        token = Self.bearer(head.headers) ?? query["token"]?.replacing(" ", with: "+")
        let offered = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init).filter(Self.isToken)
        // A browser fails the connection if none of its subprotocols is selected. The relay forwards messages of any
        // subprotocol, so it selects the first one that is offered.
        subprotocol = offered.contains(AwareProtocol.subprotocol) ? AwareProtocol.subprotocol : offered.first
    }

    /// Returns whether `head` requests an upgrade to WebSocket, perhaps among other protocols (RFC 9110 §7.8).
    ///
    /// The handshake may be invalid all the same.
    static func isForWebSocket(_ head: HTTPRequestHead) -> Bool {
        head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
    }

    /// Returns whether `head` is a valid handshake (RFC 6455 §4.2.1), except for the version and the number of keys,
    /// which NIOWebSocket checks.
    ///
    /// `Connection` must name the upgrade (RFC 9110 §7.8), because the HTTP parser would otherwise parse the first
    /// frames as another request. For the same reason a handshake has no body.
    static func isHandshake(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.version == .http1_1 && isForWebSocket(head)
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            && head.headers["sec-websocket-key"].allSatisfy(isKey)
            && !head.headers.contains(name: "transfer-encoding")
            && head.headers["content-length"].allSatisfy { $0 == "0" }
    }

    private static let upgrader = NIOWebSocketServerUpgrader(
        shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
        upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
    )

    /// Calls `body` with the header fields of the response to a handshake, the subprotocol included; with `nil` if the
    /// handshake is invalid.
    static func answer(_ head: HTTPRequestHead, on channel: any Channel, _ body: @escaping (HTTPHeaders?) -> Void) {
        upgrader.buildUpgradeResponse(channel: channel, upgradeRequest: head, initialResponseHeaders: [:])
            .assumeIsolated().whenComplete { result in
                guard case .success(var headers) = result else { return body(nil) }
                if let subprotocol = UpgradeRequest(head).subprotocol {
                    headers.add(name: "Sec-WebSocket-Protocol", value: subprotocol)
                }
                body(headers)
            }
    }

    /// Returns whether `text` is the base64 encoding of 16 bytes (RFC 6455 §4.1).
    private static func isKey(_ text: String) -> Bool {
        Base64.decode(Array(text.utf8).span)?.count == 16
    }

    /// Returns whether `text` is a token (RFC 9110 §5.6.2), which can be echoed in a header safely.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "!")...UInt8(ascii: "~")).contains(byte) && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
            }
    }

    /// Returns the credentials of the `Bearer` scheme; `nil` if there are none.
    private static func bearer(_ headers: HTTPHeaders) -> String? {
        guard let value = headers["authorization"].first, let space = value.firstIndex(of: " "),
            value[..<space].lowercased() == "bearer"
        else { return nil }
        return String(value[space...].drop { $0 == " " })
    }

    /// Returns the parameters in the query of `uri`, decoded like a form (WHATWG URL §5.1); the first of each name
    /// counts.
    static func query(_ uri: String) -> [String: String] {
        guard let mark = uri.firstIndex(of: "?") else { return [:] }
        let query = uri[uri.index(after: mark)...].prefix { $0 != "#" }
        var parameters: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            let key = decode(name)
            if parameters[key] == nil { parameters[key] = decode(pair.dropFirst(name.count + 1)) }
        }
        return parameters
    }

    /// Decodes percent-encoded bytes and plus signs.
    private static func decode(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let digits = String(validating: bytes[index + 1...index + 2], as: UTF8.self),
                !digits.hasPrefix("+"), !digits.hasPrefix("-"), let byte = UInt8(digits, radix: 16)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}

/// The format of the reports on a probe's socket.
enum ProbeFormat: Equatable, Sendable {
    /// That of probe.js.
    case own
    /// That of rtcstats-js, which does not say which page and browser it is in: the origin and the user agent of the
    /// handshake.
    case rtcstats(origin: String, agent: String)
}
