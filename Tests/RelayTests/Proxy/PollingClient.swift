import TestSupport

@testable import Relay

/// A client and a server of Engine.IO that exchange bodies through a proxy, as a test plays them.
final class PollingClient {
    static let open =
        #"0{"sid":"lv_V","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#

    let proxy: RelayServer
    let upstream: UpstreamServer
    /// The connections on which the client waits for packets and sends them, and those of the proxy to the server.
    let (poll, post): (Wire, Wire)
    private(set) var pollServer: Wire
    private(set) var postServer: Wire?

    /// Opens a session.
    init(_ proxy: RelayServer, _ upstream: UpstreamServer, open: String = PollingClient.open) throws {
        (self.proxy, self.upstream) = (proxy, upstream)
        (poll, post) = (try Wire(proxy), try Wire(proxy))
        try poll.write(
            "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a\r\n\r\n")
        pollServer = try upstream.accept()
        _ = try pollServer.head()
        try pollServer.write(Self.response(open))
        _ = try poll.through(open)
    }

    /// A successful response with `body`.
    static func response(_ body: String, headers: String = "") -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\nSet-Cookie: io=x\r\n\(headers)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// Asks for packets.
    func askForPackets() throws {
        try poll.write("GET /socket.io/?EIO=4&transport=polling&sid=lv_V HTTP/1.1\r\nHost: localhost\r\n\r\n")
    }

    /// Asks for packets; returns once the server has received the request.
    func beginPoll() throws {
        try askForPackets()
        _ = try pollServer.head()
    }

    /// Receives the next request for packets on a new connection to the server.
    func acceptPoll() throws {
        pollServer = try upstream.accept()
        _ = try pollServer.head()
    }

    /// Sends a request with packets.
    func send(_ body: String) throws {
        try post.write(
            "POST /socket.io/?EIO=4&transport=polling&sid=lv_V HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a\r\n"
                + "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Sends packets; returns the head and the body that the server receives.
    func deliver(_ body: String) throws -> (head: String, body: String) {
        try send(body)
        let server = try postServer ?? upstream.accept()
        postServer = server
        let head = try server.head()
        let received = try server.text(body.utf8.count)
        try server.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok")
        _ = try post.through("\r\n\r\nok")
        return (head, received)
    }

    /// Sends packets; returns the body that the server receives.
    func delivered(_ body: String) throws -> String { try deliver(body).body }

    /// Receives a request that the proxy makes itself; returns its body.
    func ownBody() throws -> String { try ownRequest().body }

    /// Receives a request that the proxy makes itself; returns its head and body.
    func ownRequest() throws -> (head: String, body: String) {
        let server = try upstream.accept()
        let head = try server.head()
        let length = head.split(separator: "Content-Length: ").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        let body = try server.text(length)
        try server.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        return (head, body)
    }

    /// Returns the body of the next response to a request for packets.
    func packets() throws -> String {
        let head = try poll.head()
        let length = head.split(separator: "Content-Length: ").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        return try poll.text(length)
    }
}
