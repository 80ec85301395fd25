@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages
@testable import SDP
@testable import Sessions

extension Endpoint {
    /// A proxy in front of a server on this machine.
    static let proxy = Endpoint(
        socket: "ws://localhost:8080", page: "http://localhost:8080/", addresses: "127.0.0.1 and ::1",
        upstream: "http://localhost:3000")
}

extension Peer {
    /// The client of socket `number`, whose server's end is `serverEnd(number)`.
    static func client(_ number: Int, _ transport: Transport = .webSocket) -> Peer {
        Peer(
            id: PeerID(2 * number - 1), name: nil, room: "socket \(number)", isAware: false,
            address: "127.0.0.1:5000\(number)", transport: transport)
    }

    /// The server's end of socket `number`.
    static func serverEnd(_ number: Int) -> Peer {
        Peer(
            id: PeerID(2 * number), name: nil, room: "socket \(number)", isAware: false, address: "127.0.0.1:3000",
            role: .server)
    }
}

extension ConsoleScript {
    /// A proxy without clients.
    static func emptyProxy(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        ConsoleScript(columns, rows, charset: charset, place: .proxy)
    }

    /// A proxy with `count` sockets: p1, p3, … are the clients.
    static func sockets(
        _ count: Int = 2, _ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8
    ) -> ConsoleScript {
        var console = emptyProxy(columns, rows, charset: charset)
        for number in 1...count {
            let transport = number == 1 ? Transport.webSocket : Transport(.webSocket, .socketIO)
            console.arrive(.joined(.client(number, transport)), at: 0.8 + 0.4 * Double(number - 1))
            console.arrive(.joined(.serverEnd(number)), at: 0.801 + 0.4 * Double(number - 1))
        }
        console.send(
            .arrived([.gauges(Gauges(connections: 2 * count, requests: 7, isUpstreamReachable: true))], lost: 0))
        return console
    }

    /// The message of the client of socket `one`, and `delay` milliseconds later the same one, or `changed`, of the server to
    /// the client of socket `other`.
    mutating func exchange(
        _ message: Message, from one: Int, to other: Int, at seconds: Double, after delay: Double = 12,
        changed: Message? = nil
    ) {
        arrive(.said(.client(one), message, to: .serverEnd(one)), at: seconds)
        arrive(.said(.serverEnd(other), changed ?? message, to: .client(other)), at: seconds + delay / 1000)
    }

    /// A call of two clients through the server, which changes the answer, makes a message of its own and keeps the end of
    /// candidates of the second client.
    static func proxied(_ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8) -> ConsoleScript {
        var console = sockets(2, columns, rows, charset: charset)
        console.arrive(
            .said(.serverEnd(2), .text("{\"type\":\"peers\",\"peers\":[\"alice\"]}"), to: .client(2)), at: 1.25)
        console.exchange(.offer, from: 1, to: 2, at: 1.351)
        console.exchange(.candidate("host", "192.0.2.4", 51234), from: 1, to: 2, at: 1.37, after: 9)
        console.exchange(.candidate("srflx", "203.0.113.5", 51234), from: 1, to: 2, at: 1.38, after: 9)
        console.exchange(
            .answer, from: 2, to: 1, at: 1.502, after: 21, changed: .answer(of: .bob, video: .recvonly))
        console.exchange(.candidate("host", "2001:db8::7", 40112), from: 2, to: 1, at: 1.53, after: 8)
        console.arrive(
            .said(.client(2), .candidate("relay", "198.51.100.7", 3478), to: .serverEnd(2)), at: 1.6)
        console.send(.tick(.seconds(12)))
        return console
    }
}
