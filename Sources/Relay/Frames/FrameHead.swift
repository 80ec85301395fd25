/// The first byte of a frame: what it is, and whether it is the last of its message (RFC 6455 §5.2).
struct FrameHead: Equatable {
    /// What a frame is; all other numbers are reserved.
    enum Opcode: UInt8 {
        case continuation = 0x0
        case text = 0x1
        case binary = 0x2
        case close = 0x8
        case ping = 0x9
        case pong = 0xA

        /// Whether it may stand between the fragments of a message (RFC 6455 §5.5).
        var isControl: Bool { rawValue & 0x8 != 0 }
    }

    let opcode: Opcode
    let isFinal: Bool

    /// Reads the byte with which a client begins a frame.
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

    /// How many bytes have to follow for the length to be written in as few as possible (RFC 6455 §5.2).
    static func extendedLengthBytes(for length: Int) -> Int {
        switch length {
        case ...125: 0
        case ...65_535: 2
        default: 8
        }
    }
}
