import Text

/// The short values of a message under the paths of their members, outermost first: `data.to` is `bob`.
///
/// That is where a message names people, whatever it calls them. Objects and strings that are JSON again are looked
/// into; descriptions and candidates are not.
public struct MemberPaths {
    /// A value and where it stands.
    public struct Item: Hashable {
        public let path: String
        /// A string, or a whole number in digits; `nil` for anything else.
        public let text: String?

        public init(path: String, text: String? = nil) {
            self.path = path
            self.text = text
        }

        /// The innermost name.
        public var name: String { path.split(separator: ".").last.map(String.init) ?? "" }
    }

    /// The number of objects inside one another that are looked into.
    static let depthLimit = 4
    /// The longest value that could name anybody, in bytes; a UUID has 36.
    static let valueLimit = 64

    /// The first members that have no members of their own, at most `limit` of them.
    public static func items(of bytes: [UInt8], limit: Int) -> [Item] {
        guard let value = JSONValue(bytes), value.isObject else { return [] }
        var paths = MemberPaths(limit: limit)
        paths.add(value, "", depth: 1)
        return paths.items
    }

    /// The same, by their paths alone.
    static func paths(of bytes: [UInt8], limit: Int) -> [String] { items(of: bytes, limit: limit).map(\.path) }

    private let limit: Int
    private var items: [Item] = []

    private init(limit: Int) { self.limit = limit }

    private mutating func add(_ object: JSONValue, _ path: String, depth: Int) {
        for member in SearchedObject.members(of: object) {
            guard items.count < limit else { return }
            let place = path.isEmpty ? member.name : path + "." + member.name
            if depth < Self.depthLimit, let inner = member.value.innerObject {
                add(inner, place, depth: depth + 1)
            } else {
                items.append(Item(path: place, text: member.value.shortText))
            }
        }
    }
}

extension JSONValue {
    /// The object that this is, or that its string is.
    fileprivate var innerObject: JSONValue? {
        if isObject { return self }
        guard begins(with: "{"), let text = string, let inner = JSONValue(text), inner.isObject else { return nil }
        return inner
    }

    /// The short string or the whole number that this is.
    fileprivate var shortText: String? {
        guard byteCount <= MemberPaths.valueLimit + 2 else { return nil }
        return isString ? string.flatMap { $0.isEmpty ? nil : $0 } : integer.map(String.init)
    }
}
