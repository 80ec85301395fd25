/// The key with which a client masks a payload, turned to the byte that comes next (RFC 6455 §5.3).
struct Mask: Equatable {
    /// Its first byte lowest.
    private var key: UInt32

    /// The key as its four bytes come.
    init(_ bytes: (UInt8, UInt8, UInt8, UInt8)) {
        key = UInt32(bytes.0) | UInt32(bytes.1) << 8 | UInt32(bytes.2) << 16 | UInt32(bytes.3) << 24
    }

    /// Appends the next bytes of the payload to `payload`, unmasked.
    mutating func unmask(_ bytes: Span<UInt8>, onto payload: inout [UInt8]) {
        var index = payload.count
        bytes.withUnsafeBufferPointer { payload.append(contentsOf: $0) }
        let word = UInt64(key) << 32 | UInt64(key)
        var elements = payload.mutableSpan
        var masked = elements.mutableBytes
        // A word at a time, as it makes no odds to the key; its bytes lie in memory as they came.
        while index <= masked.byteCount - 8 {
            let value = masked.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            masked.storeBytes(of: value ^ word.littleEndian, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        for place in index..<masked.byteCount {
            let byte = masked.unsafeLoad(fromByteOffset: place, as: UInt8.self)
            let shift = UInt32((place - index) % 4) * 8
            masked.storeBytes(of: byte ^ UInt8(truncatingIfNeeded: key >> shift), toByteOffset: place, as: UInt8.self)
        }
        let turn = UInt32(bytes.count % 4) * 8
        key = key >> turn | key << (32 - turn)
    }
}
