import NIOCore
import TestSupport

/// A text message as a frame that is built once and sent often, with another number each time.
struct NumberedMessage: Sendable {
    /// What goes over the wire.
    private(set) var bytes: ByteBuffer
    /// Where the number's digits are, in `bytes`, and the offset of the first in the payload.
    private let digits: (start: Int, offset: Int)

    init(_ payload: Payload) {
        let frame = ClientFrame(ClientFrame.Opcode.text, payload.text)
        bytes = ByteBuffer(bytes: frame.bytes)
        digits = (frame.headLength + payload.numberPlace, payload.numberPlace)
    }

    /// Writes a number into the message, so that no two messages are the same.
    mutating func setNumber(_ number: Int) {
        let key = ClientFrame.maskingKey
        var rest = number.magnitude
        for index in stride(from: Payload.numberLength - 1, through: 0, by: -1) {
            let digit = UInt8(ascii: "0") + UInt8(rest % 10)
            bytes.setInteger(digit ^ key[(digits.offset + index) & 3], at: digits.start + index)
            rest /= 10
        }
    }
}
