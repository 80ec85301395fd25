/// A value inside a JSON text, read where it stands: nothing is copied or converted before it is asked for.
///
/// The text as a whole has been checked when one of these exists, so every walk over it ends well.
public struct JSONValue: Sendable {
    private let bytes: [UInt8]
    /// Where the value stands in ``bytes``, without white space around it.
    private let range: Range<Int>

    /// The value of a whole JSON text; nil where the text is not JSON (RFC 8259).
    public init?(_ bytes: [UInt8]) {
        let start = JSONScanner.skipSpace(bytes.span, from: 0)
        guard let end = JSONScanner.endOfValue(bytes.span, from: start),
            JSONScanner.skipSpace(bytes.span, from: end) == bytes.count
        else { return nil }
        self.init(bytes, start..<end)
    }

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

    /// The index of the last byte, a closing brace where this is an object.
    public var lastIndex: Int { range.upperBound - 1 }

    /// Whether an object has no members.
    public var isEmptyObject: Bool {
        isObject && JSONScanner.skipSpace(bytes.span, from: range.lowerBound + 1) == lastIndex
    }

    /// The number, where it is a whole one that fits; nil otherwise.
    public var integer: Int? {
        String(validating: bytes[range], as: UTF8.self).flatMap { Int($0) }
    }

    /// The string with its escapes resolved (RFC 8259 §7; a lone surrogate becomes U+FFFD); nil for other values.
    public var string: String? {
        isString ? JSONString.decode(bytes[range.lowerBound + 1..<range.upperBound - 1]) : nil
    }

    /// The value of member `name`; the last one where a name comes twice, as `JSON.parse` does; nil if there is none.
    public subscript(name: String) -> JSONValue? {
        guard isObject, !isEmptyObject else { return nil }
        let span = bytes.span
        var found: JSONValue?
        var index = range.lowerBound
        repeat {
            let key = JSONScanner.skipSpace(span, from: index + 1)
            guard let keyEnd = JSONScanner.endOfString(span, from: key) else { return nil }
            let start = JSONScanner.skipSpace(span, from: JSONScanner.skipSpace(span, from: keyEnd) + 1)
            guard let end = JSONScanner.endOfValue(span, from: start) else { return nil }
            if isNamed(name, key + 1..<keyEnd - 1) { found = JSONValue(bytes, start..<end) }
            index = JSONScanner.skipSpace(span, from: end)
        } while index < lastIndex
        return found
    }

    /// Whether a member's name is `name`, however it is spelled; most are spelled plainly, and cost no string.
    private func isNamed(_ name: String, _ key: Range<Int>) -> Bool {
        let spelled = bytes[key]
        guard spelled.contains(UInt8(ascii: "\\")) else { return spelled.elementsEqual(name.utf8) }
        // An escape takes six bytes for three at the most (a pair takes twelve for four).
        return spelled.count <= name.utf8.count * 6 && JSONString.decode(spelled) == name
    }
}
