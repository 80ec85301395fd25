import Testing

@testable import Relay

/// What is not allowed, how it is answered, and how it is written down.
struct Offence: Sendable, CustomTestStringConvertible {
    let name: String
    /// A status and what belongs to it, or a close code and its reason.
    let answer: String
    /// What is in the words of its entry.
    let entry: String
    let configure: @Sendable (inout RelayConfiguration) -> Void
    /// Does it, and returns how it was answered.
    let commit: @Sendable (RelayServer) throws -> String

    init(
        _ name: String, answer: String, entry: String,
        configure: @escaping @Sendable (inout RelayConfiguration) -> Void = { _ in },
        commit: @escaping @Sendable (RelayServer) throws -> String
    ) {
        (self.name, self.answer, self.entry) = (name, answer, entry)
        (self.configure, self.commit) = (configure, commit)
    }

    var testDescription: String { name }

    // MARK: How it is answered

    /// The code and the reason with which `client` is closed, all before it passed over.
    static func close(_ client: WireClient) throws -> String {
        while let frame = try client.next() {
            guard let code = frame.closeCode else { continue }
            return "\(code) \(String(decoding: frame.payload.dropFirst(2), as: UTF8.self))"
        }
        return "ended without a close frame"
    }

    /// Asks for a WebSocket at `path`, and returns the status, the headers that tell more, and the body.
    static func ask(_ relay: RelayServer, _ path: String = "/", _ headers: String = "") throws -> String {
        try answer(to: handshake(path, headers), try WireClient(relay))
    }

    static func answer(to request: String, _ client: WireClient) throws -> String {
        let head = try client.request(request).split(separator: "\r\n").map(String.init)
        let telling = head.filter { $0.hasPrefix("WWW-Authenticate") || $0.hasPrefix("Retry-After") }
        let status = head.first?.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        return ([status] + telling + [try client.rest()]).joined(separator: " | ")
    }

    static func handshake(_ path: String = "/", _ headers: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: relay.example:8080\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(headers)\r\n"
    }

    /// A header as a browser sends it for a page of the relay's own.
    static let browser = "Origin: http://localhost:8080\r\n"
}
