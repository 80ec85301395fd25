import Messages
import NIOCore

/// An encoded frame from the relay: unfragmented, unmasked (RFC 6455 §5.1), and shared by all recipients.
struct OutgoingFrame {
    let bytes: ByteBuffer

    init(_ opcode: FrameHead.Opcode, _ payload: [UInt8]) {
        let extended = FrameHead.extendedLengthBytes(for: payload.count)
        var bytes = ByteBufferAllocator().buffer(capacity: 2 + extended + payload.count)
        bytes.writeInteger(0x80 | opcode.rawValue)
        switch extended {
        case 0: bytes.writeInteger(UInt8(truncatingIfNeeded: payload.count))
        case 2:
            bytes.writeInteger(UInt8(126))
            bytes.writeInteger(UInt16(truncatingIfNeeded: payload.count))
        default:
            bytes.writeInteger(UInt8(127))
            bytes.writeInteger(UInt64(payload.count))
        }
        bytes.writeBytes(payload)
        self.bytes = bytes
    }

    /// A whole message in one frame, regardless of the fragments it was received in.
    init(_ message: Message) {
        self.init(message.opcode == .text ? .text : .binary, message.payload)
    }
}
