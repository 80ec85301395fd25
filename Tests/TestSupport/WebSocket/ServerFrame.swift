public import NIOCore

/// An unmasked frame of a server (RFC 6455 §5.1).
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

/// Decodes a server's frames from chunks of bytes (RFC 6455 §5.2).
///
/// It is inlinable because the load generator decodes every delivery with it.
public struct ServerFrameReader: Equatable, Sendable {
    /// An invalid frame.
    public enum Violation: Error, Equatable, Sendable {
        /// The payload is longer than ``maximumPayload``.
        case tooLong
        /// The frame is masked (RFC 6455 §5.1).
        case masked
    }

    /// The maximum length of a payload: 16 MiB, more than the relay forwards.
    @inlinable public static var maximumPayload: Int { 16 << 20 }

    @usableFromInline var pending = ByteBuffer()

    @inlinable
    public init() {}

    /// Appends a chunk.
    @inlinable
    public mutating func append(_ bytes: ByteBuffer) {
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.writeImmutableBuffer(bytes)
        }
    }

    /// Removes and returns the next frame; returns `nil` if it is incomplete.
    @inlinable
    public mutating func next() throws(Violation) -> ServerFrame? {
        let start = pending.readerIndex
        guard let first: UInt8 = pending.getInteger(at: start), let second: UInt8 = pending.getInteger(at: start + 1)
        else {
            // Release the buffer, so that the channel can reuse it.
            if pending.readableBytes == 0 { pending = ByteBuffer() }
            return nil
        }
        guard second & 0x80 == 0 else { throw .masked }
        var (length, head) = (Int(second), 2)
        if length == 126 {
            guard let long: UInt16 = pending.getInteger(at: start + 2) else { return nil }
            (length, head) = (Int(long), 4)
        } else if length == 127 {
            guard let long: UInt64 = pending.getInteger(at: start + 2) else { return nil }
            guard long <= UInt64(Self.maximumPayload) else { throw .tooLong }
            (length, head) = (Int(long), 10)
        }
        guard let payload = pending.getSlice(at: start + head, length: length) else { return nil }
        pending.moveReaderIndex(forwardBy: head + length)
        return ServerFrame(isFinal: first & 0x80 != 0, opcode: first & 0x0F, payload: payload)
    }

    /// Removes and returns the bytes that have not been decoded.
    mutating func removeAll() -> ByteBuffer {
        defer { pending = ByteBuffer() }
        return pending
    }
}
