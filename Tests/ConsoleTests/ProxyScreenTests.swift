import Testing

@testable import Console
@testable import Events
@testable import Messages
@testable import Sessions

/// The screen of a proxy: the server is a participant of each socket, but no peer.
@Suite struct ProxyScreenTests {
    private static let endpoint = Endpoint(
        socket: "ws://localhost:8080", page: "http://localhost:8080/", addresses: "127.0.0.1 and ::1",
        upstream: "http://localhost:3000")

    /// A proxy with two sockets: p1 and p3 are clients, p2 and p4 the server's ends.
    private func proxy(_ columns: Int = 100, _ rows: Int = 24) -> ConsoleScript {
        var console = ConsoleScript(columns, rows, place: Self.endpoint)
        for number in 1...4 {
            let isServer = number % 2 == 0
            let peer = Peer(
                id: PeerID(number), name: nil, room: "socket \((number + 1) / 2)", isAware: false,
                address: isServer ? "127.0.0.1:3000" : "127.0.0.1:5000\(number)", role: isServer ? .server : .client)
            console.arrive(.joined(peer), at: Double(number) / 10)
        }
        return console
    }

    private func send(_ console: inout ConsoleScript, from sender: Int, to recipient: Int, at seconds: Double) {
        let delivery = Delivery(
            message: .offer, sender: .peer(PeerID(sender)), room: "socket \((sender + 1) / 2)",
            recipients: [PeerID(recipient)])
        console.arrive(.message(delivery), at: seconds)
    }

    @Test func theFirstScreenSaysWhatToOpen() {
        let screen = ConsoleScript(80, 24, place: Self.endpoint).screen
        #expect(screen.contains("This is a proxy in front of  http://localhost:3000"))
        #expect(screen.contains("open  http://localhost:8080/  instead of the address of the server"))
        #expect(screen.contains(" signal-console  http://localhost:8080 → http://localhost:3000"))
    }

    @Test func onlyClientsArePeers() {
        let console = proxy()
        #expect(console.line(0).contains("2 peers"))
        #expect(console.screen.contains("─1 Peers 2 ─"))
    }

    @Test func theServerHasOneLabel() {
        var console = proxy()
        send(&console, from: 1, to: 2, at: 1)
        send(&console, from: 4, to: 3, at: 1.1)
        #expect(console.screen.contains("p1→server"))
        #expect(console.screen.contains("server→p3"))
        #expect(console.screen.contains("accepted socket 1"))
    }

    @Test func aChangeOfTransportIsALineOfItsPeerAndNoEvent() {
        var console = proxy(160, 45)
        console.arrive(.noted(.transportChanged(PeerID(3), Transport(.webSocket, .socketIO))), at: 1)
        #expect(console.screen.contains(/p3 +transport +p3 now uses socket\.io ws/))
        #expect(console.screen.contains("4 Events 0"))
    }

    @Test func theLadderOfASocketHasAClientAndTheServer() {
        var console = proxy(120, 30)
        send(&console, from: 1, to: 2, at: 1)
        console.type("l")
        #expect(console.line(1).contains("p1 ⇄ server"))
        #expect(console.screen.contains("offer #5"))
    }

    @Test func aPeerThatLeavesTakesNoneOfTheOthersWithIt() {
        var console = proxy()
        console.arrive(.left(PeerID(1), .lost), at: 1)
        console.arrive(.left(PeerID(2), .lost), at: 1)
        #expect(console.line(0).contains("1 peer "))
        #expect(console.screen.contains("─1 Peers 1 ─"))
    }
}
