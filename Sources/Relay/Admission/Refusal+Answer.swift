import Events
import NIOCore
import NIOHTTP1
import Text

/// A refusal as HTTP says it (RFC 9110 §15, RFC 6585).
extension Refusal {
    var status: HTTPResponseStatus {
        switch self {
        case .tokenMissing, .tokenWrong: .unauthorized
        case .tokensTooMany, .networkFull, .networkTooFast: .tooManyRequests
        case .requestTooLarge: .requestHeaderFieldsTooLarge
        case .requestTooSlow: .requestTimeout
        case .roomFull, .relayFull, .draining: .serviceUnavailable
        case .nameTooLong, .roomNameTooLong, .banned, .origin, .host: .forbidden
        case .forwarding: .badRequest
        case .repeated(_, let refusal): refusal.status
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
}

extension HTTPResponse {
    /// The refusal, and its words in a line.
    init(_ refusal: Refusal) {
        self.init(
            status: refusal.status, headers: refusal.headers,
            body: ByteBuffer(string: Printable.line(refusal.words) + "\n"))
    }
}
