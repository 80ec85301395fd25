/// A value inside a JSON text, parsed in place: nothing is copied or converted until it is needed.
///
/// A value only exists if its whole text is valid, so that no access can fail on malformed JSON.
public struct JSONValue: Sendable {
    public let bytes: [UInt8]
    /// The range of the value in ``bytes``, without surrounding white space.
    public let range: Range<Int>

    /// Parses a whole JSON text; `nil` if it is not JSON (RFC 8259).
    public init?(_ bytes: [UInt8]) {
        let start = JSONScanner.skipSpace(bytes.span, from: 0)
        guard let end = JSONScanner.endOfValue(bytes.span, from: start),
            JSONScanner.skipSpace(bytes.span, from: end) == bytes.count
        else { return nil }
        self.init(bytes, start..<end)
    }

    /// Parses a whole JSON text; `nil` if it is not JSON.
    public init?(_ text: String) {
        self.init(Array(text.utf8))
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        self.range = range
    }

    private func begins(_ character: Unicode.Scalar) -> Bool { bytes[range.lowerBound] == UInt8(ascii: character) }

    public var isObject: Bool { begins("{") }
    public var isString: Bool { begins("\"") }
    public var isNull: Bool { begins("n") }
    public var isArray: Bool { begins("[") }
    public var isTrue: Bool { begins("t") }

    /// The length of the value in its text in bytes, including quotes or brackets.
    public var byteCount: Int { range.count }

    /// The index of the last byte of the value; that of the closing brace of an object.
    public var lastIndex: Int { range.upperBound - 1 }

    /// Whether it is an object without members.
    public var isEmptyObject: Bool { isObject && isEmpty }

    /// Whether an object or array has nothing between its brackets.
    private var isEmpty: Bool { JSONScanner.skipSpace(bytes.span, from: range.lowerBound + 1) == lastIndex }

    /// The value of an integer that fits into `Int`; `nil` for other values.
    public var integer: Int? {
        let digits = begins("-") ? range.dropFirst() : range
        var value = 0
        for index in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
            let tens = value.multipliedReportingOverflow(by: 10)
            // Accumulated as a negative number, since there is one more of those.
            let sum = tens.partialValue.subtractingReportingOverflow(Int(bytes[index] - UInt8(ascii: "0")))
            guard !tens.overflow, !sum.overflow else { return nil }
            value = sum.partialValue
        }
        if begins("-") { return value }
        return value == .min ? nil : -value
    }

    /// The text of a string (RFC 8259 §7), with U+FFFD for lone surrogates; `nil` for other values.
    public var string: String? {
        isString ? JSONString.decode(bytes.span.extracting(content)) : nil
    }

    /// The value of the member `name`; `nil` if there is none.
    ///
    /// If a name occurs twice, the last one counts, as in `JSON.parse`.
    public subscript(name: String) -> JSONValue? {
        var found: Range<Int>?
        forEachMember { key, place in
            if isNamed(name, key) { found = place }
        }
        return found.map { JSONValue(bytes, $0) }
    }

    /// Whether the member name at `key` is `name` in any spelling.
    ///
    /// Most names have no escapes and are compared without making a string.
    private func isNamed(_ name: String, _ key: Range<Int>) -> Bool {
        let spelled = bytes[key]
        guard spelled.contains(UInt8(ascii: "\\")) else { return spelled.elementsEqual(name.utf8) }
        // An escape sequence has at most six bytes.
        return spelled.count <= name.utf8.count * 6 && JSONString.decode(spelled.span) == name
    }
}

/// Access to the contents of a value in one pass.
extension JSONValue {
    /// Makes a value of the range `place` of `bytes` in which ``JSONScanner`` found one.
    public init(_ bytes: [UInt8], at place: Range<Int>) {
        self.init(bytes, place)
    }

    /// Calls `body` for each member of an object, in order, with the range of its name between the quotes and the range
    /// of its value.
    @inline(__always)
    public func forEachMember(_ body: (_ name: Range<Int>, _ place: Range<Int>) -> Void) {
        var state = JSONScanner.State()
        _ = JSONScanner.endOfObject(bytes.span, from: range.lowerBound, &state, body)
    }

    /// Returns the first elements of an array, at most `limit`.
    public func elements(_ limit: Int) -> [JSONValue] {
        guard isArray, !isEmpty else { return [] }
        let span = bytes.span
        var elements: [JSONValue] = []
        var index = range.lowerBound
        repeat {
            let start = JSONScanner.skipSpace(span, from: index + 1)
            guard let end = JSONScanner.endOfValue(span, from: start) else { break }
            elements.append(JSONValue(bytes, start..<end))
            index = JSONScanner.skipSpace(span, from: end)
        } while index < lastIndex && elements.count < limit
        return elements
    }

    /// Calls `body` with the bytes of a string, its escapes resolved; returns `nil` for other values and for strings of
    /// more than 192 bytes.
    public func withText<Result>(_ body: (Span<UInt8>) -> Result?) -> Result? {
        isString ? JSONString.withName(bytes.span.extracting(content), body) : nil
    }

    /// Whether this is a string that begins with `prefix`, with or without escapes.
    public func begins(with prefix: StaticString) -> Bool {
        guard isString else { return false }
        var index = range.lowerBound + 1
        for offset in 0..<prefix.utf8CodeUnitCount {
            guard index < lastIndex else { return false }
            if bytes[index] == UInt8(ascii: "\\") { return decodedBeginning.starts(with: Self.bytes(prefix)) }
            guard bytes[index] == prefix.utf8Start[offset] else { return false }
            index += 1
        }
        return true
    }

    /// The first bytes of a string with its escapes resolved, more than any prefix has.
    private var decodedBeginning: String.UTF8View {
        // An escape sequence has at most six bytes; one that is cut here is past the prefix.
        JSONString.decode(bytes.span.extracting(content).extracting(first: 96)).utf8
    }

    private static func bytes(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    /// Whether this is a string that is valid base64 (RFC 4648 §4).
    public var isBase64: Bool { isString && Base64.isOne(bytes.span.extracting(content)) }

    /// Returns the bytes that a base64 string encodes; `nil` for other values (RFC 4648 §4).
    public func decodedBase64() -> [UInt8]? {
        isString ? Base64.decode(bytes.span.extracting(content)) : nil
    }

    /// Returns the beginning of the value as it is spelled, with at least `scalars` scalars if it has as many.
    public func text(_ scalars: Int) -> String { String(decoding: bytes[range].prefix(4 * scalars), as: UTF8.self) }

    /// The range of a string between its quotes.
    public var content: Range<Int> { range.lowerBound + 1..<range.upperBound - 1 }
}
