import Events
import NIOCore
import NIOPosix
import NIOSSL
import Routing
import ServerTLS
import Text

#if canImport(Glibc)
    import Glibc
#endif

/// Opens connections to the upstream server, on the relay loop.
struct UpstreamConnector {
    private let upstream: Upstream
    /// `nil` if the server speaks plain HTTP.
    private let tls: NIOSSLContext?
    let loop: any EventLoop
    /// Opens a connection that is not read yet.
    private let open: () -> EventLoopFuture<any Channel>

    /// Creates a connector that opens TCP connections.
    ///
    /// - Parameters:
    ///   - upstream: The server.
    ///   - loop: The relay loop.
    ///   - buffers: The buffers for reading.
    /// - Throws: An error if the authorities of the server's certificate cannot be read.
    init(_ upstream: Upstream, on loop: any EventLoop, buffers: ReadBuffers.Pool) throws(AuthoritiesError) {
        let buffers = NIOLoopBound(buffers, eventLoop: loop)
        let tls = upstream.scheme == .https ? try Self.context(upstream.trust) : nil
        self.init(upstream, on: loop, tls: tls) {
            ClientBootstrap(group: loop)
                .connectTimeout(TimeAmount(upstream.connectTimeout))
                .channelOption(.autoRead, value: false)
                .channelOption(.maxMessagesPerRead, value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.syncOptions?.setOption(.recvAllocator, value: ReadBuffers(buffers))
                    }
                }
                .connect(host: upstream.host, port: upstream.port)
        }
    }

    /// Creates a connector.
    ///
    /// - Parameters:
    ///   - upstream: The server.
    ///   - loop: The relay loop.
    ///   - tls: The TLS context; `nil` if the server speaks plain HTTP.
    ///   - open: Opens a connection that is not read yet.
    init(
        _ upstream: Upstream, on loop: any EventLoop, tls: NIOSSLContext?,
        open: @escaping () -> EventLoopFuture<any Channel>
    ) {
        (self.upstream, self.loop, self.tls, self.open) = (upstream, loop, tls, open)
    }

    private static func context(_ trust: Upstream.Trust) throws(AuthoritiesError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // Not h2: WebSockets over HTTP/2 (RFC 8441) are streams among others.
        configuration.applicationProtocols = ["http/1.1"]
        switch trust {
        case .system: break
        case .authorities(let file): configuration.trustRoots = .file(file)
        case .anyone: configuration.certificateVerification = .none
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            let file = if case .authorities(let file) = trust { file } else { "the system's certificates" }
            throw AuthoritiesError(file: file, reason: "\(error)")
        }
    }

    /// Connects `handler`, and reports to it if that fails.
    ///
    /// The handlers are added once the connection is established, because several connections may be attempted at once, to
    /// different addresses of the host.
    func connect(_ handler: UpstreamHandler) {
        handler.startConnecting(to: upstream, on: loop)
        open().assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.add(handler, to: channel)
            case .failure(let error): handler.fail(UpstreamFailure(connecting: error, to: self.upstream))
            }
        }
    }

    private func add(_ handler: UpstreamHandler, to channel: any Channel) {
        guard handler.isConnecting else { return channel.close(promise: nil) }
        do {
            if let tls {
                // A name for SNI (RFC 6066 §3), which an address is not; the certificate is verified for it all the same.
                let name = IPAddress(upstream.host) == nil ? upstream.host : nil
                try channel.pipeline.syncOperations.addHandler(
                    NIOSSLClientHandler(context: tls, serverHostname: name))
            }
            try channel.pipeline.syncOperations.addHandler(handler)
            try channel.syncOptions?.setOption(.autoRead, value: true)
            if tls == nil { handler.connected() }
        } catch {
            channel.close(promise: nil)
            handler.fail(UpstreamFailure(connecting: error, to: upstream))
        }
    }
}

/// The error of authorities for the server's certificate that cannot be read.
struct AuthoritiesError: Error {
    let file: String
    let reason: String
}

extension UpstreamFailure {
    /// The failure that an error in connecting stands for.
    init(connecting error: any Error, to upstream: Upstream) {
        let address = upstream.address
        if let error = error as? NIOConnectionError {
            let causes = error.connectionErrors.map(\.error)
            guard let last = causes.last else {
                self = .unknownHost(upstream.host)
                return
            }
            // One of the addresses of a host may have no listener, while another does not respond.
            let worst = causes.first { ($0 as? IOError)?.errnoCode != ECONNREFUSED } ?? last
            self.init(connecting: worst, to: upstream)
            return
        }
        switch error {
        case ChannelError.connectTimeout: self = .connectTimeout(address, upstream.connectTimeout)
        case let error as IOError where error.errnoCode == ECONNREFUSED: self = .connectionRefused(address)
        case let error as IOError where error.errnoCode == ETIMEDOUT:
            self = .connectTimeout(address, upstream.connectTimeout)
        case let error as IOError:
            self = .unreachable(address, reason: String(cString: strerror(error.errnoCode)))
        default: self.init(handshake: error, with: upstream)
        }
    }

    /// The failure that an error in the TLS handshake stands for.
    init(handshake error: any Error, with upstream: Upstream) {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .untrustedCertificate(upstream.address, reason: "no authority that is trusted has issued it")
        } else if text.contains("unableToValidateCertificate") || text.contains("failedToValidateHostname") {
            self = .untrustedCertificate(upstream.address, reason: "it is not for \(upstream.host)")
        } else if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            self = .tls(upstream.address, reason: "the server speaks no TLS on this port")
        } else {
            guard case .handshake(let reason) = FailedConnection.Cause(handshake: error) else {
                self = .tls(upstream.address, reason: "the server closed the connection")
                return
            }
            self = .tls(upstream.address, reason: reason)
        }
    }

    /// A time limit that has passed.
    static func connectTimeout(_ address: String, _ limit: Duration) -> UpstreamFailure {
        .connectTimeout(address, milliseconds: Int(TimeAmount(limit).nanoseconds / 1_000_000))
    }
}
