public import NIOCore

/// A frame as a server writes it: never masked (RFC 6455 §5.1).
public struct ServerFrame: Equatable, Sendable {
    public var isFinal: Bool
    public let opcode: UInt8
    public var payload: ByteBuffer

    @inlinable
    public init(isFinal: Bool = true, opcode: UInt8, payload: ByteBuffer) {
        self.isFinal = isFinal
        self.opcode = opcode
        self.payload = payload
    }

    public init(opcode: UInt8, payload: [UInt8]) {
        self.init(opcode: opcode, payload: ByteBuffer(bytes: payload))
    }

    public static func text(_ text: String) -> ServerFrame {
        ServerFrame(opcode: ClientFrame.Opcode.text, payload: ByteBuffer(string: text))
    }

    public static func binary(_ bytes: [UInt8]) -> ServerFrame {
        ServerFrame(opcode: ClientFrame.Opcode.binary, payload: bytes)
    }

    public static func close(_ code: UInt16, _ reason: String = "") -> ServerFrame {
        ServerFrame(
            opcode: ClientFrame.Opcode.close,
            payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(reason.utf8))
    }

    public static func pong(_ bytes: [UInt8]) -> ServerFrame {
        ServerFrame(opcode: ClientFrame.Opcode.pong, payload: bytes)
    }

    /// Appends the next fragment of the same message.
    public mutating func append(_ fragment: ServerFrame) {
        payload.writeImmutableBuffer(fragment.payload)
        isFinal = fragment.isFinal
    }

    public var bytes: [UInt8] { Array(buffer: payload) }

    /// The text of a text frame.
    public var text: String? { opcode == ClientFrame.Opcode.text ? String(buffer: payload) : nil }

    /// The code of a close frame; `nil` if it has none.
    public var closeCode: UInt16? {
        opcode == ClientFrame.Opcode.close ? payload.getInteger(at: payload.readerIndex) : nil
    }

    /// The reason of a close frame.
    public var closeReason: String { String(decoding: payload.readableBytesView.dropFirst(2), as: UTF8.self) }
}
