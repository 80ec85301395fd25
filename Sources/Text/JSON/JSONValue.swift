/// A value inside a JSON text, read where it stands: nothing is copied or converted before it is asked for.
///
/// The text as a whole has been checked when one of these exists, so every walk over it ends well.
public struct JSONValue: Sendable {
    public let bytes: [UInt8]
    /// Where the value stands in ``bytes``, without white space around it.
    public let range: Range<Int>

    /// The value of a whole JSON text; `nil` if the text is not JSON (RFC 8259).
    public init?(_ bytes: [UInt8]) {
        let start = JSONScanner.skipSpace(bytes.span, from: 0)
        guard let end = JSONScanner.endOfValue(bytes.span, from: start),
            JSONScanner.skipSpace(bytes.span, from: end) == bytes.count
        else { return nil }
        self.init(bytes, start..<end)
    }

    /// The value of a whole JSON text; `nil` if the text is not JSON.
    public init?(_ text: String) {
        self.init(Array(text.utf8))
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        self.range = range
    }

    private func begins(_ character: Unicode.Scalar) -> Bool { bytes[range.lowerBound] == UInt8(ascii: character) }

    /// Whether it is an object.
    public var isObject: Bool { begins("{") }
    /// Whether it is a string.
    public var isString: Bool { begins("\"") }
    /// Whether it is null.
    public var isNull: Bool { begins("n") }
    public var isArray: Bool { begins("[") }
    public var isTrue: Bool { begins("t") }

    /// How many bytes it takes in its text, quotes and brackets included.
    public var byteCount: Int { range.count }

    /// The index of the last byte, a closing brace where this is an object.
    public var lastIndex: Int { range.upperBound - 1 }

    /// Whether an object has no members.
    public var isEmptyObject: Bool { isObject && isEmpty }

    /// Whether nothing is between the brackets of an object or an array.
    private var isEmpty: Bool { JSONScanner.skipSpace(bytes.span, from: range.lowerBound + 1) == lastIndex }

    /// The number, if it is a whole one that fits; nil otherwise.
    public var integer: Int? {
        let digits = begins("-") ? range.dropFirst() : range
        var value = 0
        for index in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
            let tens = value.multipliedReportingOverflow(by: 10)
            // Downwards, where there is one number more.
            let sum = tens.partialValue.subtractingReportingOverflow(Int(bytes[index] - UInt8(ascii: "0")))
            guard !tens.overflow, !sum.overflow else { return nil }
            value = sum.partialValue
        }
        if begins("-") { return value }
        return value == .min ? nil : -value
    }

    /// The string with its escapes resolved (RFC 8259 §7; a lone surrogate becomes U+FFFD); nil for other values.
    public var string: String? {
        isString ? JSONString.decode(bytes.span.extracting(content)) : nil
    }

    /// The value of member `name`; the last one where a name comes twice, as `JSON.parse` does; nil if there is none.
    public subscript(name: String) -> JSONValue? {
        var found: Range<Int>?
        forEachMember { key, place in
            if isNamed(name, key) { found = place }
        }
        return found.map { JSONValue(bytes, $0) }
    }

    /// Whether a member's name is `name`, however it is spelled; most are spelled plainly, and cost no string.
    private func isNamed(_ name: String, _ key: Range<Int>) -> Bool {
        let spelled = bytes[key]
        guard spelled.contains(UInt8(ascii: "\\")) else { return spelled.elementsEqual(name.utf8) }
        // An escape takes six bytes for one at the most.
        return spelled.count <= name.utf8.count * 6 && JSONString.decode(spelled.span) == name
    }
}

/// What stands inside, for those who go over all of it once.
extension JSONValue {
    /// The value at `place` of `bytes`, where ``JSONScanner`` found one.
    public init(_ bytes: [UInt8], at place: Range<Int>) {
        self.init(bytes, place)
    }

    /// Calls `body` for each member of an object, in order, with where its name stands between its quotes and where
    /// its value does.
    @inline(__always)
    public func forEachMember(_ body: (_ name: Range<Int>, _ place: Range<Int>) -> Void) {
        var state = JSONScanner.State()
        _ = JSONScanner.endOfObject(bytes.span, from: range.lowerBound, &state, body)
    }

    /// The first elements of an array, `limit` at most.
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

    /// What `body` makes of the bytes of a short string, its escapes resolved; nil for other values.
    public func withText<Result>(_ body: (Span<UInt8>) -> Result?) -> Result? {
        isString ? JSONString.withName(bytes.span.extracting(content), body) : nil
    }

    /// Whether this is a string that begins with `prefix`, however it is spelled.
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

    /// The first bytes of a string, as many as any prefix has, with its escapes resolved.
    private var decodedBeginning: String.UTF8View {
        // An escape takes six bytes; one that is cut here is behind all that is compared.
        JSONString.decode(bytes.span.extracting(content).extracting(first: 96)).utf8
    }

    private static func bytes(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    /// Whether this is a string that is base64 of something (RFC 4648 §4).
    public var isBase64: Bool { isString && Base64.isOne(bytes.span.extracting(content)) }

    /// What base64 in a string stands for; `nil` if it is none (RFC 4648 §4).
    public func decodedBase64() -> [UInt8]? {
        isString ? Base64.decode(bytes.span.extracting(content)) : nil
    }

    /// The beginning of the value as it is written, `scalars` of it at least where there are so many.
    public func text(_ scalars: Int) -> String { String(decoding: bytes[range].prefix(4 * scalars), as: UTF8.self) }

    /// Where a string's characters stand, between its quotes.
    private var content: Range<Int> { range.lowerBound + 1..<range.upperBound - 1 }
}
