package import NIOCore

/// The way in which the end of a body is marked (RFC 9112 §6.3).
package enum BodyFraming: Equatable {
    /// There is no body.
    case none
    /// The body has this many bytes.
    case counted(Int)
    /// The body ends with a chunk of size 0 and trailers (RFC 9112 §7.1).
    case chunked
    /// The body ends with the connection; only that of a response can.
    case untilClose

    /// The framing of the body of `request`.
    package init(of request: ProxiedRequest) throws(HTTPFault) {
        switch try Self.explicit(request.fields, request.version) {
        case .untilClose?: throw HTTPFault("the last transfer coding of a request is not chunked")
        case let framing: self = framing ?? .none
        }
    }

    /// The framing of the body of `response` to a request with this method.
    package init(of response: ProxiedResponse, to method: String) throws(HTTPFault) {
        let explicit = try Self.explicit(response.fields, response.version)
        switch response.status {
        case 100...199, 204, 304: self = .none
        default: self = method == "HEAD" ? .none : explicit ?? .untilClose
        }
    }

    /// The framing that the fields state; `nil` if they state none.
    ///
    /// Two statements are refused, even if they agree, because a recipient could find another end (RFC 9112 §11.2).
    private static func explicit(
        _ fields: HeaderFields, _ version: HTTPMinorVersion
    ) throws(HTTPFault) -> BodyFraming? {
        let (codings, lengths) = (fields.values(of: "transfer-encoding"), fields.values(of: "content-length"))
        guard codings.isEmpty || lengths.isEmpty else { throw HTTPFault("both Transfer-Encoding and Content-Length") }
        if let coding = codings.first {
            guard codings.count == 1 else { throw HTTPFault("more than one Transfer-Encoding") }
            guard version == .one else { throw HTTPFault("Transfer-Encoding in HTTP/1.0") }
            let names = fields.elements(of: "transfer-encoding")
            guard names.filter({ $0 == "chunked" }).count <= 1, !names.isEmpty else {
                throw HTTPFault("an invalid Transfer-Encoding", value: coding)
            }
            return names.last == "chunked" ? .chunked : .untilClose
        }
        guard let length = lengths.first else { return nil }
        guard lengths.count == 1 else { throw HTTPFault("more than one Content-Length") }
        // 18 digits fit into 64 bits.
        guard (1...18).contains(length.count), length.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int(String(decoding: length, as: UTF8.self))
        else { throw HTTPFault("an invalid Content-Length", value: length) }
        return count == 0 ? BodyFraming.none : .counted(count)
    }
}

/// A reader of one body, which forwards the bytes as they are framed, chunk sizes and trailers included.
package struct BodyReader {
    private enum State {
        case counted(left: Int)
        case chunked(ChunkParser)
        case untilClose
        case complete
    }

    private var state: State

    package init(_ framing: BodyFraming) {
        state =
            switch framing {
            case .none: .complete
            case .counted(let count): .counted(left: count)
            case .chunked: .chunked(ChunkParser())
            case .untilClose: .untilClose
            }
    }

    /// Whether the end of the body was read.
    package var isComplete: Bool { if case .complete = state { true } else { false } }

    /// Whether the body ends with the connection.
    package var isUntilClose: Bool { if case .untilClose = state { true } else { false } }

    /// Removes and returns the part of the body at the start of `bytes`; returns `nil` if there is none.
    package mutating func take(from bytes: inout ByteBuffer) throws(HTTPFault) -> ByteBuffer? {
        guard bytes.readableBytes > 0 else { return nil }
        let count: Int
        switch state {
        case .complete: return nil
        case .untilClose: count = bytes.readableBytes
        case .counted(let left):
            count = min(left, bytes.readableBytes)
            state = count == left ? .complete : .counted(left: left - count)
        case .chunked(var parser):
            count = try parser.parse(bytes.readableBytesUInt8Span)
            state = parser.isComplete ? .complete : .chunked(parser)
        }
        return bytes.readSlice(length: count)
    }
}

