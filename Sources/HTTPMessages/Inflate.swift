import CZlib

/// The decompression of bodies: gzip, zlib, and deflate without a header, which some servers send as `deflate`
/// (RFC 9110 §8.4.1.2).
package enum Inflate {
    /// Returns the bytes of a gzip file, whose members are concatenated (RFC 1952 §2.2), and whether it is complete; `nil` if
    /// nothing of it can be read, or it has more than `limit` bytes.
    package static func decode(file bytes: [UInt8], limit: Int) -> (bytes: [UInt8], isComplete: Bool)? {
        var (output, start): ([UInt8], Int) = ([], 0)
        while start < bytes.count {
            guard
                let part = try? inflated(
                    Array(bytes[start...]), windowBits: MAX_WBITS + 16, limit: limit - output.count)
            else { return nil }
            output += part.output
            guard part.isComplete, part.consumed > 0 else { return output.isEmpty ? nil : (output, false) }
            start += part.consumed
        }
        return (output, true)
    }

    /// Returns the decompressed bytes, at most `limit`, as few bytes can become many.
    package static func decode(_ bytes: [UInt8], limit: Int) throws(HTTPFault) -> [UInt8] {
        if let decoded = try decode(bytes, windowBits: MAX_WBITS + 32, limit: limit) { return decoded }
        if let decoded = try decode(bytes, windowBits: -MAX_WBITS, limit: limit) { return decoded }
        throw HTTPFault("a compressed body that is malformed")
    }

    /// Returns the decompressed bytes; `nil` if `bytes` are malformed or incomplete in this format.
    private static func decode(_ bytes: [UInt8], windowBits: Int32, limit: Int) throws(HTTPFault) -> [UInt8]? {
        let result = try inflated(bytes, windowBits: windowBits, limit: limit)
        return result.isComplete ? result.output : nil
    }

    /// Returns what could be decompressed, the number of bytes that were read for it, and whether the end was found.
    private static func inflated(
        _ bytes: [UInt8], windowBits: Int32, limit: Int
    ) throws(HTTPFault) -> (output: [UInt8], consumed: Int, isComplete: Bool) {
        var stream = z_stream()
        guard signal_inflate_init(&stream, windowBits) == Z_OK else { return ([], 0, false) }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        var status = Z_OK
        var input = bytes
        let inputCount = UInt32(clamping: input.count)
        // The stream refers to the input until the end of the closure only.
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = inputCount
            while status == Z_OK, output.count <= limit {
                let written = chunk.withUnsafeMutableBufferPointer { chunk in
                    stream.next_out = chunk.baseAddress
                    stream.avail_out = UInt32(chunk.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    return chunk.count - Int(stream.avail_out)
                }
                output += chunk[..<written]
            }
        }
        guard output.count <= limit else { throw HTTPFault("a compressed body of more than \(limit) bytes") }
        return (output, Int(inputCount) - Int(stream.avail_in), status == Z_STREAM_END)
    }
}
