/// The masking key of a payload, rotated to the next byte to unmask (RFC 6455 §5.3).
struct Mask: Equatable {
    /// The key in little-endian order: the next byte to apply is the lowest.
    private var key: UInt32

    /// A key from its four bytes in network order.
    init(_ bytes: (UInt8, UInt8, UInt8, UInt8)) {
        key = UInt32(bytes.0) | UInt32(bytes.1) << 8 | UInt32(bytes.2) << 16 | UInt32(bytes.3) << 24
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
