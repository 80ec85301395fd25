import Text

/// The short values of a message by the paths of their members, outermost first: `data.to` is `bob`.
///
/// These are the places where a message names peers and rooms, under any name. Objects and strings that contain JSON
/// are searched; descriptions and candidates are not.
public struct MemberPaths {
    /// A value and its path.
    public struct Item: Hashable {
        public let path: String
        /// A string, or the digits of an integer; `nil` for other values.
        public let text: String?

        public init(path: String, text: String? = nil) {
            self.path = path
            self.text = text
        }

        /// The innermost name of the path.
        public var name: String { path.split(separator: ".").last.map(String.init) ?? "" }
    }

    /// The depth of nested objects that are searched.
    static let depthLimit = 4
    /// The longest value that can be a name or id, in bytes; a UUID has 36.
    public static let valueLimit = 64

    /// Returns the first members without members of their own, at most `limit`.
    public static func items(of bytes: [UInt8], limit: Int) -> [Item] {
        guard let value = JSONValue(bytes), value.isObject else { return [] }
        var paths = MemberPaths(limit: limit)
        paths.add(value, "", depth: 1)
        return paths.items
    }

    /// Returns the paths of the first members without members of their own, at most `limit`.
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
    /// The object itself, or the object in a string that contains JSON.
    fileprivate var innerObject: JSONValue? {
        if isObject { return self }
        guard begins(with: "{"), let text = string, let inner = JSONValue(text), inner.isObject else { return nil }
        return inner
    }

    /// A short string, or the digits of an integer.
    fileprivate var shortText: String? {
        guard byteCount <= MemberPaths.valueLimit + 2 else { return nil }
        return isString ? string.flatMap { $0.isEmpty ? nil : $0 } : integer.map(String.init)
    }
}
