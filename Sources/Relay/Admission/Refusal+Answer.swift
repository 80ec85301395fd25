import NIOCore
import NIOHTTP1
import Signaling

/// A refusal as HTTP says it (RFC 9110 §15, RFC 6585).
extension Refusal {
    var status: HTTPResponseStatus {
        switch self {
        case .tokenMissing, .tokenWrong: .unauthorized
        case .tokensTooMany, .networkFull, .networkTooFast: .tooManyRequests
        case .requestTooLarge: .requestHeaderFieldsTooLarge
        case .requestTooSlow: .requestTimeout
        case .roomFull, .relayFull, .draining: .serviceUnavailable
        case .nameTooLong, .roomNameTooLong, .banned, .origin: .forbidden
        case .more(_, let refusal): refusal.status
        }
    }

    var headers: HTTPHeaders {
        switch self {
        case .tokenMissing, .tokenWrong: ["WWW-Authenticate": "Bearer"]
        case .tokensTooMany(_, let seconds): ["Retry-After": "\(seconds)"]
        case .networkFull: ["Retry-After": "10"]
        case .networkTooFast: ["Retry-After": "1"]
        default: [:]
        }
    }

    /// The words, a line.
    var body: String { Printable.line(words) + "\n" }

    /// The answer as bytes, for who has no HTTP handlers in its pipeline (RFC 9112).
    var answer: ByteBuffer {
        var lines = ["HTTP/1.1 \(status.code) \(status.reasonPhrase)"]
        lines += headers.map { "\($0.name): \($0.value)" }
        lines += ["Content-Type: text/plain; charset=utf-8", "Content-Length: \(body.utf8.count)", "Connection: close"]
        return ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}
