import TestSupport

/// Why a load cannot be made, in words for who asked for it.
enum LoadError: Error, Equatable, Sendable, CustomStringConvertible {
    case noURL(String)
    case noRelay(WebSocketURL, reason: String)
    case refused(WebSocketURL, status: Int)
    case noWebSocket(WebSocketURL)
    case silent(WebSocketURL)
    case unheard(WebSocketURL)
    case lost(count: Int, reason: String)
    case noProcess(Int32)
    case notStarted(server: String, reason: String)
    case ended(server: String, output: String)
    case soaked(reason: String)
    case notListening(server: String, port: Int)
    case notArmed(server: String, command: String)

    /// `EX_USAGE` or `EX_UNAVAILABLE` of sysexits.h; 1 if the relay was there and did not do.
    var exitCode: Int32 {
        switch self {
        case .noURL, .noProcess: 64
        case .soaked: 1
        default: 69
        }
    }

    var description: String {
        switch self {
        case .noURL(let text):
            "'\(text)' is no WebSocket URL; give one with ws: ws://localhost:8080"
        case .noRelay(let url, let reason):
            "no relay at \(url): \(reason); start it first, or give the URL where it listens"
        case .refused(let url, let status):
            "\(url) answers \(status) and opens no WebSocket; if it asks for a token, give that in the URL: ?token=…"
        case .noWebSocket(let url):
            "what answers at \(url) speaks no WebSocket; give the URL of a relay"
        case .silent(let url):
            "\(url) opens no WebSocket within \(LoadGenerator.patience) s; give it fewer connections"
        case .unheard(let url):
            "what is said at \(url) is not heard by the others in the room; the relay must take rooms from the "
                + "query: ?room=…"
        case .lost(let count, let reason):
            "the relay closed \(count) of the connections, the first with \(reason); ask for less, or turn its "
                + "limits off: --max-message-rate 0 --max-byte-rate 0"
        case .noProcess(let pid):
            "no process \(pid) can be looked at here; give the relay's own process id: --pid $(pidof …)"
        case .notStarted(let server, let reason):
            "cannot start '\(server)': \(reason)"
        case .ended(let server, let output):
            "'\(server)' ended before it listened; it said: \(output.isEmpty ? "nothing" : output)"
        case .notArmed(let server, let command):
            "'\(server)' does not hold candidates \(InterceptedRooms.patience) s after \(command) was typed; start its "
                + "console, with nothing else on its screen"
        case .soaked(let reason):
            "the relay did not hold up: \(reason)"
        case .notListening(let server, let port):
            "'\(server)' does not listen on port \(port) within \(LoadGenerator.patience) s; "
                + "let its command have {port} where the port belongs"
        }
    }
}
