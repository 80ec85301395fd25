extension String {
    /// The text in `range` of `bytes`; what is not UTF-8 there becomes U+FFFD.
    @inlinable
    public init(copying bytes: Span<UInt8>, _ range: Range<Int>) {
        self = bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
