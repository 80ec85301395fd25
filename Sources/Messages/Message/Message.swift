/// The payload of a text or binary message from a peer. The relay forwards the same bytes with the same opcode.
public struct Message: Hashable, Sendable {
    /// The type of data in a message (RFC 6455 §5.6), which a delivery preserves.
    public enum Opcode: Hashable, Sendable {
        case text
        case binary
    }

    /// The size limit of a reassembled message in bytes: 256 KiB, as descriptions of large conferences exceed 64 KiB.
    public static let byteLimit = 256 * 1024

    public let opcode: Opcode
    /// The bytes as they were received.
    public let payload: [UInt8]

    public init(_ opcode: Opcode, _ payload: [UInt8]) {
        self.opcode = opcode
        self.payload = payload
    }

    /// Makes a text message.
    public static func text(_ text: String) -> Message {
        Message(.text, Array(text.utf8))
    }

    /// The payload as text; `nil` if it is not UTF-8.
    public var text: String? {
        String(validating: payload, as: UTF8.self)
    }
}
