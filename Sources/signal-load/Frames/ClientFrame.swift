import NIOCore

/// A frame as a client sends it: masked (RFC 6455 §5.3), built once and sent often.
struct ClientFrame: Equatable, Sendable {
    /// The opcodes that are used here (RFC 6455 §11.8).
    enum Opcode: UInt8, Sendable {
        case text = 1
        case close = 8
        case pong = 10
    }

    /// The masking key of RFC 6455 §5.7's example: any will do, only not zeros, which some servers need not undo.
    static let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

    /// What goes on the wire.
    private(set) var bytes: ByteBuffer
    /// Where the number's digits are, in `bytes`, and the place of the first in the payload.
    private let digits: (start: Int, place: Int)?

    init(_ opcode: Opcode, _ payload: some Collection<UInt8>) {
        self.init(opcode, payload, numberAt: nil)
    }

    /// A text message whose number can be changed.
    init(_ payload: Payload) {
        self.init(.text, payload.text.utf8, numberAt: payload.numberPlace)
    }

    private init(_ opcode: Opcode, _ payload: some Collection<UInt8>, numberAt place: Int?) {
        bytes = ByteBuffer()
        bytes.reserveCapacity(payload.count + 14)
        bytes.writeInteger(0x80 | opcode.rawValue)
        // The shortest way to say the length (RFC 6455 §5.2).
        switch payload.count {
        case ..<126:
            bytes.writeInteger(0x80 | UInt8(payload.count))
        case ...Int(UInt16.max):
            bytes.writeInteger(0x80 | UInt8(126))
            bytes.writeInteger(UInt16(payload.count))
        default:
            bytes.writeInteger(0x80 | UInt8(127))
            bytes.writeInteger(UInt64(payload.count))
        }
        bytes.writeBytes(Self.key)
        digits = place.map { [start = bytes.writerIndex] in (start + $0, $0) }
        bytes.writeBytes(payload.enumerated().map { $1 ^ Self.key[$0 & 3] })
    }

    /// Says another number in the message, so that no two are the same.
    mutating func setNumber(_ number: Int) {
        guard let digits else { return }
        var rest = number.magnitude
        for offset in stride(from: Payload.numberLength - 1, through: 0, by: -1) {
            let digit = UInt8(ascii: "0") + UInt8(rest % 10)
            bytes.setInteger(digit ^ Self.key[(digits.place + offset) & 3], at: digits.start + offset)
            rest /= 10
        }
    }

    static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }
}
