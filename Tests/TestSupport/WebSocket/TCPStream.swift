import Glibc

/// A byte stream: a TCP connection, or TLS over one.
public protocol ByteStream: Sendable {
    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws

    /// Returns the next bytes; `nil` if the connection has ended.
    ///
    /// Throws if there are none within `limit`.
    func read(within limit: Duration) throws -> [UInt8]?

    /// Closes the connection immediately.
    func cut()
}

/// A TCP connection that is read only on request.
public final class TCPStream: ByteStream {
    /// The time limit of a write.
    private static let writeLimit = Duration.seconds(20)

    private let descriptor: Int32

    /// Connects to the first of the host's addresses that accepts a connection.
    ///
    /// - Parameters:
    ///   - host: A name or an address.
    ///   - port: The port.
    ///   - source: The IPv4 address to connect from; `nil` for one that the system chooses.
    ///   - receiveBuffer: The size of the socket's receive buffer in bytes; `nil` for the system's default.
    ///   - limit: The time limit for each address.
    /// - Throws: The error of the last address.
    public init(
        host: String = "127.0.0.1", port: Int, from source: String? = nil, receiveBuffer: Int32? = nil,
        within limit: Duration = .seconds(20)
    ) throws(SystemError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &first) == 0 else { throw SystemError("look up \(host)") }
        defer { freeaddrinfo(first) }
        var failure = SystemError("connect to \(host):\(port)", code: ECONNREFUSED)
        var next = first
        while let address = next?.pointee {
            do throws(SystemError) {
                descriptor = try Self.connect(address, from: source, receiveBuffer, within: limit)
                return
            } catch {
                failure = error
            }
            next = address.ai_next
        }
        throw failure
    }

    deinit { close(descriptor) }

    private static func connect(
        _ address: addrinfo, from source: String?, _ receiveBuffer: Int32?, within limit: Duration
    ) throws(SystemError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, type, 0)
        guard descriptor >= 0 else { throw SystemError("open a socket") }
        if var receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
        if let source {
            var local = sockaddr_in()
            local.sin_family = sa_family_t(AF_INET)
            local.sin_addr.s_addr = inet_addr(source)
            let isBound = withUnsafePointer(to: &local) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isBound else {
                close(descriptor)
                throw SystemError("bind to \(source)")
            }
        }
        var code: Int32 = 0
        if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
            code = errno
            if code == EINPROGRESS {
                code = ETIMEDOUT
                if isReady(descriptor, POLLOUT, within: limit) {
                    var size = socklen_t(4)
                    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
                }
            }
        }
        guard code == 0 else {
            close(descriptor)
            throw SystemError("connect", code: code)
        }
        return descriptor
    }

    public func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                guard Self.isReady(descriptor, POLLOUT, within: Self.writeLimit) else {
                    throw TimeLimitExceeded(expected: "room for \(rest.count) bytes", limit: Self.writeLimit)
                }
            } else if errno != EINTR {
                throw SystemError("send")
            }
        }
    }

    public func read(within limit: Duration) throws -> [UInt8]? {
        guard Self.isReady(descriptor, POLLIN, within: limit) else {
            throw TimeLimitExceeded(expected: "bytes", limit: limit)
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    public func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func isReady(_ descriptor: Int32, _ events: Int32, within limit: Duration) -> Bool {
        let deadline = ContinuousClock.now + limit
        while true {
            var polled = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let count = poll(&polled, 1, max(.zero, deadline - .now).pollTimeout)
            if count >= 0 || errno != EINTR { return count > 0 }
        }
    }
}
