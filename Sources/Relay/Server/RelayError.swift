public import ServerTLS

/// An error that keeps the relay from listening: what is wrong, with the value, and how to fix it.
public enum RelayError: Error, Equatable, CustomStringConvertible {
    /// Another program listens on the port.
    case portInUse(Int, address: String)
    /// The user has no permission to listen on the port.
    case portNotPermitted(Int)
    /// The host is neither a valid address nor a name that resolves.
    case unknownHost(String)
    /// The host is not an address of this machine.
    case addressNotHere(String)
    /// The certificate cannot be used.
    case certificate(CertificateError)
    /// The file with the authorities for the upstream server's certificate cannot be used.
    case upstreamAuthorities(file: String, reason: String)
    /// Any other error, with the reason that the system gives.
    case cannotListen(address: String, reason: String)

    public var description: String {
        switch self {
        case .portInUse(let port, let address):
            """
            port \(port) is in use on \(address); see by which program with: ss -ltnp 'sport = :\(port)' \
            - end it, or choose another port: --port \(port < 65535 ? port + 1 : 8080)
            """
        case .portNotPermitted(let port):
            "port \(port) needs more rights than this user has; choose one above 1023: --port 8080"
        case .unknownHost(let host):
            "host '\(host)' is not known; give localhost, 0.0.0.0 or an address of this machine: --host localhost"
        case .addressNotHere(let host):
            "host '\(host)' is not an address of this machine; give one that is, or all of them: --host 0.0.0.0"
        case .certificate(let error): error.description
        case .upstreamAuthorities(let file, let reason):
            "cannot read the authorities in '\(file)': \(reason); give a PEM file with certificates: --upstream-ca FILE"
        case .cannotListen(let address, let reason):
            "cannot listen on \(address): \(reason)"
        }
    }
}
