import NIOCore
import NIOPosix
import Routing

#if canImport(Glibc)
    import Glibc
#endif

/// Binds a host and a port: for `localhost` both loopback addresses, as browsers try `::1` first and tools the other.
struct Listening {
    private let host: String
    private let port: Int

    init(_ configuration: RelayConfiguration) {
        host = configuration.host
        port = configuration.port
    }

    /// The listening channels, all on one port; without IPv6 there is one.
    ///
    /// The calling thread waits.
    func bind(_ bootstrap: ServerBootstrap) throws(RelayError) -> [any Channel] {
        guard host == "localhost" else { return [try bind(bootstrap, host, port)] }
        // A free port of the one address may be taken on the other: then another is tried.
        for _ in 0..<16 {
            let first = try bind(bootstrap, "127.0.0.1", port)
            do throws(RelayError) {
                return [first, try bind(bootstrap, "::1", first.localAddress?.port ?? port)]
            } catch {
                switch error {
                case .addressNotHere, .unknownHost: return [first]
                case .portInUse where port == 0: first.close(promise: nil)
                default:
                    first.close(promise: nil)
                    throw error
                }
            }
        }
        throw .cannotListen(address: "localhost", reason: "no port is free on both 127.0.0.1 and ::1")
    }

    private func bind(_ bootstrap: ServerBootstrap, _ host: String, _ port: Int) throws(RelayError) -> any Channel {
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
