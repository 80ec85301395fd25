import NIOCore
import NIOPosix
import Routing

#if canImport(Glibc)
    import Glibc
#endif

/// Binds the listening sockets of a relay.
///
/// `localhost` is bound on both loopback addresses, because browsers try `::1` first, and many tools know only
/// `127.0.0.1`.
struct Listener {
    /// The number of free ports that are tried for one that is free on both loopback addresses; 16.
    private static let portAttempts = 16

    private let host: String
    private let port: Int

    init(_ configuration: RelayConfiguration) {
        host = configuration.host
        port = configuration.port
    }

    /// Returns the listening channels, all on one port; only one if the machine has no IPv6.
    ///
    /// Blocks the calling thread.
    func bind(_ bootstrap: ServerBootstrap) throws(RelayError) -> [any Channel] {
        guard host == "localhost" else { return [try bind(bootstrap, host: host, port: port)] }
        for _ in 0..<Self.portAttempts {
            let first = try bind(bootstrap, host: "127.0.0.1", port: port)
            do throws(RelayError) {
                return [first, try bind(bootstrap, host: "::1", port: first.localAddress?.port ?? port)]
            } catch {
                switch error {
                case .addressNotHere, .unknownHost: return [first]
                // The system chose a port that is in use on the other address.
                case .portInUse where port == 0: first.close(promise: nil)
                default:
                    first.close(promise: nil)
                    throw error
                }
            }
        }
        throw .cannotListen(address: "localhost", reason: "no port is free on both 127.0.0.1 and ::1")
    }

    private func bind(
        _ bootstrap: ServerBootstrap, host: String, port: Int
    ) throws(RelayError) -> any Channel {
        do {
            return try bootstrap.bind(to: SocketAddress.makeAddressResolvingHost(host, port: port)).wait()
        } catch is SocketAddressError.UnknownHost {
            throw .unknownHost(host)
        } catch let error as IOError {
            switch error.errnoCode {
            case EADDRINUSE: throw .portInUse(port, address: host)
            case EACCES, EPERM: throw .portNotPermitted(port)
            case EADDRNOTAVAIL, EAFNOSUPPORT: throw .addressNotHere(host)
            default: throw .cannotListen(address: host, reason: String(cString: strerror(error.errnoCode)))
            }
        } catch {
            throw .cannotListen(address: host, reason: "\(error)")
        }
    }
}

/// Pauses accepting when the system cannot open another file.
///
/// The pending connection stays readable, so the loop would otherwise spin on failing accepts. NIO's
/// `AcceptBackoffHandler` does not help here: it delays the next read, but one is already pending.
final class AcceptPause: ChannelInboundHandler {
    typealias InboundIn = any Channel

    /// The length of the pause; 500 ms.
    private static let pause = TimeAmount.milliseconds(500)

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else { return context.fireErrorCaught(error) }
        let channel = context.channel
        channel.setOption(.autoRead, value: false).whenSuccess {
            channel.eventLoop.scheduleTask(in: Self.pause) { channel.setOption(.autoRead, value: true) }
        }
    }
}
