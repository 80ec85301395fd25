/// An HTTP request that the proxy has forwarded and that is no signaling, with its response.
public struct ForwardedRequest: Hashable, Sendable {
    /// The address and port of the client.
    public let address: String
    /// The method and the path of the request, without its query, truncated to ``ProxyReport/pathLimit``.
    public let request: String
    /// The status of the response.
    public let status: Int
    /// The time from the head of the request to the end of the response, in nanoseconds.
    public let nanoseconds: Int64
    /// The bytes of the response's body, as they were sent.
    public let bytes: Int

    public init(address: String, request: String, status: Int, nanoseconds: Int64, bytes: Int) {
        (self.address, self.status, self.nanoseconds, self.bytes) = (address, status, nanoseconds, bytes)
        self.request = String(request.prefix(ProxyReport.pathLimit))
    }

    /// The request in a line: `GET /app.js 200 12 ms 3.4 kB`.
    ///
    /// It contains text of the client, so it is made printable when it is drawn.
    public var text: String { "\(request) \(status) \(nanoseconds / 1_000_000) ms \(Self.size(bytes))" }

    private static func size(_ bytes: Int) -> String {
        func tenths(_ unit: Int) -> String { "\(bytes / unit).\(bytes * 10 / unit % 10)" }
        return switch bytes {
        case ..<1000: "\(bytes) B"
        case ..<1_000_000: "\(tenths(1000)) kB"
        default: "\(tenths(1_000_000)) MB"
        }
    }
}
