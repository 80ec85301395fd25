/// Why a client's address cannot be told; the name is the header's.
public enum ForwardingFault: Error, Hashable, Sendable {
    /// The most bytes of a header that are read; default 8 KiB, which hundreds of addresses fit into.
    public static let byteLimit = 8192
    /// The most proxies between a client and the relay; default 32, more than any request passes.
    public static let hopLimit = 32

    case malformed(String)
    case tooLong(String)
    /// A proxy sets one of the headers and passes on the other as the client sent it.
    case contradiction

    /// What is wrong and what to do.
    public var words: String {
        switch self {
        case .malformed(let name): "the proxy's \(name) cannot be read"
        case .tooLong(let name):
            "the proxy's \(name) has more than \(Self.byteLimit) bytes or \(Self.hopLimit) addresses"
        case .contradiction:
            "Forwarded and X-Forwarded-For disagree: the proxy must remove the one that it does not set"
        }
    }
}
