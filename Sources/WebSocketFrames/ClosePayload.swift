package import Events

/// The payload of a close frame: empty, or a code and a reason in UTF-8 (RFC 6455 §5.5.1).
package struct ClosePayload: Equatable {
    /// The close code; `nil` if the payload is empty.
    package let code: CloseCode?
    package let reason: String

    package init(code: CloseCode?, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Parses the payload of a close frame from a client.
    package init(_ payload: [UInt8]) throws(Violation) {
        guard let first = payload.first else {
            self.init(code: nil, reason: "")
            return
        }
        guard let second = payload.dropFirst().first, Self.isAllowed(UInt16(first) << 8 | UInt16(second)) else {
            throw .protocolError("no close code that a client may send", section: "7.4")
        }
        guard let reason = String(validating: payload.dropFirst(2), as: UTF8.self) else {
            throw Violation(.notUTF8, "the reason of a close frame is UTF-8 (RFC 6455 section 5.5.1)")
        }
        self.init(code: CloseCode(rawValue: UInt16(first) << 8 | UInt16(second)), reason: reason)
    }

    /// Whether a frame may carry the code `number` (RFC 6455 §7.4).
    ///
    /// The codes 1004 to 1006 and 1015 are reserved for local use, and below 3000 only registered codes are valid.
    private static func isAllowed(_ number: UInt16) -> Bool {
        switch number {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    /// The encoded payload, with the reason truncated to the 125 bytes of a control frame (RFC 6455 §5.5).
    package var bytes: [UInt8] {
        guard let code else { return [] }
        var bytes = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)]
        for character in reason where bytes.count + character.utf8.count <= 125 { bytes += character.utf8 }
        return bytes
    }
}

/// An error in the frames from a client: the code and the reason to close the WebSocket with.
package struct Violation: Error, Equatable {
    package let code: CloseCode
    package let reason: String

    package init(_ code: CloseCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// A violation of RFC 6455, with the section that is violated.
    package static func protocolError(_ reason: String, section: String) -> Violation {
        Violation(.protocolError, "\(reason) (RFC 6455 section \(section))")
    }
}
