import TestSupport

/// An error that prevents a measurement or is its result.
enum LoadError: Error, Equatable, Sendable, CustomStringConvertible {
    case invalidURL(String)
    case noRelay(WebSocketURL, reason: String)
    case refused(WebSocketURL, status: Int)
    case noWebSocket(WebSocketURL)
    case noHandshake(WebSocketURL)
    case notForwarded(WebSocketURL)
    case connectionsLost(count: Int, reason: String)
    case noProcess(Int32)
    case notStarted(server: String, reason: String)
    case ended(server: String, output: String)
    case failed(reason: String)
    case notListening(server: String, port: Int)
    case ruleHasNoEffect(server: String, command: String, timeout: Int)

    /// 1 if the relay failed the measurement, otherwise `EX_USAGE` or `EX_UNAVAILABLE` of sysexits.h.
    var exitCode: Int32 {
        switch self {
        case .invalidURL, .noProcess: 64
        case .failed: 1
        default: 69
        }
    }

    var description: String {
        switch self {
        case .invalidURL(let text):
            "invalid URL \"\(text)\": expected a WebSocket URL such as ws://localhost:8080"
        case .noRelay(let url, let reason):
            "cannot connect to \(url): \(reason); expected a running relay"
        case .refused(let url, let status):
            "\(url) refused the WebSocket with status \(status); if it requires a token, add ?token=… to the URL"
        case .noWebSocket(let url):
            "the server at \(url) does not support WebSocket; expected the URL of a relay"
        case .noHandshake(let url):
            "\(url) did not open a WebSocket within \(LoadGenerator.timeout) s; try fewer connections"
        case .notForwarded(let url):
            "\(url) did not forward messages to the other clients in the room; expected a relay that takes the "
                + "room from the query: ?room=…"
        case .connectionsLost(let count, let reason):
            "the relay closed \(count) of the connections, the first with \(reason); reduce the load, or disable its "
                + "limits: --max-message-rate 0 --max-byte-rate 0"
        case .noProcess(let pid):
            "cannot read process \(pid); expected the process id of the relay: --pid $(pidof …)"
        case .notStarted(let server, let reason):
            "cannot start '\(server)': \(reason)"
        case .ended(let server, let output):
            "'\(server)' ended before it listened; output: \(output.isEmpty ? "none" : output)"
        case .ruleHasNoEffect(let server, let command, let timeout):
            "\(command) had no effect on '\(server)' within \(timeout) s; expected a command that starts its console"
        case .failed(let reason):
            "the relay failed: \(reason)"
        case .notListening(let server, let port):
            "'\(server)' did not listen on port \(port) within \(LoadGenerator.timeout) s; expected {port} in its command"
        }
    }
}
