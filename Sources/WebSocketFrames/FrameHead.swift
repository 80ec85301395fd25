package import Messages
package import NIOCore

/// The first byte of a frame: the FIN bit and the opcode (RFC 6455 §5.2).
package struct FrameHead: Equatable {
    /// The type of a frame; all other values are reserved.
    package enum Opcode: UInt8 {
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

/// The masking key of a payload, rotated to the next byte to unmask (RFC 6455 §5.3).
struct Mask: Equatable {
    /// The key in little-endian order: the next byte to apply is the lowest.
    private var key: UInt32

    /// A key from its four bytes in network order.
    init(_ bytes: (UInt8, UInt8, UInt8, UInt8)) {
        key = UInt32(bytes.0) | UInt32(bytes.1) << 8 | UInt32(bytes.2) << 16 | UInt32(bytes.3) << 24
    }

    /// A key from its four bytes as a number in network order.
    init(_ key: UInt32) {
        self.key = key.byteSwapped
    }

    /// Unmasks `bytes`, the next part of the payload, and appends the result to `payload`.
    mutating func unmask(_ bytes: Span<UInt8>, onto payload: inout [UInt8]) {
        var index = payload.count
        bytes.withUnsafeBufferPointer { payload.append(contentsOf: $0) }
        let word = UInt64(key) << 32 | UInt64(key)
        var elements = payload.mutableSpan
        var masked = elements.mutableBytes
        // Eight bytes at a time, which is twice the key. The key is in memory order, hence `littleEndian`.
        while index <= masked.byteCount - 8 {
            let value = masked.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            masked.storeBytes(of: value ^ word.littleEndian, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        for offset in index..<masked.byteCount {
            let byte = masked.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            let shift = UInt32((offset - index) % 4) * 8
            masked.storeBytes(of: byte ^ UInt8(truncatingIfNeeded: key >> shift), toByteOffset: offset, as: UInt8.self)
        }
        let rotation = UInt32(bytes.count % 4) * 8
        key = key >> rotation | key << (32 - rotation)
    }
}

/// Encoded frames: a control frame, or a message in one frame or in the fragments that it was received in.
///
/// Frames to a client are not masked (RFC 6455 §5.1), and are shared by all recipients.
package struct OutgoingFrame {
    package let bytes: ByteBuffer

    private init(_ bytes: ByteBuffer) { self.bytes = bytes }

    /// Encodes one frame.
    ///
    /// - Parameters:
    ///   - opcode: The type of the frame.
    ///   - payload: The payload.
    ///   - key: The masking key of a frame to a server; `nil`, the default, for one to a client.
    package init(_ opcode: FrameHead.Opcode, _ payload: [UInt8], maskedBy key: UInt32? = nil) {
        let extended = FrameHead.extendedLengthBytes(for: payload.count)
        var bytes = ByteBufferAllocator().buffer(capacity: 2 + extended + (key == nil ? 0 : 4) + payload.count)
        Self.write(opcode, payload.span, isFinal: true, maskedBy: key, to: &bytes)
        self.init(bytes)
    }

    /// Encodes a message.
    ///
    /// - Parameters:
    ///   - message: The message, with the lengths of its fragments.
    ///   - key: Returns a new masking key for each frame to a server; `nil`, the default, for frames to a client.
    package init(_ message: Message, maskedBy key: (() -> UInt32)? = nil) {
        let opcode = message.opcode == .text ? FrameHead.Opcode.text : .binary
        guard message.fragments.count > 1, message.fragments.reduce(0, +) == message.payload.count else {
            self.init(opcode, message.payload, maskedBy: key?())
            return
        }
        var bytes = ByteBufferAllocator().buffer(capacity: message.payload.count + 14 * message.fragments.count)
        var start = 0
        for (index, length) in message.fragments.enumerated() {
            Self.write(
                index == 0 ? opcode : .continuation, message.payload.span.extracting(start..<start + length),
                isFinal: index == message.fragments.count - 1, maskedBy: key?(), to: &bytes)
            start += length
        }
        self.init(bytes)
    }

    private static func write(
        _ opcode: FrameHead.Opcode, _ payload: Span<UInt8>, isFinal: Bool, maskedBy key: UInt32?,
        to bytes: inout ByteBuffer
    ) {
        let maskBit: UInt8 = key == nil ? 0 : 0x80
        bytes.writeInteger((isFinal ? 0x80 : 0) | opcode.rawValue)
        switch FrameHead.extendedLengthBytes(for: payload.count) {
        case 0: bytes.writeInteger(maskBit | UInt8(truncatingIfNeeded: payload.count))
        case 2:
            bytes.writeInteger(maskBit | 126)
            bytes.writeInteger(UInt16(truncatingIfNeeded: payload.count))
        default:
            bytes.writeInteger(maskBit | 127)
            bytes.writeInteger(UInt64(payload.count))
        }
        guard let key else {
            payload.withUnsafeBufferPointer { _ = bytes.writeBytes($0) }
            return
        }
        bytes.writeInteger(key)
        // Masking and unmasking are the same operation (RFC 6455 §5.3).
        var masked: [UInt8] = []
        masked.reserveCapacity(payload.count)
        var mask = Mask(key)
        mask.unmask(payload, onto: &masked)
        bytes.writeBytes(masked)
    }
}
