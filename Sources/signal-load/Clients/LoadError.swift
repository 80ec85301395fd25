import TestSupport

/// An error that prevents a measurement or is its result.
enum LoadError: Error, Equatable, Sendable, CustomStringConvertible {
    case invalidURL(String)
    /// The connection failed.
    case noRelay(WebSocketURL, reason: String)
    /// The relay answered the opening handshake with another status than 101.
    case refused(WebSocketURL, status: Int)
    /// The server did not answer with an opening handshake.
    case noWebSocket(WebSocketURL)
    /// The relay did not answer within the time limit.
    case noHandshake(WebSocketURL)
    /// No message was received.
    case notForwarded(WebSocketURL)
    /// The relay closed or refused connections; the reason is that of the first.
    case connectionsLost(count: Int, reason: String)
    case noProcess(Int32)
    /// The server could not be started.
    case notStarted(server: String, reason: String)
    /// The file could not be written.
    case notWritten(String, reason: String)
    /// The server ended before it listened.
    case ended(server: String, output: String)
    /// The server did not listen within the time limit.
    case notListening(server: String, port: Int)
    /// A command that was typed into the console had no effect within `timeout` seconds.
    case ruleHasNoEffect(server: String, command: String, timeout: Int)
    /// The measurement does not satisfy its limits.
    case failed(reason: String)

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
        case .notWritten(let path, let reason): "cannot write \(path): \(reason)"
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
