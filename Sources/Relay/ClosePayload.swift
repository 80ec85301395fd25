import NIOCore
import Signaling

/// What a close frame carries: nothing, or a code and a reason in UTF-8 (RFC 6455 §5.5.1).
struct ClosePayload: Equatable {
    let code: CloseCode?
    let reason: String

    init(code: CloseCode?, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Reads the payload of a close frame that a client sent.
    init(_ payload: ByteBuffer) throws(Violation) {
        guard payload.readableBytes > 0 else {
            self.init(code: nil, reason: "")
            return
        }
        var payload = payload
        guard let number = payload.readInteger(as: UInt16.self), Self.isAllowed(number) else {
            throw Violation(.protocolError, "no close code that a client may send (RFC 6455 section 7.4)")
        }
        guard let reason = String(validating: payload.readableBytesView, as: UTF8.self) else {
            throw Violation(.notUTF8, "the reason of a close frame is UTF-8 (RFC 6455 section 5.5.1)")
        }
        self.init(code: CloseCode(rawValue: number), reason: reason)
    }

    /// RFC 6455 §7.4: 1004–1006 and 1015 never stand in a frame; below 3000 only registered codes do.
    private static func isAllowed(_ number: UInt16) -> Bool {
        switch number {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    /// The payload as bytes, its reason cut to what a control frame holds (RFC 6455 §5.5: 125 bytes).
    var bytes: ByteBuffer {
        guard let code else { return ByteBuffer() }
        var bytes = ByteBuffer(integer: code.rawValue)
        for character in reason where bytes.readableBytes + character.utf8.count <= 125 {
            bytes.writeString(String(character))
        }
        return bytes
    }
}
