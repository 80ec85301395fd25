import NIOCore
import TestSupport

/// What nobody should send to a relay.
struct Garbage: Equatable, Sendable {
    /// What it is, in words.
    let name: String
    /// Whether the WebSocket is opened first, as it should be.
    let isAfterUpgrade: Bool
    let bytes: ByteBuffer

    private init(_ name: String, afterUpgrade: Bool, _ bytes: [UInt8]) {
        self.name = name
        isAfterUpgrade = afterUpgrade
        self.bytes = ByteBuffer(bytes: bytes)
    }

    /// One of each kind; random bytes come from `generator`.
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
            Garbage("text that is no UTF-8", afterUpgrade: true, [0x81, 0x82] + key + [0xC3 ^ key[0], 0x28 ^ key[1]]),
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
