import TestSupport

@testable import Events
@testable import Relay
@testable import Routing

/// Runs `body` with a proxy on a free port in front of a server that the test plays.
func withProxy(
    prefix: String = "", clock: ManualClock? = nil,
    _ configure: (inout RelayConfiguration, inout Upstream) -> Void = { _, _ in },
    _ body: (RelayServer, UpstreamServer, EntryRecorder) throws -> Void
) throws {
    let server = try UpstreamServer()
    var upstream = try Upstream("http://127.0.0.1:\(server.port)\(prefix)")
    try withRelay(
        {
            configure(&$0, &upstream)
            $0.upstream = upstream
        }, now: clock?.now ?? runningClock()
    ) { proxy, watch in
        try body(proxy, server, watch)
    }
}

/// Opens a proxied WebSocket: returns the client's side, that of the server, and the request that the server received.
func openSocket(
    _ proxy: RelayServer, _ server: UpstreamServer, headers: String = "", answer: String = "", behind: [UInt8] = []
) throws -> (client: WebSocketClient, server: Wire, request: String) {
    let client = try WebSocketClient(proxy)
    try client.write(OpeningHandshake.request("/chat?x=1", headers: headers))
    let connection = try server.accept()
    let request = try connection.head()
    try connection.write(
        Array(
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: \(OpeningHandshake.accept)\r\n\(answer)\r\n").utf8) + behind)
    let head = try client.request("")
    guard head.hasPrefix("HTTP/1.1 101 "), head.contains(OpeningHandshake.accept) else {
        throw UnexpectedBehavior(description: "no WebSocket: \(head)")
    }
    return (client, connection, request + "|" + head)
}

extension EntryRecorder {
    /// Waits up to 20 s until an intercept rule was added.
    func waitForRule() {
        _ = first { if case .noted(.ruleAdded) = $0.content { true } else { false } }
    }

    /// Returns the next report of the proxy that matches, waiting for it up to 20 s; `nil` if there is none.
    func report(_ matches: (ProxyReport.Event) -> Bool = { _ in true }) -> ProxyReport? {
        let entry = first {
            if case .noted(.proxied(let report)) = $0.content { matches(report.event) } else { false }
        }
        guard case .noted(.proxied(let report)) = entry?.content else { return nil }
        return report
    }
}
