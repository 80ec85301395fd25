import Events

/// An error in the frames from a client: the code and the reason to close the WebSocket with.
struct Violation: Error, Equatable {
    let code: CloseCode
    let reason: String

    init(_ code: CloseCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// A violation of RFC 6455, with the section that is violated.
    static func protocolError(_ reason: String, section: String) -> Violation {
        Violation(.protocolError, "\(reason) (RFC 6455 section \(section))")
    }
}
