import Foundation
import TestSupport
import Testing

/// A signaling server of `Servers`, with a page that calls the other person in its room.
enum SignalingServer {
    /// python-socketio on aiohttp, with the stock client of Socket.IO.
    case socketIO
    /// The Python library websockets.
    case webSocket
    /// Pages under the policy in their query, without signaling.
    case policies

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Servers").path
    /// The client of Socket.IO that `make test` downloads.
    private static let client = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(".build/downloads/socket.io.min.js").path

    private var command: [String] {
        switch self {
        case .socketIO: ["\(Self.folder)/socketio-server.py", Self.client]
        case .webSocket: ["\(Self.folder)/websocket-server.py"]
        case .policies: ["\(Self.folder)/policy-server.py"]
        }
    }

    /// Runs `body` with the server and its URL, and ends it afterwards.
    func run(_ body: (String) async throws -> Void) async throws {
        // Debian's Python, which has Debian's packages.
        let process = try ChildProcess(["/usr/bin/python3"] + command)
        try await withCleanup {
            await process.end()
        } _: {
            let line = try await process.line(containing: "listening on ")
            try await body(String(line.dropFirst("listening on ".count)))
            #expect(process.errors == "")
        }
    }
}

/// A call between two tabs with the page of a ``SignalingServer``; the second one offers.
struct ServerCall {
    /// The tabs in the order in which they entered the room.
    let tabs: [Tab]

    /// Opens the page in two tabs, in a room of their own: a server learns late that a polling client is gone.
    ///
    /// - Parameters:
    ///   - browser: The browser.
    ///   - url: The URL of the server, or of a proxy in front of it.
    ///   - query: The query of the page, without the room.
    /// - Returns: The call, whose tabs have entered the room.
    /// - Throws: An error if a tab does not enter the room.
    static func start(in browser: Browser, _ url: String, _ query: String) async throws -> ServerCall {
        var tabs: [Tab] = []
        let room = UUID().uuidString
        for _ in 0..<2 {
            let tab = try await browser.open("\(url)/?room=\(room)&\(query)")
            try await tab.waitUntil("typeof id === 'string'", what: "a room")
            tabs.append(tab)
        }
        return ServerCall(tabs: tabs)
    }

    /// Closes the tabs.
    func end() async throws { for tab in tabs { try await tab.close() } }

    /// The results of all tabs that do not depend on time: the state of the connection, the kinds of the received
    /// descriptions, and uncaught errors.
    func outcome() async throws -> [JSON] {
        var outcome: [JSON] = []
        for tab in tabs {
            outcome.append(
                try await tab.evaluate(
                    "[pc.signalingState, received.filter(it => it === 'offer' || it === 'answer'), failures]"))
        }
        return outcome
    }
}
