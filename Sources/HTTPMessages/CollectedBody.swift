package import NIOCore

/// A body that is read as a whole, with the bytes in which it was framed.
package struct CollectedBody {
    /// The bytes as they were received, sizes of chunks included.
    package private(set) var bytes = ByteBuffer()
    private let limit: Int

    /// Creates an empty body.
    ///
    /// - Parameter limit: The maximum number of bytes, both as received and as decompressed.
    package init(limit: Int) { self.limit = limit }

    /// Appends a part; returns false if the body is larger than the limit.
    package mutating func append(_ part: ByteBuffer) -> Bool {
        var part = part
        bytes.writeBuffer(&part)
        return bytes.readableBytes <= limit
    }

    /// Returns the content: without the sizes of chunks, and decompressed by the codings in `fields` (RFC 9110 §8.4,
    /// RFC 9112 §6.1).
    package func content(_ fields: HeaderFields) throws(HTTPFault) -> [UInt8] {
        var content = Array(bytes.readableBytesView)
        if fields.elements(of: "transfer-encoding").contains("chunked") { content = ChunkParser.content(of: content) }
        for coding in fields.elements(of: "content-encoding").reversed() where coding != "identity" {
            guard ["gzip", "x-gzip", "deflate"].contains(coding) else {
                throw HTTPFault("a body that is encoded in a way that is not known", value: coding.utf8)
            }
            content = try Inflate.decode(content, limit: limit)
        }
        return content
    }
}
