/// One text or binary frame's payload, as a peer sent it: the relay forwards these bytes and this opcode.
public struct Message: Hashable, Sendable {
    /// Whether it came as text or as binary (RFC 6455 §5.6); a delivery keeps it.
    public enum Opcode: Hashable, Sendable {
        case text
        case binary
    }

    /// How many bytes a message may have, after reassembly; 256 KiB, as descriptions of large conferences pass 64 KiB.
    public static let byteLimit = 256 * 1024

    /// Text or binary.
    public let opcode: Opcode
    /// The bytes as they came.
    public let payload: [UInt8]

    public init(_ opcode: Opcode, _ payload: [UInt8]) {
        self.opcode = opcode
        self.payload = payload
    }

    /// A message in a text frame.
    public static func text(_ text: String) -> Message {
        Message(.text, Array(text.utf8))
    }

    /// The payload as text; `nil` if it is not UTF-8.
    public var text: String? {
        String(validating: payload, as: UTF8.self)
    }
}
