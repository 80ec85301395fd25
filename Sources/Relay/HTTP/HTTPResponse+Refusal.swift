import Events
import NIOCore
import NIOHTTP1
import Text

extension HTTPResponse {
    /// The response to a refused request, with the reason as its body.
    init(_ refusal: Refusal) {
        self.init(
            status: refusal.status, headers: refusal.headers,
            body: ByteBuffer(string: Printable.line(refusal.words) + "\n"))
    }
}

extension Refusal {
    /// The HTTP status (RFC 9110 §15, RFC 6585).
    fileprivate var status: HTTPResponseStatus {
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

    /// The header fields that the status requires or suggests.
    fileprivate var headers: HTTPHeaders {
        switch self {
        case .tokenMissing, .tokenWrong: ["WWW-Authenticate": "Bearer"]
        case .tokensTooMany(_, let seconds): ["Retry-After": "\(seconds)"]
        case .networkFull: ["Retry-After": "10"]
        case .networkTooFast: ["Retry-After": "1"]
        default: [:]
        }
    }
}
