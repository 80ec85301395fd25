import NIOCore
import NIOPosix
import TestSupport

/// Malformed input for a relay.
struct Garbage: Equatable, Sendable {
    /// A description of the input.
    let name: String
    /// Whether it is sent on an open WebSocket; otherwise it takes the place of the request.
    let isAfterUpgrade: Bool
    let bytes: ByteBuffer

    private init(_ name: String, afterUpgrade: Bool, _ bytes: [UInt8]) {
        self.name = name
        isAfterUpgrade = afterUpgrade
        self.bytes = ByteBuffer(bytes: bytes)
    }

    /// Returns one of each kind; `generator` generates random bytes.
    static func all(using generator: inout some RandomNumberGenerator) -> [Garbage] {
        let random = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let key = ClientFrame.maskingKey
        return [
            Garbage("nothing", afterUpgrade: false, []),
            Garbage("random bytes", afterUpgrade: false, random),
            Garbage("half a request", afterUpgrade: false, Array("GET /?room=half HTTP/1.1\r\nHost: a\r\nUpgr".utf8)),
            Garbage(
                "a head without an end", afterUpgrade: false,
                Array("GET / HTTP/1.1\r\nX: ".utf8) + Array(repeating: UInt8(ascii: "x"), count: 200_000)),
            Garbage(
                "a TLS hello", afterUpgrade: false, [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00] + random.prefix(600)),
            Garbage("nothing, and a WebSocket", afterUpgrade: true, []),
            Garbage("random bytes for frames", afterUpgrade: true, random),
            Garbage("an unmasked frame", afterUpgrade: true, [0x81, 0x02, 0x68, 0x69]),
            Garbage("a reserved opcode", afterUpgrade: true, [0x83, 0x80] + key),
            Garbage("reserved bits", afterUpgrade: true, [0xF1, 0x80] + key),
            Garbage("a frame of 2^62 bytes", afterUpgrade: true, [0x82, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0] + key),
            Garbage("a message of 1 MiB", afterUpgrade: true, [0x82, 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 0] + key + big),
            Garbage(
                "text that is not UTF-8", afterUpgrade: true, [0x81, 0x82] + key + [0xC3 ^ key[0], 0x28 ^ key[1]]),
            Garbage("half a frame", afterUpgrade: true, [0x81, 0xFE, 0x10, 0x00] + key + random.prefix(100)),
            Garbage("a continuation of nothing", afterUpgrade: true, [0x80, 0x80] + key),
            Garbage("a long ping", afterUpgrade: true, [0x89, 0xFE, 0x00, 0x7E] + key + random.prefix(126)),
            Garbage("a thousand empty fragments", afterUpgrade: true, fragments),
        ]
    }

    private static let big = [UInt8](repeating: 0x55, count: 1 << 20)
    private static let fragments =
        [0x01, 0x80] + ClientFrame.maskingKey + (0..<1000).flatMap { _ in [0x00, 0x80] + ClientFrame.maskingKey }
}

/// Clients that repeatedly connect and send malformed requests and frames.
///
/// It must be used on its event loop only.
final class MalformedClients {
    private let generator: LoadGenerator
    private let concurrency: Int
    private let kinds: [Garbage]
    private var started = 0
    /// The number of connections so far.
    private(set) var connections = 0

    init(_ concurrency: Int, on generator: LoadGenerator) {
        self.concurrency = concurrency
        self.generator = generator
        var random = SystemRandomNumberGenerator()
        kinds = Garbage.all(using: &random)
    }

    func begin() {
        for _ in 0..<concurrency { next() }
    }

    private func next() {
        let garbage = kinds[started % kinds.count]
        started += 1
        let loop = generator.loop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let request = ByteBuffer(string: generator.relay.upgradeRequest(room: "malformed-\(started % 64)"))
        generator.connect { MalformedClient(garbage, request: request) }.whenComplete { result in
            switch result {
            case .success(let channel):
                bound.value.connections += 1
                channel.closeFuture.whenComplete { _ in bound.value.next() }
            case .failure:
                // Local ports may be exhausted.
                loop.scheduleTask(in: .milliseconds(200)) { bound.value.next() }
            }
        }
    }
}

/// A connection that sends malformed input once.
private final class MalformedClient: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The time that the relay has to close the connection.
    private static let timeout: TimeAmount = .seconds(1)

    private let garbage: Garbage
    private let request: ByteBuffer
    private var hasSent = false

    init(_ garbage: Garbage, request: ByteBuffer) {
        self.garbage = garbage
        self.request = request
    }

    func channelActive(context: ChannelHandlerContext) {
        if garbage.isAfterUpgrade {
            context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        } else {
            send(context)
        }
        let channel = context.channel
        let limit = context.eventLoop.scheduleTask(in: Self.timeout) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in limit.cancel() }
    }

    /// Treats the first bytes from the relay as the response to the upgrade request.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if garbage.isAfterUpgrade, !hasSent { send(context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ context: ChannelHandlerContext) {
        hasSent = true
        context.writeAndFlush(wrapOutboundOut(garbage.bytes), promise: nil)
    }
}
