import Glibc
import NIOCore

@testable import Relay

/// A client that writes and reads bytes by hand, on a blocking socket with a time limit.
final class WireClient {
    struct Failure: Error {
        let words: String
    }

    /// A frame as the relay sends it: never masked (RFC 6455 §5.1).
    struct Frame: Equatable {
        let opcode: UInt8
        let payload: [UInt8]

        static func text(_ text: String) -> Frame { Frame(opcode: 1, payload: Array(text.utf8)) }
        static func binary(_ bytes: [UInt8]) -> Frame { Frame(opcode: 2, payload: bytes) }
        static func close(_ code: UInt16, _ reason: String = "") -> Frame {
            Frame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(reason.utf8))
        }
        static func pong(_ bytes: [UInt8]) -> Frame { Frame(opcode: 10, payload: bytes) }

        /// The code of a close frame.
        var closeCode: UInt16? {
            opcode == 8 && payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : nil
        }
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    /// Connects to `relay` over IPv4, or IPv6.
    init(_ relay: RelayServer, overIPv6: Bool = false, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(overIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(words: "socket: \(errno)") }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        let address = try SocketAddress(ipAddress: overIPv6 ? "::1" : "127.0.0.1", port: relay.port)
        let result = address.withSockAddr { connect(descriptor, $0, socklen_t($1)) }
        guard result == 0 else { throw Failure(words: "connect: \(errno)") }
    }

    deinit { close(descriptor) }

    /// Connects and opens a WebSocket at `path`.
    static func opened(
        _ relay: RelayServer,
        _ path: String = "/",
        headers: String = "",
        receiveBuffer: Int32? = nil
    ) throws -> WireClient {
        let client = try WireClient(relay, receiveBuffer: receiveBuffer)
        let head = try client.request(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(headers)\r\n"
        )
        // RFC 6455 §1.3: the answer to its own example of a key.
        guard head.hasPrefix("HTTP/1.1 101 "), head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") else {
            throw Failure(words: "no upgrade: \(head)")
        }
        return client
    }

    // MARK: Bytes

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard written > 0 else { throw Failure(words: "send: \(errno)") }
            rest = rest.dropFirst(written)
        }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Waits for more bytes; false where the connection has ended.
    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { received += buffer.prefix(count) }
        if count < 0, errno == EAGAIN { throw Failure(words: "nothing came for twenty seconds") }
        return count > 0
    }

    /// Whether the connection ends without another byte.
    func isEnded() throws -> Bool { try !receive() && received.isEmpty }

    // MARK: HTTP

    /// Sends a request and returns the answer's head.
    func request(_ text: String) throws -> String {
        try write(text)
        while true {
            if let end = received.indices.first(where: { received[$0...].starts(with: Array("\r\n\r\n".utf8)) }) {
                let head = String(decoding: received[..<end], as: UTF8.self)
                received.removeFirst(end + 4)
                return head
            }
            guard try receive() else { throw Failure(words: "the connection ended before an answer") }
        }
    }

    /// All that comes until the connection ends.
    func rest() throws -> String {
        while try receive() {}
        return String(decoding: received, as: UTF8.self)
    }

    // MARK: Frames

    /// Writes a frame as a client must: masked (RFC 6455 §5.3).
    func send(_ opcode: UInt8, _ payload: [UInt8], fin: Bool = true, reserved: UInt8 = 0) throws {
        let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
        var frame = [(fin ? 0x80 : 0) | reserved << 4 | opcode]
        switch payload.count {
        case ..<126: frame.append(0x80 | UInt8(payload.count))
        case ..<65_536: frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: frame += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (8 * (7 - $0))) }
        }
        try write(frame + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] })
    }

    func say(_ text: String) throws { try send(1, Array(text.utf8)) }

    /// The next frame that is no ping: the relay sends those when it likes.
    func nextButPings() throws -> Frame? {
        while let frame = try next() {
            if frame.opcode != 9 { return frame }
        }
        return nil
    }

    /// The next frame; nil where the connection has ended.
    func next() throws -> Frame? {
        while true {
            if let frame = takeFrame() { return frame }
            guard try receive() else { return nil }
        }
    }

    private func takeFrame() -> Frame? {
        guard received.count >= 2 else { return nil }
        var (length, start) = (Int(received[1] & 0x7F), 2)
        if length == 126 || length == 127 {
            let extra = length == 126 ? 2 : 8
            guard received.count >= 2 + extra else { return nil }
            length = received[2..<2 + extra].reduce(0) { $0 << 8 | Int($1) }
            start += extra
        }
        guard received.count >= start + length else { return nil }
        let frame = Frame(opcode: received[0] & 0x0F, payload: Array(received[start..<start + length]))
        received.removeFirst(start + length)
        return frame
    }
}
