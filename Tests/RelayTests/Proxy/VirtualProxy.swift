import NIOCore
import NIOEmbedded
import TestSupport

@testable import Events
@testable import Relay
@testable import Routing

/// A proxy in virtual time between clients and servers, whose bytes are exchanged in a random order.
final class VirtualProxy {
    /// A client with its requests.
    final class Client {
        /// The name that is in the targets and bodies of its requests.
        let name: String
        /// All bytes of its requests.
        let sent: [UInt8]
        let socket: VirtualSocket
        /// The server's side of its connection; `nil` if there is none.
        var server: VirtualServer?
        /// The number of connections to the server that were opened for it.
        var connections = 0
        fileprivate var outbox: [ArraySlice<UInt8>]
        fileprivate let endsEarly: Bool
        /// All bytes that were received.
        fileprivate(set) var received: [UInt8] = []

        fileprivate init(_ script: Script, _ socket: VirtualSocket, _ outbox: [ArraySlice<UInt8>]) {
            (name, sent, endsEarly) = (script.name, script.bytes, script.endsEarly)
            (self.socket, self.outbox) = (socket, outbox)
        }
    }

    /// The requests of a client, and how it behaves.
    struct Script {
        /// The name that is in the targets and bodies of the requests.
        let name: String
        let bytes: [UInt8]
        /// Whether it ends the connection before it has sent all.
        var endsEarly = false
    }

    /// The most bytes that are queued before a socket is not writable, in tests: less than a response.
    private static let capacity = 500
    private static let gaugeInterval = TimeAmount.seconds(60)

    private let loop = EmbeddedEventLoop()
    private let reports = Reports()
    private let core: RelayCore
    private var pipeline: ConnectionPipeline?
    private var generator: SeededGenerator
    private let isFaulty: Bool
    private(set) var clients: [Client] = []
    /// The client whose bytes are being delivered.
    private weak var active: Client?
    /// The connections to the server that are being established.
    private var pending: [(Client, EventLoopPromise<any Channel>)] = []

    /// Creates a proxy without connections.
    ///
    /// - Parameters:
    ///   - isFaulty: Whether the servers make faults.
    ///   - generator: The source of all choices.
    /// - Throws: An error if the proxy cannot be configured.
    init(isFaulty: Bool, _ generator: inout SeededGenerator) throws {
        self.isFaulty = isFaulty
        self.generator = SeededGenerator(seed: generator.next())
        var configuration = RelayConfiguration()
        configuration.allowedHosts = ["*"]
        configuration.gaugeInterval = Self.gaugeInterval
        core = RelayCore(configuration, loop: loop, now: { .start }, watch: reports.post)
        let connections = Connections(loop: loop, core: core)
        let admission = Admission(configuration, core: core)
        var upstream = try Upstream("http://server.example")
        upstream.injectsProbe = Bool.random(using: &generator)
        let connector = UpstreamConnector(upstream, on: loop, tls: nil) { [weak self, loop] in
            let promise = loop.makePromise(of: (any Channel).self)
            guard let self, let active else {
                promise.fail(ChannelError.eof)
                return promise.futureResult
            }
            active.connections += 1
            pending.append((active, promise))
            return promise.futureResult
        }
        pipeline = ConnectionPipeline(
            core: core, connections: connections, admission: admission, certificates: nil, files: [],
            proxy: ProxyService(
                upstream, files: [], core: core, connections: connections, admission: admission, connector: connector,
                loop: loop))
    }

    /// Connects a client.
    func connect(_ script: Script) throws {
        let socket = try VirtualSocket(on: loop, capacity: Self.capacity)
        pipeline?.connections.add(socket.channel)
        try pipeline?.configure(socket.channel)
        try socket.open()
        clients.append(Client(script, socket, generator.chunks(of: script.bytes)))
    }

    // MARK: Running

    /// Exchanges bytes in a random order, and then until there are no more.
    func run() throws {
        for _ in 0..<300 { try step(Int.random(in: 0..<5 * clients.count, using: &generator)) }
        try drain()
    }

    /// Exchanges bytes until there are no more.
    private func drain() throws {
        var isIdle = false
        while !isIdle {
            isIdle = true
            for index in 0..<5 * clients.count where try step(index) { isIdle = false }
        }
    }

    /// Lets one side of one connection act; returns whether it did.
    @discardableResult
    private func step(_ index: Int) throws -> Bool {
        let client = clients[index / 5]
        active = client
        defer { loop.run() }
        switch index % 5 {
        case 0:
            guard let chunk = client.outbox.first else { return false }
            if client.endsEarly, client.outbox.count < 3 {
                client.outbox = []
                client.socket.end()
                return true
            }
            guard client.socket.isOpen else {
                client.outbox = []
                return true
            }
            guard client.socket.deliver(chunk) else { return false }
            client.outbox.removeFirst()
            return true
        case 1:
            let bytes = client.socket.take()
            client.received += bytes
            return !bytes.isEmpty
        case 2: return client.server?.receive() ?? false
        case 3: return client.server?.deliver() ?? false
        default: return try connectServer(of: client)
        }
    }

    private func connectServer(of client: Client) throws -> Bool {
        guard let index = pending.firstIndex(where: { $0.0 === client }) else { return false }
        let (_, promise) = pending.remove(at: index)
        if isFaulty, Int.random(in: 0..<20, using: &generator) == 0 {
            promise.fail(IOError(errnoCode: 111, reason: "connect"))
            return true
        }
        let socket = try VirtualSocket(on: loop, capacity: Self.capacity)
        try socket.open()
        client.server = VirtualServer(socket, isFaulty: isFaulty, SeededGenerator(seed: generator.next()))
        promise.succeed(socket.channel)
        return true
    }

    /// Advances time so far that all timeouts have passed, in steps between which bytes are exchanged.
    func passTimeouts() throws {
        for _ in 0..<4 {
            loop.advanceTime(by: ProxyService.keepAliveTimeout + .seconds(1))
            try drain()
        }
    }

    /// Closes all connections of clients, and returns the number of open connections after that and of requests that were
    /// forwarded.
    func end() -> (open: Int, requests: Int) {
        for client in clients { client.socket.end() }
        loop.run()
        loop.advanceTime(by: Self.gaugeInterval)
        let open = clients.count { $0.server?.socket.isOpen == true }
        var last = Gauges(peers: [:], deliveries: 0, memory: 0, connections: -1)
        while let report = reports.next(within: .zero) {
            if case .gauges(let gauges) = report { last = gauges }
        }
        for client in clients { client.server?.socket.end() }
        for (_, promise) in pending { promise.fail(ChannelError.eof) }
        loop.run()
        return (open + last.connections, last.requests)
    }
}
