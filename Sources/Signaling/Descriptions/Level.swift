/// The lines of one level of a description, those of the session or of a section (RFC 8866 §5).
struct Level: Hashable, Sendable {
    /// How many attributes are kept: what a section of a browser's has, ten times over.
    static let attributeLimit = 1024
    /// How many other lines are kept: what RFC 8866 §5 names at one level, several times over.
    static let fieldLimit = 64

    private struct Attribute: Hashable {
        let name: Substring
        let value: Substring
    }

    private struct Field: Hashable {
        let type: UInt8
        let value: Substring
    }

    private var attributes: [Attribute] = []
    private var fields: [Field] = []
    /// Lines that are not `type=value`, or of a type that RFC 8866 does not know.
    private(set) var others: [Substring] = []

    mutating func append(_ line: DescriptionLine) {
        guard let type = line.type, "vosiuepcbtrzka".utf8.contains(type) else {
            if others.count < Self.fieldLimit, !line.text.isEmpty { others.append(line.text) }
            return
        }
        if type == UInt8(ascii: "a") {
            append(attribute: line.value)
        } else if fields.count < Self.fieldLimit {
            fields.append(Field(type: type, value: line.value))
        }
    }

    private mutating func append(attribute: Substring) {
        guard attributes.count < Self.attributeLimit else { return }
        let colon = attribute.utf8.firstIndex(of: UInt8(ascii: ":")) ?? attribute.endIndex
        let value = colon == attribute.endIndex ? attribute[colon...] : attribute[attribute.utf8.index(after: colon)...]
        attributes.append(Attribute(name: attribute[..<colon], value: value))
    }

    /// The value of the first attribute `name`, empty for a flag such as `rtcp-mux`.
    subscript(name: String) -> String? {
        attributes.first { $0.name == name }.map { String($0.value) }
    }

    func has(_ name: String) -> Bool {
        attributes.contains { $0.name == name }
    }

    func values(_ name: String) -> [Substring] {
        attributes.filter { $0.name == name }.map(\.value)
    }

    /// The value of the first line of `type`.
    func field(_ type: Unicode.Scalar) -> Substring? {
        fields.first { UInt32($0.type) == type.value }?.value
    }
}

extension Substring {
    /// The words between spaces, at most `limit` of them; the last one has all that is left.
    func words(limit: Int = .max) -> [Substring] {
        utf8.split(separator: UInt8(ascii: " "), maxSplits: limit - 1).map { Substring($0) }
    }

    /// The two halves around the first `separator`; the second is nil where there is none.
    func halves(_ separator: Unicode.Scalar) -> (Substring, Substring?) {
        guard let index = utf8.firstIndex(where: { UInt32($0) == separator.value }) else { return (self, nil) }
        return (self[..<index], self[utf8.index(after: index)...])
    }
}
