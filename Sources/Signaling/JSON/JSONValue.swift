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
    public var isArray: Bool { begins("[") }
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
        var found: JSONValue?
        eachMember { if $0 == name { found = $1 } }
        return found
    }

    /// The members in the order in which they stand, one that comes twice twice; none for other values than objects.
    public var members: [(name: String, value: JSONValue)] {
        var members: [(String, JSONValue)] = []
        eachMember { members.append(($0, $1)) }
        return members
    }

    private func eachMember(_ visit: (String, JSONValue) -> Void) {
        guard isObject, !isEmptyObject else { return }
        let span = bytes.span
        var index = range.lowerBound
        repeat {
            let key = JSONScanner.skipSpace(span, from: index + 1)
            guard let keyEnd = JSONScanner.endOfString(span, from: key) else { return }
            let start = JSONScanner.skipSpace(span, from: JSONScanner.skipSpace(span, from: keyEnd) + 1)
            guard let end = JSONScanner.endOfValue(span, from: start) else { return }
            visit(JSONString.decode(bytes[key + 1..<keyEnd - 1]), JSONValue(bytes, start..<end))
            index = JSONScanner.skipSpace(span, from: end)
        } while index < lastIndex
    }
}
