package import NIOCore
import Text

/// An error in an HTTP message: what is wrong, in words.
package struct HTTPFault: Error, Equatable {
    package let text: String
    /// Whether the head exceeds the size limit.
    package var isTooLarge = false

    package init(_ text: String, isTooLarge: Bool = false) {
        (self.text, self.isTooLarge) = (text, isTooLarge)
    }

    /// A fault with the bytes that are wrong, shortened and made printable.
    package init(_ text: String, value: some Sequence<UInt8>) {
        let shown = String(decoding: Array(value).prefix(60), as: UTF8.self)
        self.init("\(text): \"\(Printable.line(shown))\"")
    }
}

/// A parser of heads that accepts only what has one meaning (RFC 9112 §2.2, §11.2).
///
/// A line ends with CRLF, no field is continued on another line, and there is no space before a colon, so that no recipient
/// finds other boundaries of messages than the proxy.
package struct HeadParser {
    /// The maximum size of a head in bytes.
    private let limit: Int
    /// The number of bytes that have been searched for the end, and the index of the current line.
    private var (searched, lineStart) = (0, 0)

    package init(limit: Int) {
        self.limit = limit
    }

    /// Removes the head at the start of `bytes` and returns its lines; returns `nil` if it is incomplete.
    ///
    /// Empty lines before a head are ignored (RFC 9112 §2.2).
    package mutating func lines(from bytes: inout ByteBuffer) throws(HTTPFault) -> [[UInt8]]? {
        while let end = try end(in: bytes.readableBytesUInt8Span) {
            (searched, lineStart) = (0, 0)
            guard let head = bytes.readBytes(length: end), end > 2 else { continue }
            var lines = head.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0.dropLast()) }
            // The empty line, and what is after its line feed: nothing.
            lines.removeLast(2)
            if lines.contains(where: { $0.contains(0x0D) }) { throw HTTPFault("a carriage return without a line feed") }
            return lines
        }
        return nil
    }

    /// Whether a part of a head has been received.
    package var isWithinHead: Bool { searched > 0 }

    /// Returns the length of the head, with the empty line; `nil` if it is incomplete.
    private mutating func end(in bytes: Span<UInt8>) throws(HTTPFault) -> Int? {
        while searched < bytes.count {
            guard searched < limit else {
                throw HTTPFault("the head is longer than \(limit) bytes", isTooLarge: true)
            }
            let byte = bytes[searched]
            searched += 1
            guard byte == 0x0A else { continue }
            guard searched - lineStart >= 2, bytes[searched - 2] == 0x0D else {
                throw HTTPFault("a line feed without a carriage return")
            }
            if searched - lineStart == 2 { return searched }
            lineStart = searched
        }
        return nil
    }
}

extension ProxiedRequest {
    /// Parses the lines of a head.
    package init(_ lines: [[UInt8]]) throws(HTTPFault) {
        let line = lines.first ?? []
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count == 3 else { throw HTTPFault("expected \"METHOD target HTTP/1.1\"", value: line) }
        guard HeaderFields.isToken(words[0]) else { throw HTTPFault("the method is no token", value: words[0]) }
        guard !words[1].isEmpty, words[1].allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw HTTPFault("the request target is empty or has control characters", value: words[1])
        }
        method = String(decoding: words[0], as: UTF8.self)
        target = Array(words[1])
        version = try HTTPMinorVersion(words[2])
        fields = try HeaderFields(lines: lines.dropFirst())
        if version == .one, fields.values(of: "host").count != 1 {
            throw HTTPFault("HTTP/1.1 requires one Host field")
        }
    }
}

extension ProxiedResponse {
    /// Parses the lines of a head.
    package init(_ lines: [[UInt8]]) throws(HTTPFault) {
        let line = lines.first ?? []
        let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        let digits = words.count > 1 ? words[1] : []
        guard words.count > 1, digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let status = Int(String(decoding: digits, as: UTF8.self)), status >= 100
        else { throw HTTPFault("expected \"HTTP/1.1 200 OK\"", value: line) }
        self.status = status
        version = try HTTPMinorVersion(words[0])
        reason = words.count > 2 ? Array(words[2]) : []
        guard !reason.contains(where: HeaderFields.isControl) else {
            throw HTTPFault("the reason has control characters", value: reason)
        }
        fields = try HeaderFields(lines: lines.dropFirst())
    }
}

extension HTTPMinorVersion {
    fileprivate init(_ bytes: ArraySlice<UInt8>) throws(HTTPFault) {
        switch String(decoding: bytes, as: UTF8.self) {
        case "HTTP/1.1": self = .one
        case "HTTP/1.0": self = .zero
        default: throw HTTPFault("expected HTTP/1.1 or HTTP/1.0", value: bytes)
        }
    }
}

extension HeaderFields {
    /// Parses field lines (RFC 9112 §5).
    fileprivate init(lines: ArraySlice<[UInt8]>) throws(HTTPFault) {
        var fields: [Field] = []
        fields.reserveCapacity(lines.count)
        for line in lines {
            if line.first == 0x20 || line.first == 0x09 {
                throw HTTPFault("a field is continued on another line", value: line)
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
                throw HTTPFault("a field without a colon", value: line)
            }
            guard Self.isToken(line[..<colon]) else { throw HTTPFault("a field name is no token", value: line) }
            let value = Self.trimmed(line[(colon + 1)...])
            guard !value.contains(where: Self.isControl) else {
                throw HTTPFault("a field value has control characters", value: line)
            }
            fields.append(Field(String(decoding: line[..<colon], as: UTF8.self), Array(value)))
        }
        self.init(fields)
    }

    /// Returns whether `bytes` are a token (RFC 9110 §5.6.2).
    fileprivate static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
            }
    }

    /// Returns whether a field value must not contain `byte` (RFC 9110 §5.5).
    fileprivate static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 || byte == 0x7F }
}
