import Events

/// A reason to close a WebSocket with a code.
struct Violation: Error, Equatable {
    let code: CloseCode
    let reason: String

    init(_ code: CloseCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Something that RFC 6455 forbids, and the section that does.
    static func protocolError(_ reason: String, section: String) -> Violation {
        Violation(.protocolError, "\(reason) (RFC 6455 section \(section))")
    }
}
