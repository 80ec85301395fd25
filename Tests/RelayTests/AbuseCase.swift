import TestSupport
import Testing

@testable import Relay

/// Something that a client must not do, how the relay answers it, and what entry it makes.
struct AbuseCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// A status and what belongs to it, or a close code and its reason.
    let answer: String
    /// A part of the text of its entry.
    let entry: String
    let configure: @Sendable (inout RelayConfiguration) -> Void
    /// Does it, and returns how the relay answered.
    let run: @Sendable (RelayServer) throws -> String

    init(
        _ name: String, answer: String, entry: String,
        configure: @escaping @Sendable (inout RelayConfiguration) -> Void = { _ in },
        run: @escaping @Sendable (RelayServer) throws -> String
    ) {
        (self.name, self.answer, self.entry) = (name, answer, entry)
        (self.configure, self.run) = (configure, run)
    }

    var testDescription: String { name }

    // MARK: How it is answered

    /// The code and the reason with which `client` is closed, all before it passed over.
    static func close(_ client: WebSocketClient) throws -> String {
        guard let frame = try client.next(where: { $0.closeCode != nil }) else { return "ended without a close frame" }
        return "\(frame.closeCode ?? 0) \(frame.closeReason)"
    }

    /// Asks for a WebSocket at `path`, and returns the status, the headers that tell more, and the body.
    static func ask(_ relay: RelayServer, _ path: String = "/", _ headers: String = "") throws -> String {
        try answer(to: handshake(path, headers), try WebSocketClient(relay))
    }

    static func answer(to request: String, _ client: WebSocketClient) throws -> String {
        let head = try client.request(request).split(separator: "\r\n").map(String.init)
        let telling = head.filter { $0.hasPrefix("WWW-Authenticate") || $0.hasPrefix("Retry-After") }
        let status = head.first?.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        return ([status] + telling + [try client.rest()]).joined(separator: " | ")
    }

    static func handshake(_ path: String = "/", _ headers: String = "") -> String {
        OpeningHandshake.request(path, host: "relay.example:8080", headers: headers)
    }

    /// A header as a browser sends it for a page of the relay's own.
    static let browser = "Origin: http://localhost:8080\r\n"
}