/// A parser that finds the end of a chunked body (RFC 9112 §7.1).
package struct ChunkParser {
    private enum State {
        /// Within the digits of a size.
        case size(digits: Int)
        /// Within the extensions after a size.
        case extensions
        /// Before the line feed after a size.
        case sizeEnd
        /// Within the data of a chunk.
        case data(left: Int)
        /// Before the CR and the LF after the data.
        case dataEnd(isAfterCR: Bool)
        /// At the start of a trailer line, or of the empty line at the end.
        case trailerStart
        /// Within a trailer line.
        case trailer
        /// Before the line feed of a trailer line, or of the empty line.
        case trailerEnd(isLast: Bool)
        case complete
    }

    /// The maximum size of the lines between the data of two chunks, and of all trailers, in bytes; 16 KiB.
    private static let lineLimit = 16 * 1024

    private var state = State.size(digits: 0)
    private var size = 0
    /// The bytes of the current line, or of all trailers so far.
    private var lineBytes = 0

    /// Whether the end was reached.
    package var isComplete: Bool { if case .complete = state { true } else { false } }

    /// The number of bytes before the end of the current chunk's data; 0 outside of the data.
    var dataLeft: Int { if case .data(let left) = state { left } else { 0 } }

    /// Whether the size of a chunk is next.
    var isAtSize: Bool { if case .size(digits: 0) = state { true } else { false } }

    /// Whether the trailers are next.
    var isAtTrailers: Bool { if case .trailerStart = state { true } else { false } }

    /// Parses `bytes` to the end of the body, and returns the number of bytes that belong to it.
    package mutating func parse(_ bytes: Span<UInt8>) throws(HTTPFault) -> Int {
        var index = 0
        while index < bytes.count {
            if isComplete { return index }
            if case .data(let left) = state {
                let count = min(left, bytes.count - index)
                index += count
                state = count == left ? .dataEnd(isAfterCR: false) : .data(left: left - count)
            } else {
                try parse(bytes[index])
                index += 1
            }
        }
        return index
    }

    /// Returns the data of the chunks at the start of `bytes`, of which the last may be incomplete.
    package static func content(of bytes: [UInt8]) -> [UInt8] {
        var (rest, content) = (bytes[...], [UInt8]())
        while let end = rest.firstIndex(of: 0x0A) {
            let digits = String(decoding: rest[..<end].prefix { Self.digit($0) != nil }, as: UTF8.self)
            guard let size = Int(digits, radix: 16), size > 0 else { break }
            content += rest[(end + 1)...].prefix(size)
            // The line end after the data.
            rest = rest[(end + 1)...].dropFirst(size).dropFirst(2)
        }
        return content
    }

    private mutating func parse(_ byte: UInt8) throws(HTTPFault) {
        lineBytes += 1
        guard lineBytes <= Self.lineLimit else { throw HTTPFault("chunk extensions or trailers that are too long") }
        switch (state, byte) {
        case (.size(let digits), _) where Self.digit(byte) != nil:
            guard digits < 15 else { throw HTTPFault("a chunk size that is too large") }
            size = size << 4 | (Self.digit(byte) ?? 0)
            state = .size(digits: digits + 1)
        case (.size(digits: 1...), 0x0D), (.extensions, 0x0D): state = .sizeEnd
        case (.size(digits: 1...), 0x3B), (.size(digits: 1...), 0x20), (.size(digits: 1...), 0x09): state = .extensions
        case (.size, _): throw HTTPFault("a chunk size that is no hexadecimal number", value: [byte])
        case (.extensions, 0x20...0x7E), (.extensions, 0x80...), (.extensions, 0x09): break
        case (.sizeEnd, 0x0A):
            state = size == 0 ? .trailerStart : .data(left: size)
            (size, lineBytes) = (0, 0)
        case (.dataEnd(false), 0x0D): state = .dataEnd(isAfterCR: true)
        case (.dataEnd(true), 0x0A):
            state = .size(digits: 0)
            lineBytes = 0
        case (.trailerStart, 0x0D): state = .trailerEnd(isLast: true)
        case (.trailerStart, 0x21...0x7E): state = .trailer
        case (.trailer, 0x0D): state = .trailerEnd(isLast: false)
        case (.trailer, 0x20...0x7E), (.trailer, 0x80...), (.trailer, 0x09): break
        case (.trailerEnd(let isLast), 0x0A): state = isLast ? .complete : .trailerStart
        default: throw HTTPFault("an invalid chunk or trailer", value: [byte])
        }
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x37
        case 0x61...0x66: Int(byte) - 0x57
        default: nil
        }
    }
}
