import Glibc
import TestSupport

@testable import Relay

/// One side of a connection, read and written byte for byte.
final class Wire {
    let stream: any ByteStream
    private var received: [UInt8] = []

    init(_ stream: any ByteStream) { self.stream = stream }

    /// Connects to `relay` as a client.
    convenience init(_ relay: RelayServer, receiveBuffer: Int32? = nil) throws {
        self.init(try TCPStream(port: relay.port, receiveBuffer: receiveBuffer))
    }

    func write(_ text: String) throws { try stream.write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws { try stream.write(bytes) }

    func cut() { stream.cut() }

    private func receive() throws -> Bool {
        guard let bytes = try stream.read(within: .seconds(20)) else { return false }
        received += bytes
        return true
    }

    /// Returns the bytes up to the first occurrence of `text`, which is included.
    func through(_ text: String) throws -> String {
        while true {
            if let range = received.firstRange(of: Array(text.utf8)) {
                defer { received.removeSubrange(..<range.upperBound) }
                return String(decoding: received[..<range.upperBound], as: UTF8.self)
            }
            guard try receive() else {
                let shown = String(decoding: received, as: UTF8.self)
                throw UnexpectedBehavior(description: "the connection ended before \"\(text)\": \"\(shown)\"")
            }
        }
    }

    /// Returns the next head, with the empty line at its end.
    func head() throws -> String { try through("\r\n\r\n") }

    /// Returns the next `count` bytes.
    func bytes(_ count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try receive() else {
                throw UnexpectedBehavior(description: "the connection ended after \(received.count) bytes")
            }
        }
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }

    /// Returns the next `count` bytes as text.
    func text(_ count: Int) throws -> String { String(decoding: try bytes(count), as: UTF8.self) }

    /// Reads `count` bytes without keeping them; returns whether the first and the last byte of each read are `byte`.
    func skip(_ count: Int, of byte: UInt8) throws -> Bool {
        var left = count
        var isUniform = true
        while left > 0 {
            guard try !received.isEmpty || receive() else {
                throw UnexpectedBehavior(description: "the connection ended \(left) bytes early")
            }
            isUniform = isUniform && received.first == byte && received.last == byte
            guard received.count <= left else { return false }
            left -= received.count
            received = []
        }
        return isUniform
    }

    /// Waits for the end of the connection; returns the remaining bytes as text.
    func rest() throws -> String {
        while try receive() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    /// Returns the next frame of a client, unmasked, and whether it was masked.
    func clientFrame() throws -> (frame: ClientFrame, isMasked: Bool) {
        let start = try bytes(2)
        var length = Int(start[1] & 0x7F)
        if length >= 126 {
            length = try bytes(length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
        }
        let isMasked = start[1] & 0x80 != 0
        let key = isMasked ? try bytes(4) : [0, 0, 0, 0]
        let payload = try bytes(length).enumerated().map { $0.element ^ key[$0.offset % 4] }
        return (ClientFrame(start[0] & 0x0F, payload, isFinal: start[0] & 0x80 != 0), isMasked)
    }

    /// Sends a frame of a server.
    func send(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) throws {
        var bytes = [(isFinal ? 0x80 : 0) | opcode]
        if payload.count < 126 {
            bytes.append(UInt8(payload.count))
        } else if payload.count < 65_536 {
            bytes += [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        } else {
            bytes += [127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (8 * (7 - $0))) }
        }
        try write(bytes + payload)
    }
}

/// A server that a test plays: it accepts connections on a free port of this machine.
final class UpstreamServer: Sendable {
    private let descriptor: Int32
    let port: Int

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        // A `sockaddr_in`, whose members are not visible here if a module of SwiftNIO is: family, port, 127.0.0.1.
        var address = [UInt8(AF_INET), 0, 0, 0, 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
        var size = socklen_t(address.count)
        let isListening = address.withUnsafeMutableBytes { bytes in
            guard let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return false }
            return bind(descriptor, address, size) == 0 && listen(descriptor, 64) == 0
                && getsockname(descriptor, address, &size) == 0
        }
        guard isListening else { throw UnexpectedBehavior(description: "cannot listen") }
        port = Int(address[2]) << 8 | Int(address[3])
    }

    deinit { Glibc.close(descriptor) }

    /// Stops listening.
    func close() { Glibc.shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Waits for the next connection.
    func accept() throws -> Wire {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, 20_000) == 1 else { throw UnexpectedBehavior(description: "no connection within 20 s") }
        let accepted = Glibc.accept(descriptor, nil, nil)
        guard accepted >= 0 else { throw UnexpectedBehavior(description: "cannot accept") }
        return Wire(AcceptedStream(accepted))
    }
}

/// A connection that a test has accepted.
private final class AcceptedStream: ByteStream {
    private let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw UnexpectedBehavior(description: "cannot send: \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    func read(within limit: Duration) throws -> [UInt8]? {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, Int32(limit.components.seconds * 1000)) == 1 else {
            throw UnexpectedBehavior(description: "no bytes within \(limit)")
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
