import TestSupport
import Testing

@testable import Relay

/// A kind of abuse by a client, with the answer of the relay and the entry that it records.
struct AbuseCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// The status, the header fields and the body, or the close code and the reason.
    let answer: String
    /// A part of the text of the entry.
    let entry: String
    let configure: @Sendable (inout RelayConfiguration) -> Void
    /// Performs the abuse and returns the answer of the relay.
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

    // MARK: Answers

    /// Returns the code and the reason of the next close frame, skipping other frames.
    static func close(_ client: WebSocketClient) throws -> String {
        guard let frame = try client.next(where: { $0.closeCode != nil }) else { return "closed without a close frame" }
        return "\(frame.closeCode ?? 0) \(frame.closeReason)"
    }

    /// Requests a WebSocket at `path`; returns the status, the header fields that matter, and the body of the response.
    static func request(_ relay: RelayServer, _ path: String = "/", headers: String = "") throws -> String {
        try answer(to: handshake(path, headers), try WebSocketClient(relay))
    }

    /// Sends `request` over `client`; returns the status, the header fields that matter, and the body of the response.
    static func answer(to request: String, _ client: WebSocketClient) throws -> String {
        let head = try client.request(request).split(separator: "\r\n").map(String.init)
        let fields = head.filter { $0.hasPrefix("WWW-Authenticate") || $0.hasPrefix("Retry-After") }
        let status = head.first?.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        return ([status] + fields + [try client.rest()]).joined(separator: " | ")
    }

    static func handshake(_ path: String = "/", _ headers: String = "") -> String {
        OpeningHandshake.request(path, host: "relay.example:8080", headers: headers)
    }

    /// The header field that a browser sends for a page of the relay's own origin.
    static let browser = "Origin: http://localhost:8080\r\n"
}
