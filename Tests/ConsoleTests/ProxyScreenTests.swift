import Testing

@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages
@testable import Sessions

/// The screen of a proxy: the server is a participant of each socket, but no peer.
@Suite struct ProxyScreenTests {
    /// A proxy with two sockets: p1 and p3 are clients, p2 and p4 the server's ends.
    private func proxy(_ columns: Int = 100, _ rows: Int = 24, _ charset: Charset = .utf8) -> ConsoleScript {
        ConsoleScript.sockets(2, columns, rows, charset: charset)
    }

    private func send(_ console: inout ConsoleScript, from sender: Int, to recipient: Int, at seconds: Double) {
        let delivery = Delivery(
            message: sender % 2 == 1 ? .offer : .offer(of: .bob), sender: .peer(PeerID(sender)),
            room: "socket \((sender + 1) / 2)",
            recipients: [PeerID(recipient)])
        console.arrive(.message(delivery), at: seconds)
    }

    @Test func theFirstScreenSaysWhatToOpen() {
        let screen = ConsoleScript.emptyProxy().screen
        #expect(screen.contains("This is a proxy in front of  http://localhost:3000"))
        #expect(screen.contains("open  http://localhost:8080/  instead of the address of the server"))
        #expect(screen.contains("If its script has an absolute address, as in  new WebSocket(\"wss://…\"),"))
        #expect(screen.contains("write  ws://localhost:8080  there."))
        #expect(screen.contains(" signal-console  http://localhost:8080 → http://localhost:3000"))
    }

    @Test func onlyClientsArePeers() {
        let console = proxy()
        #expect(console.line(0).contains("2 peers"))
        #expect(console.screen.contains("─1 Peers 2 ─"))
    }

    @Test func theServerHasOneLabel() {
        var console = proxy()
        send(&console, from: 1, to: 2, at: 2)
        send(&console, from: 4, to: 3, at: 2.1)
        #expect(console.screen.contains("p1→server"))
        #expect(console.screen.contains("server→p3"))
        #expect(console.screen.contains("accepted socket 1"))
    }

    @Test func aChangeOfTransportIsALineOfItsPeerAndNoEvent() {
        var console = proxy(160, 45)
        console.arrive(.noted(.transportChanged(PeerID(3), Transport(.webSocket, .socketIO))), at: 2)
        #expect(console.screen.contains(/p3 +transport +p3 now uses socket\.io ws/))
        #expect(console.screen.contains("4 Events 0"))
    }

    @Test(arguments: [Charset.utf8, .ascii], [80, 160])
    func thePeersPaneHasTheTransports(charset: Charset, columns: Int) {
        let screen = proxy(columns, columns == 80 ? 24 : 45, charset).screen
        #expect(screen.contains(/PEER +TRANSPORT +NEGOTIATION/))
        #expect(screen.contains(/p1 +ws +/))
        #expect(screen.contains(/p3 +socket\.io ws +/))
        #expect(!screen.contains("ROOM  "))
    }

    @Test func theDetailOfAPeerHasItsTransport() {
        var console = proxy(160, 45)
        console.type("1j")
        #expect(console.screen.contains("socket.io ws client from 127.0.0.1:50002"))
    }

    @Test func theHeaderTellsWhetherTheServerAnswers() {
        var console = ConsoleScript.emptyProxy()
        func report(_ event: ProxyReport.Event) -> Entry.Content {
            .noted(.proxied(ProxyReport(address: "", request: "GET /", event)))
        }
        console.arrive(report(.failed(.connectionRefused("localhost:3000"))), at: 2)
        #expect(console.line(0).contains("→ http://localhost:3000 down"))
        console.send(.arrived([.gauges(Gauges(requests: 7, isUpstreamReachable: true))], lost: 0))
        #expect(console.line(0).contains("→ http://localhost:3000 reachable"))
        console.resize(120, 30)
        #expect(console.line(0).contains("7 requests"))
        console.type("T")
        #expect(console.screen.contains("forwarded 7 HTTP requests to http://localhost:3000, which answers"))
    }

    /// The address of the server and its state take precedence.
    @Test func aLongAddressLeavesRoomForTheState() {
        var endpoint = Endpoint.proxy
        endpoint.upstream = "https://signaling.staging.example.com:8443"
        var console = ConsoleScript(80, 24, place: endpoint)
        #expect(console.line(0).contains(" → https://signaling.staging.example.com:8443"))
        #expect(!console.line(0).contains("http://localhost:8080"))
        console.arrive(.noted(.proxied(ProxyReport(address: "", request: "", .failed(.noResponse)))), at: 2)
        #expect(console.line(0).contains("→ https://signaling.staging.example.com:8443 down"))
    }

    @Test func aForwardedRequestIsALineOfItsClient() {
        var console = proxy(220, 50)
        let request = ForwardedRequest(
            address: "127.0.0.1:50001", request: "GET /app.js", status: 200, nanoseconds: 12_000_000, bytes: 3400)
        console.arrive(.noted(.forwarded(request)), at: 2)
        #expect(console.screen.contains(/127\.0\.0\.1:50001 +request +GET \/app\.js 200 12 ms 3\.4 kB/))
        #expect(console.screen.contains("4 Events 0"))
    }

    @Test func theServerIsAValueOfFilters() {
        var console = proxy()
        send(&console, from: 1, to: 2, at: 2)
        send(&console, from: 4, to: 3, at: 2.1)
        console.type("/from:server kind:offer<enter>")
        #expect(console.screen.contains("server→p3") && !console.screen.contains("p1→server"))
        console.type("/<c-u>transport:<tab>")
        #expect(console.screen.contains("engine.io"))
    }

    @Test func aFilterByTransportFollowsTheChange() {
        var console = proxy(160, 45)
        send(&console, from: 3, to: 4, at: 2)
        console.type("/transport:socket.io kind:offer<enter>")
        #expect(console.screen.contains("p3→server"))
        console.arrive(.noted(.transportChanged(PeerID(3), .webSocket)), at: 3)
        console.send(.tick(.seconds(4)))
        console.send(.tick(.seconds(5)))
        #expect(!console.screen.contains("p3→server"))
    }

    @Test func theLadderOfASocketHasAClientAndTheServer() {
        var console = proxy(120, 30)
        send(&console, from: 1, to: 2, at: 2)
        console.type("l")
        #expect(console.line(1).contains("p1 ⇄ server"))
        #expect(console.screen.contains("offer #5"))
    }

    @Test func aPeerThatLeavesTakesNoneOfTheOthersWithIt() {
        var console = proxy()
        console.arrive(.left(PeerID(1), .lost), at: 2)
        console.arrive(.left(PeerID(2), .lost), at: 2)
        #expect(console.line(0).contains("1 peer "))
        #expect(console.screen.contains("─1 Peers 1 ─"))
    }
}
