import Text

/// A JSON object of which the end may be missing, as in a file that was not written to its end.
///
/// The scanner of whole values refuses such an object; this one has its whole members, and the beginning of the next.
struct PartialObject {
    /// A member.
    struct Member {
        let name: String
        /// The value; if it is not whole, all of the text from its beginning.
        let value: JSONValue
        let isWhole: Bool
    }

    /// The length of a name in bytes: 300, more than an id of statistics has; members with longer ones are left out.
    private static let nameLimit = 300

    /// The members, the last of which may not be whole.
    let members: [Member]
    /// Whether it has its end.
    let isWhole: Bool

    /// The object that begins where `value` does; `nil` if none does.
    init?(_ value: JSONValue?) {
        guard let value, value.isObject else { return nil }
        let (bytes, start) = (value.bytes, value.range.lowerBound)
        var end = start
        var state = JSONScanner.State()
        var members: [Member] = []
        let objectEnd = JSONScanner.endOfObject(bytes.span, from: start, &state) { name, place in
            end = place.upperBound
            guard name.count <= Self.nameLimit else { return }
            members.append(
                Member(
                    name: JSONString.decode(bytes.span.extracting(name)), value: JSONValue(bytes, at: place),
                    isWhole: true))
        }
        isWhole = objectEnd != nil
        if !isWhole, let last = Self.beginning(bytes, after: end, isFirst: end == start) {
            members.append(last)
        }
        self.members = members
    }

    /// The value of a member; `nil` if there is none, or if it is not whole.
    subscript(name: String) -> JSONValue? { members.last { $0.name == name && $0.isWhole }?.value }

    /// The member that begins after the one that ends at `end`; `nil` if the text ends before its value.
    private static func beginning(_ bytes: [UInt8], after end: Int, isFirst: Bool) -> Member? {
        let span = bytes.span
        func skip(_ byte: UInt8, _ index: Int) -> Int? {
            let index = JSONScanner.skipSpace(span, from: index)
            return index < bytes.count && bytes[index] == byte ? index + 1 : nil
        }
        guard let start = skip(isFirst ? UInt8(ascii: "{") : UInt8(ascii: ","), end),
            let name = skip(UInt8(ascii: "\""), start), let nameEnd = JSONScanner.endOfString(span, from: name - 1),
            nameEnd - name <= nameLimit, let colon = skip(UInt8(ascii: ":"), nameEnd)
        else { return nil }
        let value = JSONScanner.skipSpace(span, from: colon)
        guard value < bytes.count else { return nil }
        return Member(
            name: JSONString.decode(span.extracting(name..<nameEnd - 1)),
            value: JSONValue(bytes, at: value..<bytes.count), isWhole: false)
    }
}
