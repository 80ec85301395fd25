/// The first byte of a frame: the FIN bit and the opcode (RFC 6455 §5.2).
struct FrameHead: Equatable {
    /// The type of a frame; all other values are reserved.
    enum Opcode: UInt8 {
        case continuation = 0x0
        case text = 0x1
        case binary = 0x2
        case close = 0x8
        case ping = 0x9
        case pong = 0xA

        /// Whether frames with this opcode may be sent between the fragments of a message (RFC 6455 §5.5).
        var isControl: Bool { rawValue & 0x8 != 0 }
    }

    let opcode: Opcode
    /// Whether the frame is the last of its message.
    let isFinal: Bool

    /// Parses the first byte of a frame from a client.
    init(_ byte: UInt8) throws(Violation) {
        guard byte & 0x70 == 0 else { throw .protocolError("a reserved bit is set", section: "5.2") }
        guard let opcode = Opcode(rawValue: byte & 0x0F) else {
            throw .protocolError("a reserved opcode", section: "5.2")
        }
        self.opcode = opcode
        isFinal = byte & 0x80 != 0
        guard isFinal || !opcode.isControl else {
            throw .protocolError("a control frame is whole", section: "5.5")
        }
    }

    /// Returns the size in bytes of the extended length field for a payload of `length` bytes: 0, 2 or 8.
    ///
    /// The minimal number of bytes must be used (RFC 6455 §5.2).
    static func extendedLengthBytes(for length: Int) -> Int {
        switch length {
        case ...125: 0
        case ...65_535: 2
        default: 8
        }
    }
}
