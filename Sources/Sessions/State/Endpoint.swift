/// Where the relay can be reached.
public struct Endpoint: Hashable, Sendable {
    /// The URL of the WebSocket: `ws://localhost:8080`.
    public var socket: String
    /// The URL of the page: `http://localhost:8080/`.
    public var page: String
    /// The addresses that it listens on: `127.0.0.1 and ::1`.
    public var addresses: String
    /// The page's URL on other machines, `http://192.168.1.5:8080/`, one an address; empty if only this machine reaches
    /// the relay.
    public var pages: [String]
    /// The SHA-256 fingerprint of a self-signed certificate; `nil` if there is none.
    public var fingerprint: String?

    public init(socket: String, page: String, addresses: String, pages: [String] = [], fingerprint: String? = nil) {
        (self.socket, self.page, self.addresses) = (socket, page, addresses)
        (self.pages, self.fingerprint) = (pages, fingerprint)
    }

    /// Whether it speaks TLS.
    public var isSecure: Bool { socket.hasPrefix("wss:") }
}
