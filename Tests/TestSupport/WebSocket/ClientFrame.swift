/// A masked frame of a client (RFC 6455 §5.3), which a test can make invalid.
public struct ClientFrame: Equatable, Sendable {
    /// Opcodes (RFC 6455 §11.8).
    public enum Opcode {
        public static let continuation: UInt8 = 0
        public static let text: UInt8 = 1
        public static let binary: UInt8 = 2
        public static let close: UInt8 = 8
        public static let ping: UInt8 = 9
        public static let pong: UInt8 = 10
    }

    /// The masking key of the example in RFC 6455 §5.7.
    public static let maskingKey: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

    public var opcode: UInt8
    public var payload: [UInt8]
    public var isFinal: Bool
    /// The bits RSV1 to RSV3 as a number.
    public var reservedBits: UInt8 = 0
    /// The masking key: four bytes.
    public var maskingKey = Self.maskingKey

    public init(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) {
        self.opcode = opcode
        self.payload = payload
        self.isFinal = isFinal
    }

    public init(_ opcode: UInt8, _ text: String, isFinal: Bool = true) {
        self.init(opcode, Array(text.utf8), isFinal: isFinal)
    }

    /// The number of bytes before the payload, with the shortest encoding of the length (RFC 6455 §5.2).
    public var headLength: Int {
        switch payload.count {
        case ..<126: 6
        case ...Int(UInt16.max): 8
        default: 14
        }
    }

    /// The encoded frame.
    public var bytes: [UInt8] {
        let length = payload.count
        var bytes = [(isFinal ? 0x80 : 0) | reservedBits << 4 | opcode]
        switch length {
        case ..<126: bytes.append(0x80 | UInt8(length))
        case ...Int(UInt16.max): bytes += [0x80 | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
        default: bytes += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * (7 - $0))) }
        }
        return bytes + maskingKey + maskedPayload
    }

    /// The masked payload, computed eight bytes at a time because tests run without optimization.
    private var maskedPayload: [UInt8] {
        let key = maskingKey
        var masked = payload
        masked.withUnsafeMutableBytes { bytes in
            let word = (key + key).withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
            let rest = bytes.count & ~7
            for offset in stride(from: 0, to: rest, by: 8) {
                let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                bytes.storeBytes(of: value ^ word, toByteOffset: offset, as: UInt64.self)
            }
            for offset in rest..<bytes.count { bytes[offset] ^= key[offset & 3] }
        }
        return masked
    }
}
